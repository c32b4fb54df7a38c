import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { sealJson } from "../../../../src/runtime/store/sealed-json.ts";
import type { Context } from "../../../../src/sdk/context.ts";
import type { Dataset } from "../../../../src/sdk/dataset.ts";
import type { File } from "../../../../src/sdk/file.ts";
import type { Text } from "../../../../src/sdk/text.ts";
import type { Json } from "../../../../src/shared/json.ts";
import {
  createHarness,
  type DeclaredFunction,
  type Done,
  type Harness,
  listOf,
  outputsOf,
  partitionOf,
  singleOf,
} from "../../../support/executor-harness.ts";
import {
  argument,
  callOp,
  dataset,
  decodeOp,
  field,
  forOp,
  list,
  mapNode,
  optional,
  record,
  stream,
  string,
} from "../../../support/node-builder.ts";
import { add, callNode, constant, int, ref } from "../../../support/plan-builder.ts";

const numbers = [1, 2, 3, 4, 5];
const skip = { skip: { fraction: null } };

function declared(
  params: { readonly [name: string]: IrType },
  result: IrType | null,
  run: DeclaredFunction["run"],
): { readonly f: DeclaredFunction } {
  return { f: { params, result, run } };
}

async function elements(harness: Harness, done: Promise<Done>): Promise<readonly Json[]> {
  return outputsOf(await done).flatMap((output) => harness.elements(output));
}

const mapOver = (
  harness: Harness,
  node: ReturnType<typeof mapNode>,
  values: readonly Json[],
  scope = {},
) =>
  elements(
    harness,
    harness.run(node, { kind: "map", index: 0, source: partitionOf(values) }, scope),
  );

it.each([
  ["a value", (x: number) => x * 10],
  ["a promise", async (x: number) => x * 10],
] as const)("maps elements by a function that gives %s", async (_, f) => {
  using harness = createHarness(declared({ x: int }, int, (x) => f(x as number)));
  expect(await mapOver(harness, mapNode([callOp("f")], int), numbers)).toEqual([
    10, 20, 30, 40, 50,
  ]);
});

it.each([
  ["an array", (x: number) => Array.from({ length: x }, () => x)],
  [
    "a generator",
    function* (x: number) {
      for (let i = 0; i < x; i++) yield x;
    },
  ],
  [
    "an async generator",
    async function* (x: number) {
      for (let i = 0; i < x; i++) yield x;
    },
  ],
  ["a promise of an array", async (x: number) => Array.from({ length: x }, () => x)],
] as const)("takes a stream given as %s", async (_, f) => {
  using harness = createHarness(declared({ x: int }, stream(int), (x) => f(x as number)));
  const node = mapNode([callOp("f", { emits: { kind: "many" } })], int);
  expect(await mapOver(harness, node, [1, 2, 3])).toEqual([1, 2, 2, 3, 3, 3]);
});

it("gives fixed arguments, and control's names to expressions", async () => {
  using harness = createHarness(
    declared({ x: int, by: int }, int, (x, by) => (x as number) * (by as number)),
  );
  const op = callOp("f", { fixed: [argument("by", add(ref("base"), constant(1)))] });
  const node = mapNode([forOp(add(ref("x"), ref("base"))), op], int);
  expect(await mapOver(harness, node, numbers, { base: 2 })).toEqual([9, 12, 15, 18, 21]);
});

it("calls once for each batch, the last one smaller", async () => {
  const sizes: number[] = [];
  using harness = createHarness(
    declared({ x: list(int) }, stream(int), (x) => {
      sizes.push((x as number[]).length);
      return x;
    }),
  );
  const op = callOp("f", { mode: "batch", batch: constant(2), emits: { kind: "many" } });
  expect(await mapOver(harness, mapNode([op], int), numbers)).toEqual(numbers);
  expect(sizes).toEqual([2, 2, 1]);
});

