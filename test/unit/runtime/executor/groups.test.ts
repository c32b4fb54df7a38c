import fc from "fast-check";
import { expect, it } from "vitest";
import type { ExchangeNode, Op, OrderBy } from "../../../../src/compiler/ir/plan.ts";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import type { ProducerRuns } from "../../../../src/compiler/ir/value.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { compareBy, compareStrings } from "../../../../src/shared/order.ts";
import {
  createHarness,
  groupsOf,
  type Harness,
  listOf,
  outputsOf,
  partitionOf,
  runsOf,
  singleOf,
} from "../../../support/executor-harness.ts";
import {
  exchangeInput,
  exchangeNode,
  field,
  foldNode,
  groupOp,
  list,
  mapNode,
  optional,
  record,
  reduceOp,
  stream,
  string,
} from "../../../support/node-builder.ts";
import { constant, int, ref } from "../../../support/plan-builder.ts";

const row: IrType = record({ key: optional(string), n: int, tag: string });

async function exchange(
  harness: Harness,
  node: ExchangeNode,
  inputs: readonly (readonly (readonly Json[])[])[],
  partitions: number,
  splitters: readonly Json[] | null = null,
): Promise<readonly (readonly ProducerRuns[])[]> {
  const all: (readonly ProducerRuns[])[] = [];
  for (const [input, producers] of inputs.entries()) {
    const runs: ProducerRuns[] = [];
    for (const [index, values] of producers.entries()) {
      const source = partitionOf(values);
      runs.push(
        runsOf(
          await harness.run(node, { kind: "produce", input, index, source, partitions, splitters }),
        ),
      );
    }
    all.push(runs);
  }
  return all;
}

async function consume(
  harness: Harness,
  node: ExchangeNode,
  runs: readonly (readonly ProducerRuns[])[],
  partitions: number,
  op: Op,
  element: IrType,
): Promise<readonly (readonly Json[])[]> {
  const out: (readonly Json[])[] = [];
  for (let index = 0; index < partitions; index++) {
    const source = groupsOf(node, index, runs);
    const done = await harness.run(mapNode([op], element), { kind: "map", index, source });
    out.push(outputsOf(done).flatMap((written) => harness.elements(written)));
  }
  return out;
}

