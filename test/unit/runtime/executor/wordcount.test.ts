import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import type { Text } from "../../../../src/sdk/text.ts";
import {
  createHarness,
  type DeclaredFunction,
  groupsOf,
  listOf,
  outputsOf,
  partitionOf,
  runsOf,
} from "../../../support/executor-harness.ts";
import {
  callOp,
  exchangeInput,
  exchangeNode,
  mapNode,
  record,
  reduceOp,
  stream,
  string,
} from "../../../support/node-builder.ts";
import { constant, int, origin } from "../../../support/plan-builder.ts";

const count: IrType = record({ word: string, n: int });

const functions: { readonly [name: string]: DeclaredFunction } = {
  tokenize: {
    params: { chunk: { kind: "text" } },
    result: stream(count),
    run: function* tokenize(chunk) {
      for (const line of (chunk as Text).lines()) {
        for (const word of line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
          yield { word, n: 1 };
        }
      }
    },
  },
  total: {
    params: { word: string, counts: stream(count) },
    result: count,
    run: (word, counts) => {
      let n = 0;
      for (const each of counts as Iterable<{ n: number }>) {
        n += each.n;
      }
      return { word, n };
    },
  },
};

const content = Array.from(
  { length: 3000 },
  (_, index) => `The w${index % 50} of Größe ${index % 7 === 0 ? "THE" : "λόγος"}\n`,
).join("");

function expected(): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of content.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

it.each([
  ["without combining", null, undefined],
  ["with combining", "total", undefined],
  ["without combining, spilling", null, 20_000],
  ["with combining, spilling", "total", 3000],
] as const)("counts words %s", async (_, combine, spillLimit) => {
  using harness = createHarness(functions, spillLimit === undefined ? {} : { spillLimit });
  const splitNode = {
    kind: "split",
    id: "split",
    type: { kind: "dataset", element: { kind: "text" } },
    after: [],
    origin,
    source: constant(null),
    sourceType: { kind: "file" },
    unit: { kind: "lines", count: constant(1) },
    into: constant(3),
  } as const;
  const file = harness.file("a.txt", content);
  const chunks = listOf(
    await harness.run(splitNode, { kind: "split", source: [{ kind: "file", file }], into: 3 }),
  );
  expect(chunks).toHaveLength(3);

  const input = exchangeInput(count, {
    ops: [callOp("tokenize", { free: "chunk", emits: { kind: "many" } })],
    key: { kind: "path", path: ["word"] },
  });
  const exchange = exchangeNode([input], {
    combine:
      combine === null
        ? null
        : { kind: "function", function: combine, fixed: [], free: ["word", "counts"] },
  });
  const runs = [];
  for (const [index, chunk] of chunks.entries()) {
    const done = await harness.run(exchange, {
      kind: "produce",
      input: 0,
      index,
      source: partitionOf([chunk]),
      partitions: 4,
      splitters: null,
    });
    runs.push(runsOf(done));
    const records = runsOf(done).records.reduce((sum, each) => sum + each, 0);
    expect(records).toBe(combine === null ? 5000 : records);
    expect(records).toBeLessThanOrEqual(combine === null ? 5000 : 60);
  }
  const reduce = mapNode([reduceOp("total", ["word", "counts"])], count);
  const all: (readonly [string, number])[] = [];
  for (let index = 0; index < 4; index++) {
    const source = groupsOf(exchange, index, [runs]);
    const [written] = outputsOf(await harness.run(reduce, { kind: "map", index, source }));
    const elements = written === undefined ? [] : harness.elements(written);
    const pairs = (elements as readonly { word: string; n: number }[]).map(
      ({ word, n }) => [word, n] as const,
    );
    expect(pairs.map(([word]) => word)).toEqual(
      pairs
        .map(([word]) => word)
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    all.push(...pairs);
  }
  expect(all.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(
    expected(),
  );
});