it("gives a partition as one stream, which may be left early", async () => {
  using harness = createHarness(
    declared({ x: stream(int) }, stream(int), function* (x) {
      for (const value of x as Iterable<number>) {
        if (value > 3) {
          return;
        }
        yield value;
      }
    }),
  );
  const op = callOp("f", { mode: "stream", emits: { kind: "many" } });
  const node = mapNode(
    [forOp(ref("x"), { op: "call", function: "gt", args: [ref("x"), constant(1)] }), op],
    int,
  );
  expect(await mapOver(harness, node, numbers)).toEqual([2, 3]);
});

it("gives a partition as a dataset: counted, indexable, any number of times", async () => {
  using harness = createHarness(
    declared({ x: dataset(int) }, list(int), (x) => {
      const all = x as Dataset<number>;
      expect(() => all.at(all.count)).toThrow(RangeError);
      return [all.count, all.at(4), all.at(1), all.at(2), ...all, ...all];
    }),
  );
  const node = mapNode([callOp("f", { mode: "dataset" })], list(int));
  expect(await mapOver(harness, node, numbers)).toEqual([[5, 5, 2, 3, ...numbers, ...numbers]]);
});

it("sends each element of a record of streams to the stream that its field names", async () => {
  const types = record({ even: stream(int), odd: stream(string) });
  using harness = createHarness(
    declared({ x: int }, types, function* (x) {
      yield (x as number) % 2 === 0 ? { even: x } : { odd: String(x) };
    }),
  );
  const node = mapNode([callOp("f", { emits: { kind: "streams", names: ["odd", "even"] } })], int, {
    type: record({ even: dataset(int), odd: dataset(string) }),
    output: "streams",
  });
  const done = await harness.run(node, { kind: "map", index: 0, source: partitionOf(numbers) });
  expect(outputsOf(done).map((output) => harness.elements(output))).toEqual([
    ["1", "3", "5"],
    [2, 4],
  ]);
});

it.each([
  ["no object", 3],
  ["an object without a stream", {}],
  ["an unknown stream", { even: 2, third: 1 }],
])("refuses an element of several streams that is %s", async (_, element) => {
  const types = record({ even: stream(int), odd: stream(string) });
  using harness = createHarness(declared({ x: int }, types, () => [element]));
  const node = mapNode([callOp("f", { emits: { kind: "streams", names: ["odd", "even"] } })], int, {
    type: record({ even: dataset(int), odd: dataset(string) }),
    output: "streams",
  });
  const failure = await harness.fail(node, {
    kind: "map",
    index: 0,
    source: partitionOf(numbers),
  });
  expect(failure).toMatchObject({ kind: "bad-value", code: "BadValue" });
  expect(failure.message).toContain("an object with a field `odd` or `even`");
});

it("counts the index of a `for` over the whole dataset", async () => {
  using harness = createHarness();
  const node = mapNode(
    [
      forOp(
        {
          op: "list",
          elements: [
            { spread: false, value: ref("i") },
            { spread: false, value: ref("x") },
          ],
        },
        null,
        "i",
      ),
    ],
    list(int),
  );
  const work = { kind: "map", index: 1, source: partitionOf([7, 8], 100) } as const;
  expect(await elements(harness, harness.run(node, work))).toEqual([
    [100, 7],
    [101, 8],
  ]);
});

it("flattens, and decodes lines of files", async () => {
  using harness = createHarness();
  const flatten = mapNode(
    [{ op: "flatten", step: "s", origin: { file: "", start: 0, end: 0 } }],
    int,
  );
  expect(await mapOver(harness, flatten, [[1], [], [2, 3]])).toEqual([1, 2, 3]);
  const file = harness.file("a.jsonl", '{"a":1}\n{"a":2}\n');
  const decode = mapNode([decodeOp("jsonl", record({ a: int })), forOp(field(ref("x"), "a"))], int);
  expect(await mapOver(harness, decode, [{ ...file }])).toEqual([1, 2]);
});

it("makes a list of one element's results, held by control", async () => {
  using harness = createHarness(declared({ x: int }, int, (x) => -(x as number)));
  const node = mapNode([callOp("f")], int, { output: "list" });
  const source = { kind: "element", value: 3, index: 0 } as const;
  expect(listOf(await harness.run(node, { kind: "map", index: 0, source }))).toEqual([-3]);
});

