import fc from "fast-check";
import { expect, it } from "vitest";
import type { TextValue } from "../../../../src/compiler/ir/value.ts";
import type { SplitSource } from "../../../../src/runtime/task.ts";
import { type CutUnit, planChunks } from "../../../../src/runtime/text/split.ts";
import { createText } from "../../../../src/runtime/text/text.ts";
import { memoryFiles } from "../../../support/read-context.ts";

const contents = fc.oneof(
  { weight: 1, arbitrary: fc.constant("") },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.array(fc.string({ unit: fc.constantFrom("a", "é", "😀", " ", ","), maxLength: 12 })),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
      )
      .map(([lines, end, final]) => lines.join(end) + (final ? end : "")),
  },
);

const csvContents = fc
  .array(
    fc
      .array(fc.string({ unit: fc.constantFrom("x", '"', "\n", "\r\n", ",", "é"), maxLength: 6 }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")),
    { maxLength: 12 },
  )
  .map((records) => records.map((record) => `${record}\n`).join(""));

function sourcesOf(files: readonly string[]): readonly SplitSource[] {
  return files.map((content, index) => ({
    kind: "file",
    file: { path: `/f${index}`, name: `f${index}`, size: Buffer.byteLength(content) },
  }));
}

const contextOf = (files: readonly string[]) =>
  memoryFiles(Object.fromEntries(files.map((content, index) => [`/f${index}`, content])));

function plan(files: readonly string[], unit: CutUnit, into: number | null): readonly TextValue[] {
  return planChunks(contextOf(files), sourcesOf(files), unit, into);
}

/** Units of the whole, in order, as a naive reader sees them. */
function unitsOf(content: string, unit: CutUnit): readonly string[] {
  if (unit.kind === "csv") {
    return content.match(/(?:"(?:[^"]|"")*"|[^"\n])*\n/gu) ?? [];
  }
  if (unit.kind === "bytes") {
    return [...Buffer.from(content)].map(String);
  }
  const lines = content.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
  return Array.from({ length: Math.ceil(lines.length / unit.count) }, (_, index) =>
    lines.slice(index * unit.count, (index + 1) * unit.count).join(""),
  );
}

it("covers every byte once, in order, in at most the asked number of chunks, and cuts no unit", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.tuple(
          fc.array(contents, { maxLength: 4 }),
          fc.oneof(
            fc.constant<CutUnit>({ kind: "bytes" }),
            fc.integer({ min: 1, max: 4 }).map((count): CutUnit => ({ kind: "lines", count })),
          ),
        ),
        fc.tuple(fc.array(csvContents, { maxLength: 3 }), fc.constant<CutUnit>({ kind: "csv" })),
      ),
      fc.integer({ min: 1, max: 9 }),
      ([files, unit], into) => {
        const context = contextOf(files);
        const chunks = planChunks(context, sourcesOf(files), unit, into);
        expect(chunks.length).toBeGreaterThanOrEqual(1);
        expect(chunks.length).toBeLessThanOrEqual(into);
        const whole = chunks.map((chunk) => createText(context, chunk).bytes());
        expect(Buffer.concat(whole).toString()).toBe(files.join(""));
        expect(chunks.map(({ size }) => size)).toEqual(whole.map((bytes) => bytes.length));
        if (unit.kind === "bytes") {
          const sizes = whole.map((bytes) => bytes.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          return;
        }
        const pieces = chunks.flatMap((chunk) =>
          chunk.ranges.flatMap((range) =>
            unitsOf(
              createText(context, { ranges: [range], size: 0 })
                .bytes()
                .toString(),
              unit,
            ),
          ),
        );
        expect(pieces).toEqual(files.flatMap((content) => unitsOf(content, unit)));
      },
    ),
    { seed: 17, numRuns: 600 },
  );
});

const lines: CutUnit = { kind: "lines", count: 1 };

