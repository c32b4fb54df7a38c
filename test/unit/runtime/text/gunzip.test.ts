import { crc32, deflateRawSync, gzipSync, constants as zlib } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { TaskError } from "../../../../src/runtime/task-error.ts";
import { gunzip } from "../../../../src/runtime/text/gunzip.ts";

const cut = (bytes: Uint8Array, size: number): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

const content = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .string({ maxLength: 500, unit: fc.constantFrom("a", "b", "ab", "the ", "\n") })
    .map(Buffer.from),
  fc.nat(700_000).map((length) => Buffer.alloc(length, "abcabcabd")),
  fc
    .tuple(fc.nat(300_000), fc.integer({ min: 1, max: 1000 }))
    .map(([length, modulus]) => Buffer.from(Array.from({ length }, (_, i) => (i * i) % modulus))),
);

it("gives what was compressed, whatever the level, the strategy and the pieces it comes in", () => {
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE),
      fc.integer({ min: 1, max: 100_000 }),
      (members, level, strategy, size) => {
        const compressed = Buffer.concat(
          members.map((member) => gzipSync(member, { level, strategy })),
        );
        const out = Buffer.concat([...gunzip("x.gz", cut(compressed, size))]);
        expect(out.equals(Buffer.concat(members))).toBe(true);
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

it("skips the optional parts of a header, and padding after the last member", () => {
  const body = gzipSync("hello");
  const header = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]),
    Buffer.from("name\0comment\0"),
  ]);
  const headerCrc = Buffer.alloc(2);
  headerCrc.writeUInt16LE(crc32(header) & 0xffff);
  const withFields = Buffer.concat([
    header,
    headerCrc,
    deflateRawSync("hello"),
    body.subarray(-8),
    Buffer.alloc(100),
  ]);
  expect(Buffer.concat([...gunzip("x.gz", [withFields])]).toString()).toBe("hello");
});

it("reports every truncation and every damage as an input failure that names the file", () => {
  const compressed = gzipSync(Buffer.from(Array.from({ length: 400 }, (_, i) => (i * i) % 90)));
  for (let length = 0; length < compressed.length; length++) {
    if (length > 0) {
      expectMalformed(compressed.subarray(0, length));
    }
    const damaged = Buffer.from(compressed);
    damaged[length] = (damaged[length] ?? 0) ^ 0x21;
    // Time, extra flags and system of origin are not checked by anything.
    if (length < 3 || length > 9) {
      expectMalformed(damaged);
    }
  }
});

function expectMalformed(bytes: Uint8Array): void {
  try {
    expect.fail(`decompressed ${Buffer.concat([...gunzip("x.gz", [bytes])]).length} bytes`);
  } catch (error) {
    expect(error).toBeInstanceOf(TaskError);
    expect((error as TaskError).failure).toMatchObject({
      kind: "input",
      code: "Input",
      item: "x.gz",
    });
  }
}