const keys = fc.oneof(
  fc.constant(null),
  fc.constantFrom("a", "b", "~", "\uFF5E", "\u{1F600}", ""),
  fc.string({ unit: "binary", maxLength: 3 }).map((text) => text.toWellFormed()),
);
const producers = fc
  .array(fc.array(fc.tuple(keys, fc.integer({ min: -3, max: 3 })), { maxLength: 30 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lists) =>
    lists.map((values, producer) =>
      values.map(([key, n], index) => ({ key, n, tag: `${producer}.${index}` })),
    ),
  );
const limits = fc.constantFrom(undefined, 400);

const collect = {
  params: { key: optional(string), rows: stream(row) },
  result: list(row),
  run: (_: unknown, rows: unknown) => [...(rows as Iterable<Json>)],
};

it("groups what all producers made: each key once, keys ascending, elements in their order", async () => {
  const orders = fc.constantFrom<readonly OrderBy[]>([], [{ path: ["n"], descending: true }]);
  await fc.assert(
    fc.asyncProperty(producers, orders, limits, async (lists, order, spillLimit) => {
      using harness = createHarness({ collect }, spillLimit === undefined ? {} : { spillLimit });
      const node = exchangeNode([exchangeInput(row, { keyType: optional(string), order })]);
      const runs = await exchange(harness, node, [lists], 3);
      const op = reduceOp("collect", ["key", "rows"]);
      const out = await consume(harness, node, runs, 3, op, list(row));
      const groups = out.flat() as unknown as readonly (readonly { key: string | null }[])[];
      const byKey = Map.groupBy(lists.flat(), ({ key }) => key);
      expect(groups).toHaveLength(byKey.size);
      for (const group of groups) {
        const expected = byKey.get(group[0]?.key ?? null) ?? [];
        expect(group).toEqual(expected.toSorted(order.length === 0 ? () => 0 : compareBy(order)));
      }
      for (const partition of out) {
        const own = (partition as unknown as readonly (readonly { key: string | null }[])[]).map(
          (group) => group[0]?.key ?? null,
        );
        expect(own).toEqual(
          own.toSorted((a, b) =>
            a === null || b === null
              ? Number(a !== null) - Number(b !== null)
              : compareStrings(a, b),
          ),
        );
      }
    }),
    { seed: 31, numRuns: 40 },
  );
});

it("sorts by sampled ranges: total, stable, the same as one sort of everything", async () => {
  const orders = fc.constantFrom<readonly OrderBy[]>(
    [{ path: ["key"], descending: false }],
    [
      { path: ["n"], descending: true },
      { path: ["key"], descending: false },
    ],
  );
  await fc.assert(
    fc.asyncProperty(
      producers,
      orders,
      limits,
      fc.integer({ min: 1, max: 4 }),
      async (lists, order, spillLimit, partitions) => {
        using harness = createHarness({}, spillLimit === undefined ? {} : { spillLimit });
        const node = exchangeNode([exchangeInput(row, { key: null, keyType: null, order })], {
          partition: "range",
        });
        const samples: Json[] = [];
        for (const [index, values] of lists.entries()) {
          const work = {
            kind: "sample",
            input: 0,
            index,
            source: partitionOf(values),
            size: 5,
          } as const;
          const sample = listOf(await harness.run(node, work));
          expect(sample).toHaveLength(Math.min(5, values.length));
          samples.push(...sample);
        }
        const byColumn = compareBy(
          order.map(({ descending }, i) => ({ path: [String(i)], descending })),
        );
        const splitters = samples.toSorted(byColumn).slice(0, partitions - 1);
        const runs = await exchange(harness, node, [lists], partitions, splitters);
        const out = await consume(
          harness,
          node,
          runs,
          partitions,
          groupOp({ op: "elements" }),
          row,
        );
        expect(out.flat()).toEqual(lists.flat().toSorted(compareBy(order)));
      },
    ),
    { seed: 37, numRuns: 40 },
  );
});

it("aggregates alike whether or not the map side combines", async () => {
  const aggregates = [
    { name: "count", function: "count", value: null },
    { name: "sum", function: "sum.int", value: field(ref("element"), "n") },
    { name: "min", function: "min", value: field(ref("element"), "n") },
    { name: "max", function: "max", value: field(ref("element"), "tag") },
    { name: "mean", function: "mean", value: field(ref("element"), "n") },
  ] as const;
  const result = record({
    key: optional(string),
    count: int,
    sum: int,
    min: int,
    max: string,
    mean: { kind: "float" },
  });
  await fc.assert(
    fc.asyncProperty(producers, limits, async (lists, spillLimit) => {
      using harness = createHarness({}, spillLimit === undefined ? {} : { spillLimit });
      const outs: Json[][] = [];
      for (const combined of [true, false]) {
        const node = exchangeNode([exchangeInput(row, { keyType: optional(string) })], {
          combine: combined ? { kind: "aggregate", aggregates } : null,
        });
        const runs = await exchange(harness, node, [lists], 2);
        const out = await consume(
          harness,
          node,
          runs,
          2,
          groupOp({ op: "aggregate", combined, aggregates }),
          result,
        );
        outs.push(out.flat());
      }
      expect(outs[0]).toEqual(outs[1]);
      const byKey = Map.groupBy(lists.flat(), ({ key }) => key);
      for (const each of outs[0] as {
        key: string | null;
        count: number;
        sum: number;
        min: number;
        max: string;
        mean: number;
      }[]) {
        const own = byKey.get(each.key) ?? [];
        const sum = own.reduce((total, { n }) => total + n, 0);
        expect(each).toEqual({
          key: each.key,
          count: own.length,
          sum,
          min: Math.min(...own.map(({ n }) => n)),
          max: own
            .map(({ tag }) => tag)
            .toSorted(compareStrings)
            .at(-1),
          mean: sum / own.length,
        });
      }
      expect(outs[0]).toHaveLength(byKey.size);
    }),
    { seed: 41, numRuns: 30 },
  );
});

const left = [
  { key: "a", n: 1, tag: "l1" },
  { key: "b", n: 2, tag: "l2" },
  { key: "a", n: 3, tag: "l3" },
  { key: null, n: 4, tag: "l4" },
];
const right = [
  { key: "a", n: 5, tag: "r1" },
  { key: "c", n: 6, tag: "r2" },
  { key: "a", n: 7, tag: "r3" },
  { key: null, n: 8, tag: "r4" },
];

it.each([
  ["inner", false, false, ["l1r1", "l1r3", "l3r1", "l3r3"]],
  ["left outer", false, true, ["l1r1", "l1r3", "l3r1", "l3r3", "l2-"]],
  ["right outer", true, false, ["l1r1", "l1r3", "l3r1", "l3r3", "-r2"]],
  ["full outer", true, true, ["l1r1", "l1r3", "l3r1", "l3r3", "l2-", "-r2"]],
])("joins: %s", async (_, first, second, expected) => {
  using harness = createHarness();
  const input = exchangeInput(row, { keyType: optional(string), dropNullKeys: true });
  const node = exchangeNode([input, input]);
  const runs = await exchange(harness, node, [[left], [right]], 1);
  const sides = [
    { name: "l", optional: first },
    { name: "r", optional: second },
  ];
  const joined = record({ l: optional(row), r: optional(row) });
  const out = await consume(harness, node, runs, 1, groupOp({ op: "join", sides }), joined);
  const pairs = out.flat() as { l: { tag: string } | null; r: { tag: string } | null }[];
  expect(pairs.map(({ l, r }) => `${l?.tag ?? "-"}${r?.tag ?? "-"}`)).toEqual(expected);
});

it("gives a reduce one stream per input, and passes over what it leaves", async () => {
  using harness = createHarness({
    f: {
      params: { key: string, a: stream(row), b: stream(row) },
      result: string,
      run: (key, a, b) => {
        const [first] = a as Iterable<{ tag: string }>;
        const tags = [...(b as Iterable<{ tag: string }>)].map(({ tag }) => tag);
        return `${key as string}:${first?.tag ?? "-"}:${tags.join("")}`;
      },
    },
  });
  const input = exchangeInput(row, { dropNullKeys: true });
  const node = exchangeNode([input, input]);
  const runs = await exchange(harness, node, [[left], [right]], 1);
  const out = await consume(harness, node, runs, 1, reduceOp("f", ["key", "a", "b"]), string);
  expect(out).toEqual([["a:l1:r1r3", "b:l2:", "c:-:r2"]]);
});

it("refuses a combining function that changes the key, and names the key", async () => {
  using harness = createHarness({
    f: {
      params: { key: string, rows: stream(row) },
      result: row,
      run: () => ({ key: "z", n: 0, tag: "" }),
    },
  });
  const combine = { kind: "function", function: "f", fixed: [], free: ["key", "rows"] } as const;
  const node = exchangeNode([exchangeInput(row)], { combine });
  const work = {
    kind: "produce",
    input: 0,
    index: 0,
    source: partitionOf(left.slice(0, 3)),
    partitions: 2,
    splitters: null,
  } as const;
  expect(await harness.fail(node, work)).toMatchObject({
    kind: "bad-value",
    message: '`f` gave a value of the wrong type: it changed the key to "z"',
    step: "exchange",
    item: '"a"',
  });
});

it.each([
  ["a sum", "sum.int", [1, 2, 3], null, 6],
  ["a minimum", "min", [3, 1, 2], null, 1],
  ["nothing", "sum.int", [], null, undefined],
  ["nothing, from a value", "sum.int", [], 5, 5],
  ["a sum from a value", "sum.int", [1, 2], 5, 8],
] as const)("folds %s", async (_, builtin, values, from, expected) => {
  using harness = createHarness();
  const node = foldNode(int, {
    with: { kind: "builtin", function: builtin },
    from: from === null ? null : constant(from),
  });
  const work = { kind: "fold", index: 0, source: partitionOf(values), first: true } as const;
  expect(singleOf(await harness.run(node, work))).toBe(expected);
});

it("folds by a function that need not commute, from the left", async () => {
  const run = async (a: unknown, b: unknown) => `(${a as string}${b as string})`;
  using harness = createHarness({ f: { params: { a: string, b: string }, result: string, run } });
  const node = foldNode(string, {
    with: { kind: "function", function: "f", fixed: [], free: ["a", "b"] },
  });
  const work = { kind: "merge", level: 1, index: 0, values: ["x", "y", "z"] } as const;
  expect(singleOf(await harness.run(node, work))).toBe("((xy)z)");
});

it("takes the first elements of several partitions", async () => {
  using harness = createHarness();
  const node = {
    kind: "take",
    id: "take",
    type: list(int),
    after: [],
    origin: { file: "", start: 0, end: 0 },
    source: constant(null),
    count: constant(3),
  } as const;
  const partitions = [[1, 2], [], [3, 4]].map((values) => ({
    records: values.length,
    bytes: 0,
    slices: [{ kind: "inline" as const, values }],
  }));
  expect(
    listOf(await harness.run(node, { kind: "take", schemas: [], partitions, count: 3 })),
  ).toEqual([1, 2, 3]);
});

it("lists files once, and says which pattern has none", async () => {
  using harness = createHarness();
  harness.file("b.md", "bb");
  harness.file("a.md", "a");
  const node = (pattern: string) =>
    ({
      kind: "files",
      id: "files",
      type: { kind: "null" },
      after: [],
      origin: { file: "", start: 0, end: 0 },
      pattern: constant(pattern),
      single: false,
    }) as const;
  const base = harness.folder;
  const files = listOf(await harness.run(node("*.md"), { kind: "files", base }));
  expect(files).toMatchObject([
    { name: "a.md", size: 1 },
    { name: "b.md", size: 2 },
  ]);
  expect(await harness.fail(node("none.md"), { kind: "files", base })).toMatchObject({
    kind: "input",
    message: "there is no file or directory none.md",
    step: "files",
  });
});
