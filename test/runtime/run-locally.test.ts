/** Plans written by hand, run as `flow run` runs them: in worker processes, on files. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { NodeOptions, Op, Plan, PlanFunction, PlanNode } from "../../src/compiler/ir/plan.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";
import { type LocalRun, runLocally } from "../../src/runtime/local.ts";
import {
  call,
  constant,
  datasetOf,
  int,
  listOf,
  node,
  plan,
  ref,
  region,
  spanAt,
} from "../support/plan-nodes.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const count: IrType = {
  kind: "record",
  name: "Count",
  fields: [
    { name: "word", type: { kind: "string" } },
    { name: "n", type: int },
  ],
};
const stream = (element: IrType): IrType => ({ kind: "stream", element });

const declared = (
  exportName: string,
  params: { readonly [name: string]: IrType } = {},
  result: IrType = int,
): PlanFunction => ({
  module: "./odd-functions.ts",
  exportName,
  params: Object.entries(params).map(([name, type]) => ({ name, type, defaultValue: null })),
  result,
  effect: false,
  runtime: "node",
  handler: null,
  origin: { ...spanAt(1_000), file: "test/support/odd.flow" },
});

const functions = {
  tokenize: declared("tokenize", { chunk: { kind: "text" } }, stream(count)),
  total: declared("total", { word: { kind: "string" }, counts: stream(count) }, count),
  ...Object.fromEntries(
    ["throws", "exits", "prints", "loops", "hoards", "wrong"].map((name) => [name, declared(name)]),
  ),
};

const withFunctions = (
  nodes: readonly PlanNode[],
  result: string,
  params: Plan["params"] = [],
): Plan => ({ ...plan(region(nodes, ref(result)), params), functions });

const run = async (
  compiled: Plan,
  folder: TemporaryFolder,
  args: Parameters<typeof runLocally>[1]["args"] = {},
): Promise<LocalRun> => {
  const options = { args, root, seed: 1, folder: join(folder.path, ".flow"), workers: 2 };
  const finished = await runLocally(compiled, options, []);
  return finished.ok ? finished.value : expect.fail(`the run is ${finished.error.kind}`);
};

const tokenizing: Op = {
  op: "call",
  step: "pairs",
  origin: spanAt(2),
  function: "tokenize",
  fixed: [],
  free: "chunk",
  mode: "element",
  batch: null,
  emits: { kind: "many" },
  onError: null,
};

const reducing: Op = {
  op: "reduce",
  step: "counts",
  origin: spanAt(3),
  function: "total",
  fixed: [],
  free: ["word", "counts"],
  emits: { kind: "one" },
  onError: null,
};

/** Splits, counts with a combiner, sorts by count and word, and takes the first ones. */
function wordCount(mappers: number, reducers: number): Plan {
  const byWord = { kind: "path", path: ["word"] } as const;
  const exchange = { combine: null, into: constant(reducers) } as const;
  return withFunctions(
    [
      node("split", "chunks", datasetOf({ kind: "text" }), {
        source: ref("input"),
        sourceType: datasetOf({ kind: "file" }),
        unit: { kind: "lines", count: constant(1) },
        into: constant(mappers),
      }),
      node(
        "exchange",
        "words",
        { kind: "groups", key: { kind: "string" }, elements: [count] },
        {
          ...exchange,
          inputs: [
            {
              source: { kind: "dataset", value: ref("chunks"), element: { kind: "text" } },
              ops: [tokenizing],
              element: count,
              key: byWord,
              keyType: { kind: "string" },
              order: [],
              dropNullKeys: false,
            },
          ],
          partition: "hash",
          combine: { kind: "function", function: "total", fixed: [], free: ["word", "counts"] },
        },
      ),
      node("map", "counts", datasetOf(count), {
        input: {
          source: { kind: "groups", value: ref("words"), element: count },
          ops: [reducing],
          element: count,
        },
        output: "dataset",
      }),
      node(
        "exchange",
        "ranges",
        { kind: "groups", key: { kind: "null" }, elements: [count] },
        {
          ...exchange,
          inputs: [
            {
              source: { kind: "dataset", value: ref("counts"), element: count },
              ops: [],
              element: count,
              key: null,
              keyType: null,
              order: [
                { path: ["n"], descending: true },
                { path: ["word"], descending: false },
              ],
              dropNullKeys: false,
            },
          ],
          partition: "range",
        },
      ),
      node("map", "sorted", datasetOf(count), {
        input: {
          source: { kind: "groups", value: ref("ranges"), element: count },
          ops: [{ op: "elements", step: "sorted", origin: spanAt(4) }],
          element: count,
        },
        output: "dataset",
      }),
      node("take", "top", listOf(count), { source: ref("sorted"), count: constant(1_000) }),
    ],
    "top",
    [
      {
        name: "input",
        type: datasetOf({ kind: "file" }),
        doc: null,
        defaultValue: null,
        origin: spanAt(0),
      },
    ],
  );
}