it("hands a function texts, files, bytes and whole datasets, and takes them back", async () => {
  const type = record({
    file: { kind: "file" },
    text: { kind: "text" },
    raw: { kind: "bytes" },
    same: optional({ kind: "file" }),
  });
  using harness = createHarness(
    declared(
      { t: { kind: "text" }, f: { kind: "file" }, b: { kind: "bytes" }, d: list(int) },
      type,
      (t, f, b, d, ctx) => {
        const file = f as File;
        const { createFile } = ctx as Context;
        return {
          file: createFile("sum.txt", [String((d as number[]).length), Buffer.from(file.name)]),
          text: `${(t as Text).string().toUpperCase()}${Buffer.from(b as Uint8Array).toString()}`,
          raw: file.bytes(),
          same: file,
        };
      },
    ),
  );
  const file = harness.file("in.txt", "abc\n");
  const manifest = harness.store.create("stage.json");
  manifest.write(
    sealJson({
      schema: 1,
      schemas: [],
      partitions: [{ records: 2, bytes: 0, slices: [{ kind: "inline", values: [1, 2] }] }],
    }),
  );
  manifest.close();
  const args = [
    argument("t", ref("file")),
    argument("f", ref("file")),
    argument("b", ref("file")),
    argument("d", ref("data"), "list"),
  ];
  const node = { ...callNode("call", []), function: "f", args, type };
  const scope = {
    file: { ...file },
    data: { manifest: manifest.key, partitions: 1, records: 2, bytes: 0 },
  };
  const value = singleOf(await harness.run(node, { kind: "call" }, scope)) as {
    readonly file: { readonly path: string; readonly name: string; readonly size: number };
    readonly text: { readonly ranges: readonly { readonly path: string }[] };
    readonly raw: { readonly ranges: readonly { readonly path: string }[] };
    readonly same: Json;
  };
  const content = (path: string | undefined) =>
    Buffer.from(harness.store.read(path ?? "", 0, 1000)).toString();
  expect(value.file).toMatchObject({ name: "sum.txt", size: 7 });
  expect(content(value.file.path)).toBe("2in.txt");
  expect(content(value.text.ranges[0]?.path)).toBe("ABC\nabc\n");
  expect(content(value.raw.ranges[0]?.path)).toBe("abc\n");
  expect(value.same).toEqual(file);
});

it("keeps bytes inside the records of a dataset", async () => {
  using harness = createHarness(
    declared({ x: int }, { kind: "bytes" }, (x) => Uint8Array.of(x as number)),
  );
  const out = await mapOver(harness, mapNode([callOp("f")], { kind: "bytes" }), [1, 2]);
  expect(JSON.parse(JSON.stringify(out))).toEqual([
    { size: 1, inline: "AQ==" },
    { size: 1, inline: "Ag==" },
  ]);
});

it("draws the same random numbers in every attempt, and others in every call", async () => {
  const draws: number[] = [];
  using harness = createHarness(
    declared({ x: int }, int, (x, ctx) => {
      draws.push((ctx as Context).random());
      return x;
    }),
  );
  const node = mapNode([callOp("f")], int);
  await mapOver(harness, node, [1, 2]);
  await mapOver(harness, node, [1, 2]);
  expect(draws[0]).toBe(draws[2]);
  expect(draws[1]).toBe(draws[3]);
  expect(draws[0]).not.toBe(draws[1]);
});

class Odd extends Error {
  override readonly name = "OddNumber";
}

it("says which function failed, at which element, with its own code, message and stack", async () => {
  using harness = createHarness(
    declared({ x: int }, int, function refuse(x) {
      if (x === 3) {
        throw new Odd("3 is odd");
      }
      return x;
    }),
  );
  const work = { kind: "map", index: 0, source: partitionOf(numbers) } as const;
  const failure = await harness.fail(mapNode([callOp("f")], int), work);
  expect(failure).toMatchObject({
    kind: "function",
    code: "OddNumber",
    message: "3 is odd",
    step: "f",
    item: "3",
  });
  expect(failure.stack).toMatch(/^at .*refuse.*calls\.test\.ts/u);
  expect(failure.stack).not.toMatch(/runtime\/executor\/(?!calls)[a-z-]+\.ts/u);
});

