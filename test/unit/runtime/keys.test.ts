import { expect, it } from "vitest";
import { attemptPrefix, taskManifestKey, taskName, taskPrefix } from "../../../src/runtime/keys.ts";
import { runId } from "../../../src/runtime/run-id.ts";
import type { Task, TaskWork } from "../../../src/runtime/task.ts";

const task = (given: Partial<Task> = {}): Task => ({
  run: "r",
  node: "results/bam",
  at: "17.3",
  work: { kind: "call" },
  attempt: 1,
  scope: {},
  ...given,
});

it("gives every attempt of a task a place of its own, and the task one manifest", () => {
  expect(attemptPrefix(task())).toBe("runs/r/results/bam/@17.3/0/a1/");
  expect(attemptPrefix(task({ attempt: 2 }))).toBe("runs/r/results/bam/@17.3/0/a2/");
  expect(taskManifestKey(task({ attempt: 2 }))).toBe("runs/r/results/bam/@17.3/0/manifest.json");
});

it("keeps a node at the top apart from one inside it", () => {
  expect(taskPrefix(task({ node: "a", at: "" }))).toBe("runs/r/a/@/0/");
  expect(taskPrefix(task({ node: "a/b", at: "0" }))).toBe("runs/r/a/b/@0/0/");
});

it("names the works of one node apart", () => {
  const source = { kind: "element", value: 1, index: 1 } as const;
  const exchange: readonly TaskWork[] = [
    { kind: "produce", input: 0, index: 1, source, partitions: 1, splitters: null },
    { kind: "produce", input: 1, index: 1, source, partitions: 1, splitters: null },
    { kind: "sample", input: 0, index: 1, source, size: 1 },
  ];
  expect(exchange.map(taskName)).toEqual(["0_1", "1_1", "sample_0_1"]);
  const fold: readonly TaskWork[] = [
    { kind: "fold", index: 0, source, first: true },
    { kind: "merge", level: 1, index: 0, values: [] },
  ];
  expect(fold.map(taskName)).toEqual(["0_0", "1_0"]);
  const split: readonly TaskWork[] = [
    { kind: "split", source: [], into: 1 },
    { kind: "take", schemas: [], partitions: [], count: 1 },
  ];
  expect(split.map(taskName)).toEqual(["0", "take"]);
});

it("names runs readably and in the order of their start", () => {
  const at = (ms: number) => runId("wordcount", ms, () => 0.5);
  expect(at(Date.UTC(2026, 2, 14, 9, 26, 53))).toBe("wordcount-20260314-092653-ssss");
  expect(at(1_000) < at(2_000)).toBe(true);
  expect(runId("x".repeat(100), 0, () => 0).length).toBeLessThanOrEqual(60);
});