it.each([
  [1, 1],
  [5, 3],
])("counts the words of files in %d mappers and %d reducers", async (mappers, reducers) => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "in"));
  const words = Array.from({ length: 2_000 }, (_, i) => `w${(i * i) % 97}`);
  const texts = [words.slice(0, 1_500), words.slice(1_500)].map(
    (part) => `${part.join(" ").replaceAll(" w1 ", "\r\nw1\n")}\n`,
  );
  const files = texts.map((text, i) => {
    const path = join(folder.path, "in", `${i}.txt`);
    writeFileSync(path, text);
    return { path, name: `${i}.txt`, size: text.length };
  });
  const { outcome } = await run(wordCount(mappers, reducers), folder, { input: files });

  const expected = new Map<string, number>();
  for (const word of words) {
    expected.set(word, (expected.get(word) ?? 0) + 1);
  }
  const sorted = [...expected]
    .map(([word, n]) => ({ word, n }))
    .toSorted((a, b) => b.n - a.n || (a.word < b.word ? -1 : 1));
  expect(outcome).toMatchObject({ kind: "done", result: sorted });
});

const limited: Partial<NodeOptions> = {
  timeoutMs: 5_000,
  memory: { base: 128 * 2 ** 20, max: 128 * 2 ** 20 },
};

it.each([
  ["throws", limited, { code: "RangeError", message: "no such luck", stack: /odd-functions/ }],
  ["exits", limited, { code: "Crash", message: /exit code 7/ }],
  ["loops", { ...limited, timeoutMs: 300 }, { code: "Timeout", message: /300 ms/ }],
  ["hoards", limited, { code: "OutOfMemory", message: /128 MB/ }],
  ["wrong", limited, { code: "BadValue", message: /int/ }],
])("says what became of a function that %s", async (name, options, failure) => {
  using folder = temporaryFolder();
  const body = [call("step", {}, { function: name, options })];
  const { outcome } = await run(withFunctions(body, "step"), folder);

  expect(outcome).toMatchObject({
    kind: "failed",
    failure: {
      step: "step",
      origin: spanAt(4),
      function: { name, origin: { file: "test/support/odd.flow" } },
      attempts: 1,
    },
  });
  const failed = outcome.kind === "failed" ? outcome.failure.failure : undefined;
  expect(failed?.code).toBe(failure.code);
  expect(failed?.message).toMatch(failure.message);
  if ("stack" in failure) {
    expect(failed?.stack).toMatch(failure.stack);
  }
});

it("keeps what a function prints in the log of the run", async () => {
  using folder = temporaryFolder();
  const body = [call("step", {}, { function: "prints" })];
  const { outcome, log } = await run(withFunctions(body, "step"), folder);

  expect(outcome).toMatchObject({ kind: "done", result: 1, steps: [{ printed: 1 }] });
  expect(readFileSync(log, "utf8")).toMatch(/ step\[0\] #1 stdout: printed by a function\n$/);
});