it.each([
  ["a wrong scalar", int, "x", 'expected int, found "x"'],
  ["a wrong field", record({ n: list(int) }), { n: [1, "2"] }, 'n[1]: expected int, found "2"'],
  ["no stream", stream(int), 5, "expected a stream, found 5"],
  [
    "a file of its own making",
    { kind: "file" },
    { path: "/etc/passwd" },
    "expected a file made by the context, or one that was given, found a record { path }",
  ],
  [
    "bytes that are none",
    record({ b: { kind: "bytes" } }),
    { b: [1] },
    "b: expected a Uint8Array, found a list of 1",
  ],
] as const)("says what is wrong with a result: %s", async (_, type, value, problem) => {
  using harness = createHarness(declared({ x: int }, type as IrType, () => value));
  const emits = { kind: type.kind === "stream" ? "many" : "one" } as const;
  const work = { kind: "map", index: 0, source: partitionOf([1]) } as const;
  expect(await harness.fail(mapNode([callOp("f", { emits })], int), work)).toMatchObject({
    kind: "bad-value",
    code: "BadValue",
    message: `\`f\` gave a value of the wrong type: ${problem}`,
    item: "1",
  });
});

const refuseOdd = (x: number): number => {
  if (x % 2 === 1) {
    throw new Error("odd");
  }
  return x;
};

it.each([
  ["of sync functions", "element", (x: unknown) => refuseOdd(x as number)],
  ["of async functions", "element", async (x: unknown) => refuseOdd(x as number)],
  ["in batches", "batch", (x: unknown) => (x as number[]).map(refuseOdd)],
  ["in batches, async", "batch", async (x: unknown) => (x as number[]).map(refuseOdd)],
  [
    "after first results",
    "batch",
    function* (x: unknown) {
      for (const each of x as number[]) yield refuseOdd(each);
    },
  ],
] as const)("leaves out failing elements and counts them: %s", async (_, mode, run) => {
  const many = mode === "batch";
  using harness = createHarness(
    declared({ x: many ? list(int) : int }, many ? stream(int) : int, run),
  );
  const op = callOp("f", {
    mode,
    batch: constant(2),
    emits: { kind: many ? "many" : "one" },
    onError: skip,
  });
  const done = await harness.run(mapNode([op], int), {
    kind: "map",
    index: 0,
    source: partitionOf([2, 4, 1, 6, 3, 5, 8]),
  });
  expect(outputsOf(done).flatMap((output) => harness.elements(output))).toEqual([2, 4, 6, 8]);
  expect(done.metrics.skipped).toBe(3);
});

it("fails by name where a text turns out to be binary, and not as the function's fault", async () => {
  using harness = createHarness(
    declared({ x: { kind: "text" } }, int, (x) => [...(x as Text).lines()].length),
  );
  const file = harness.file("b.bin", "a\0b");
  const work = { kind: "map", index: 0, source: partitionOf([{ ...file }]) } as const;
  expect(await harness.fail(mapNode([callOp("f")], int), work)).toMatchObject({
    kind: "input",
    step: "f",
    item: file.path,
  });
});

it("fails where an expression has no value", async () => {
  using harness = createHarness();
  const node = mapNode(
    [forOp({ op: "call", function: "div.int", args: [constant(1), ref("x")] })],
    int,
  );
  const work = { kind: "map", index: 0, source: partitionOf([1, 0]) } as const;
  expect(await harness.fail(node, work)).toMatchObject({
    kind: "bad-value",
    step: "for",
    item: "0",
  });
});

it("passes log lines and counters to its environment", async () => {
  using harness = createHarness(
    declared({ x: int }, null, (x, ctx) => {
      (ctx as Context).log.warn(`saw ${x as number}`);
      (ctx as Context).count("seen", 2);
    }),
  );
  const node = { ...callNode("call", []), function: "f", args: [argument("x", constant(4))] };
  expect(singleOf(await harness.run(node, { kind: "call" }))).toBeNull();
  expect(harness.logged).toEqual(["warn: saw 4", "seen +2"]);
});
