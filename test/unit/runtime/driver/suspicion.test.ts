import { expect, it } from "vitest";
import type { Op, PlanNode } from "../../../../src/compiler/ir/plan.ts";
import { judge, type Suspicion } from "../../../../src/runtime/driver/suspicion.ts";
import type { FailureKind } from "../../../../src/runtime/failure.ts";
import type { TaskWork } from "../../../../src/runtime/task.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { datasetOf, int, node, overDataset, ref, spanAt } from "../../../support/plan-nodes.ts";

const calling = (onError: { readonly skip: { readonly fraction: null } } | null): Op => ({
  op: "call",
  step: "m",
  origin: spanAt(7),
  function: "f",
  fixed: [],
  free: "x",
  mode: "element",
  batch: null,
  emits: { kind: "one" },
  onError,
});

const mapping = (op: Op, effect = false): PlanNode =>
  node("map", "m", datasetOf(int), {
    input: overDataset(ref("d"), [op]),
    output: "dataset",
    options: { effect },
  });

const tolerant = mapping(calling({ skip: { fraction: null } }));
const strict = mapping(calling(null));

const work = (records: number): TaskWork => ({
  kind: "map",
  index: 0,
  source: {
    kind: "partition",
    schemas: [],
    partition: { records, bytes: 0, slices: [] },
    firstIndex: 0,
  },
});

const at = (from: number) => ({ step: "m", from, count: 1 });

function lost(
  over: PlanNode,
  kind: FailureKind,
  from?: number,
  given: { readonly mostMemory?: boolean; readonly records?: number; readonly code?: string } = {},
) {
  const failure = failureOf(kind, "gone", given.code === undefined ? {} : { code: given.code });
  return {
    node: over,
    work: work(given.records ?? 2),
    failure: from === undefined ? failure : { ...failure, call: at(from) },
    mostMemory: given.mostMemory ?? true,
  };
}

const careful: Suspicion = { poison: [], suspect: null, doubts: 0 };

it.each(["timeout", "crash", "out-of-memory"] as const)("looks closer after a %s", (kind) => {
  expect(judge(lost(tolerant, kind), undefined)).toEqual({ care: "skip", suspicion: careful });
});

it.each(["lost", "store", "cancelled", "bad-value", "input", "function"] as const)(
  "suspects nobody where an attempt ends by %s",
  (kind) => {
    expect(judge(lost(tolerant, kind), undefined)).toEqual({ care: "none", suspicion: undefined });
  },
);

it("suspects nobody while a task may have more memory", () => {
  const grown = lost(tolerant, "out-of-memory", undefined, { mostMemory: false });
  expect(judge(grown, undefined)).toEqual({ care: "none", suspicion: undefined });
});

it("leaves out what an attempt with care was lost at", () => {
  expect(judge(lost(tolerant, "crash", 5), careful)).toEqual({
    care: "skip",
    suspicion: {
      poison: [{ call: at(5), code: "Crash", message: "gone" }],
      suspect: null,
      doubts: 0,
    },
  });
});

it.each([
  ["out-of-memory", undefined],
  ["function", "TypeError"],
] as const)("blames a call for %s when it is met there twice", (kind, code) => {
  const given = code === undefined ? {} : { code };
  const once = judge(lost(tolerant, kind, 5, given), careful);
  expect(once).toMatchObject({ care: "skip", suspicion: { poison: [], suspect: at(5) } });
  const twice = judge(lost(tolerant, kind, 5, given), once.suspicion);
  expect(twice).toMatchObject({ care: "skip", suspicion: { poison: [{ call: at(5) }] } });
});

it("blames nobody for memory that runs out at another call each time", () => {
  let { care, suspicion } = judge(lost(tolerant, "out-of-memory", 0), careful);
  for (let from = 1; from <= 3; from++) {
    ({ care, suspicion } = judge(lost(tolerant, "out-of-memory", from), suspicion));
  }
  expect(care).toBe("none");
  expect(suspicion?.poison).toEqual([]);
});

it("looks closer at an error that was left behind, then blames the call that began it", () => {
  const behind = (from?: number) => {
    const attempt = lost(tolerant, "function", from, { code: "TypeError" });
    return { ...attempt, failure: { ...attempt.failure, leftBehind: true as const } };
  };
  expect(judge(behind(), undefined)).toEqual({ care: "skip", suspicion: careful });
  expect(judge(behind(5), careful)).toMatchObject({
    care: "skip",
    suspicion: { poison: [{ call: at(5), code: "TypeError" }] },
  });
});

it("leaves nothing out for a call of a step that does not skip", () => {
  const failure = lost(tolerant, "crash", 5);
  const elsewhere = { ...failure, failure: { ...failure.failure, call: { ...at(5), step: "o" } } };
  expect(judge(elsewhere, careful)).toEqual({ care: "none", suspicion: careful });
});

it.each([
  ["asks for the name of the element", lost(strict, "crash"), undefined, "name"],
  [
    "does not where there is one",
    lost(strict, "crash", undefined, { records: 1 }),
    undefined,
    "none",
  ],
  ["does not where it is known", lost(strict, "crash", 5), undefined, "none"],
  ["does not again", lost(strict, "crash"), careful, "none"],
  ["does not call an effect again", lost(mapping(calling(null), true), "crash"), undefined, "none"],
] as const)("where nothing is skipped, it %s", (_, attempt, before, care) => {
  expect(judge(attempt, before)).toEqual({ care, suspicion: careful });
});
