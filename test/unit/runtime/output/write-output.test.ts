import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import type { StageManifest } from "../../../../src/compiler/ir/value.ts";
import { notCsv, writeOutput } from "../../../../src/runtime/output/write-output.ts";
import { sealJson } from "../../../../src/runtime/store/sealed-json.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { type TemporaryFolder, temporaryFolder } from "../../../support/temporary-folder.ts";

const string: IrType = { kind: "string" };
const int: IrType = { kind: "int" };
const record = (fields: { readonly [name: string]: IrType }): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const dataset = (element: IrType): IrType => ({ kind: "dataset", element });
const row = record({ word: string, n: int, note: { kind: "optional", type: string } });

/** Puts a dataset of the given partitions into the store; what control would hold of it. */
function store(folder: TemporaryFolder, partitions: readonly (readonly Json[])[]): Json {
  const manifest: StageManifest = {
    schema: 1,
    schemas: [],
    partitions: partitions.map((values) => ({
      records: values.length,
      bytes: 0,
      slices: [{ kind: "inline", values }],
    })),
  };
  mkdirSync(join(folder.path, "store"), { recursive: true });
  writeFileSync(join(folder.path, "store", "manifest.json"), sealJson(manifest as unknown as Json));
  const records = partitions.reduce((sum, values) => sum + values.length, 0);
  return { manifest: "manifest.json", partitions: partitions.length, records, bytes: 0 };
}

function write(folder: TemporaryFolder, type: IrType, value: Json, format: "jsonl" | "csv") {
  return writeOutput({
    type,
    value,
    storeRoot: join(folder.path, "store"),
    folder: join(folder.path, "out"),
    format,
  });
}

const read = (folder: TemporaryFolder, name: string): string =>
  readFileSync(join(folder.path, "out", name), "utf8");

const rows: readonly Json[] = [
  { word: 'say "hi", twice', n: 2, note: null, extra: true },
  { word: "two\nlines", n: 1, note: "" },
];

it("writes a lone dataset as a part for each partition, with the declared fields in declared order", () => {
  using folder = temporaryFolder();
  expect(write(folder, dataset(row), store(folder, [rows, []]), "jsonl").ok).toBe(true);
  expect(readdirSync(join(folder.path, "out"))).toEqual(["part-00000.jsonl", "part-00001.jsonl"]);
  expect(read(folder, "part-00000.jsonl")).toBe(
    '{"word":"say \\"hi\\", twice","n":2,"note":null}\n{"word":"two\\nlines","n":1,"note":""}\n',
  );
  expect(read(folder, "part-00001.jsonl")).toBe("");
});

it("quotes cells of CSV that need it, and writes a header to every part", () => {
  using folder = temporaryFolder();
  expect(write(folder, dataset(row), store(folder, [rows, []]), "csv").ok).toBe(true);
  expect(read(folder, "part-00000.csv")).toBe(
    'word,n,note\n"say ""hi"", twice",2,\n"two\nlines",1,\n',
  );
  expect(read(folder, "part-00001.csv")).toBe("word,n,note\n");
});

it("gives each dataset of a record a folder, and keeps the values together", () => {
  using folder = temporaryFolder();
  const type = record({
    counts: dataset(int),
    failed: int,
    name: { kind: "optional", type: string },
  });
  const value = { counts: store(folder, [[1, 2]]), failed: 0, name: null };
  expect(write(folder, type, value, "jsonl").ok).toBe(true);
  expect(readdirSync(join(folder.path, "out")).sort()).toEqual(["counts", "result.json"]);
  expect(read(folder, "counts/part-00000.jsonl")).toBe("1\n2\n");
  expect(read(folder, "result.json")).toBe('{"failed":0,"name":null}\n');
});

it("copies files that the run made under their own names, and names others by their paths", () => {
  using folder = temporaryFolder();
  const type = dataset(record({ made: { kind: "file" }, given: { kind: "file" } }));
  const files = {
    made: { path: "store:a/x", name: "x.txt", size: 2 },
    given: { path: "/etc/motd", name: "motd", size: 1 },
  };
  const value = store(folder, [[files]]);
  mkdirSync(join(folder.path, "store", "a"));
  writeFileSync(join(folder.path, "store", "a", "x"), "hi");
  expect(write(folder, type, value, "jsonl").ok).toBe(true);
  expect(read(folder, "part-00000.jsonl")).toBe('{"made":"x.txt","given":"/etc/motd"}\n');
  expect(read(folder, "x.txt")).toBe("hi");
});

it("leaves nothing behind where two files of the result have one name", () => {
  using folder = temporaryFolder();
  const file = (path: string): Json => ({ path, name: "x.txt", size: 0 });
  const value = store(folder, [[file("store:a"), file("store:b")]]);
  writeFileSync(join(folder.path, "store", "a"), "");
  writeFileSync(join(folder.path, "store", "b"), "");
  const written = write(folder, dataset({ kind: "file" }), value, "jsonl");
  expect(written.ok ? "" : written.error.message).toBe("two files of the result are called x.txt");
  expect(readdirSync(folder.path)).toEqual(["store"]);
});

it("says which object is missing, and leaves nothing behind", () => {
  using folder = temporaryFolder();
  const value = { manifest: "gone.json", partitions: 1, records: 1, bytes: 0 };
  const written = write(folder, dataset(int), value, "jsonl");
  expect(written.ok ? "" : written.error.message).toContain("gone.json");
  expect(existsSync(join(folder.path, "out"))).toBe(false);
});

it("says so where the folder cannot be made, instead of trying for ever", () => {
  using folder = temporaryFolder();
  const written = writeOutput({
    type: int,
    value: 1,
    storeRoot: join(folder.path, "store"),
    folder: "/proc/flow/out",
    format: "jsonl",
  });
  expect(written.ok ? "" : written.error.message).toMatch(/^cannot write \/proc\/flow/);
});

it.each([
  [dataset(row), undefined],
  [
    dataset(record({ tags: { kind: "list", element: string } })),
    "the result cannot be CSV: its field `tags` is no single value",
  ],
  [
    record({ a: int, b: dataset({ kind: "list", element: int }) }),
    "`b` cannot be CSV: its elements are no records",
  ],
])("knows beforehand what cannot be CSV", (type, reason) => {
  expect(notCsv(type)).toBe(reason);
});