it.each([
  ["one empty chunk of nothing", [], lines, 3, [[]]],
  ["one empty chunk of empty files", ["", ""], lines, 3, [[]]],
  ["no cut inside the only line", ["aaaaaaaaaa"], lines, 3, [["/f0:0-10"]]],
  [
    "a line longer than a chunk whole",
    [`a\n${"b".repeat(20)}\nc\nd\n`],
    lines,
    4,
    [["/f0:0-23"], ["/f0:23-27"]],
  ],
  [
    "chunks over several files",
    ["a\n", "b\n", "c\n", "d\n"],
    lines,
    2,
    [
      ["/f0:0-2", "/f1:0-2"],
      ["/f2:0-2", "/f3:0-2"],
    ],
  ],
  [
    "the cut at a line end where it falls on one",
    ["aa\nbb\n"],
    lines,
    2,
    [["/f0:0-3"], ["/f0:3-6"]],
  ],
  [
    "groups of lines from the start of each file",
    ["1\n2\n3\n4\n5\n"],
    { kind: "lines", count: 2 },
    3,
    [["/f0:0-4"], ["/f0:4-8"], ["/f0:8-10"]],
  ],
  ["one chunk per file without a number", ["a\n", "b\n"], lines, null, [["/f0:0-2"], ["/f1:0-2"]]],
  [
    "no cut at a line end inside quotes",
    ['a,"1\n2\n3\n4"\nb,5\n'],
    { kind: "csv" },
    4,
    [["/f0:0-12"], ["/f0:12-16"]],
  ],
] as const)("makes %s", (_, files, unit, into, expected) => {
  expect(
    plan(files, unit, into).map(({ ranges }) =>
      ranges.map(({ path, start, end }) => `${path}:${start}-${end}`),
    ),
  ).toEqual(expected);
});

it("cuts large sources every 64 MB without reading them whole", () => {
  const size = 200 * 1024 * 1024;
  let read = 0;
  const { meter } = memoryFiles({});
  const store = {
    size: () => size,
    read: (_: string, offset: number, length: number) => {
      read += length;
      return Buffer.alloc(Math.min(length, size - offset), "abcdefg\n");
    },
    readInto: () => expect.fail("what is read is kept"),
    create: () => expect.fail("nothing is written"),
  };
  const file = { path: "/big", name: "big", size };
  const chunks = planChunks({ store, meter }, [{ kind: "file", file }], lines, null);
  expect(chunks.map((chunk) => Math.round(chunk.size / 1024 / 1024))).toEqual([50, 50, 50, 50]);
  expect(read).toBeLessThan(1024 * 1024);
});

it("never cuts a compressed file, and refuses a binary one by name", () => {
  const gz: SplitSource = { kind: "file", file: { path: "/a.gz", name: "a.gz", size: 90 } };
  const text: SplitSource = { kind: "file", file: { path: "/t", name: "t", size: 10 } };
  const chunks = planChunks(memoryFiles({ "/t": "a\nb\nc\nd\ne\n" }), [gz, text], lines, 10);
  expect(chunks.map(({ ranges }) => ranges[0])).toEqual([
    { path: "/a.gz", start: 0, end: 90 },
    { path: "/t", start: 0, end: 10 },
  ]);
  expect(() => plan(["a\nb\0c\n"], lines, 2)).toThrow(
    "/f0 is a binary file: it has a NUL in its first 8 KiB",
  );
  expect(plan(["a\nb\0c\n"], { kind: "bytes" }, 2)).toHaveLength(2);
});

/** The plain definition: each cut is at the first line end at or after its target, and empty chunks are left out. */
function cutPlainly(content: string, into: number): readonly string[] {
  const bytes = Buffer.from(content);
  const ends = Array.from({ length: into - 1 }, (_, index) => {
    const at = Math.floor(((index + 1) * bytes.length) / into);
    const found = at === 0 ? -1 : bytes.indexOf("\n", at - 1);
    return at === 0 ? 0 : found === -1 ? bytes.length : found + 1;
  });
  return [...ends, bytes.length]
    .map((end, index, all) => bytes.toString("utf8", all[index - 1] ?? 0, end))
    .filter((chunk) => chunk !== "");
}

it("cuts at the first line end at or after every target, however dense", () => {
  fc.assert(
    fc.property(contents, fc.integer({ min: 1, max: 400 }), (content, into) => {
      const context = contextOf([content]);
      const chunks = planChunks(context, sourcesOf([content]), lines, into);
      const found = chunks.map((chunk) => createText(context, chunk).bytes().toString());
      expect(found.filter((chunk) => chunk !== "")).toEqual(cutPlainly(content, into));
    }),
    { seed: 23, numRuns: 400 },
  );
});

it("reads a file once for a million cuts", () => {
  const content = "some words of a line\n".repeat(20_000);
  const { store, meter } = contextOf([content]);
  let read = 0;
  const counted: typeof store = {
    ...store,
    read(location, offset, length) {
      read += length;
      return store.read(location, offset, length);
    },
  };
  const chunks = planChunks({ store: counted, meter }, sourcesOf([content]), lines, 1_000_000);
  expect(chunks).toHaveLength(20_000);
  // Its beginning is read once more, for what a binary file is known by.
  expect(read).toBeLessThanOrEqual(content.length + 64 * 1024);
});
