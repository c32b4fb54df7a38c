import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Expr } from "../../../../src/compiler/ir/expr.ts";
import type { PlanParam } from "../../../../src/compiler/ir/plan.ts";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import {
  type GivenArguments,
  readArguments,
  secretVariable,
} from "../../../../src/runtime/arguments/read-arguments.ts";
import {
  add,
  constant,
  datasetOf,
  int,
  plan,
  ref,
  region,
  spanAt,
} from "../../../support/plan-nodes.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const files = datasetOf({ kind: "file" });
const optional = (type: IrType): IrType => ({ kind: "optional", type });

const param = (name: string, type: IrType, defaultValue: Expr | null = null): PlanParam => ({
  name,
  type,
  defaultValue,
  doc: null,
  origin: { ...spanAt(name.length), file: "flows/test.flow" },
});

const read = (params: readonly PlanParam[], given: Partial<GivenArguments>) =>
  readArguments(plan(region([], constant(0)), params), {
    assignments: [],
    params: null,
    workingFolder: "/",
    paramsFolder: "/",
    root: "/",
    environment: {},
    ...given,
  });

const messages = (result: ReturnType<typeof read>) =>
  result.ok ? [] : result.error.map(({ kind, message }) => `${kind}: ${message}`);

it("reads assignments, then the parameter file, then defaults over earlier parameters", () => {
  const params = [
    param("a", int),
    param("b", int, constant(10)),
    param("c", int, add(ref("a"), ref("b"))),
    param("wait", { kind: "duration" }),
  ];
  const result = read(params, { assignments: ["a=1"], params: { a: 5, b: 2, wait: "90 s" } });
  expect(result).toMatchObject({ ok: true, value: { values: { a: 1, b: 2, c: 3, wait: 90_000 } } });
});

it("keeps everything after the first equals sign", () => {
  const result = read([param("s", { kind: "string" })], { assignments: ["s=a=b"] });
  expect(result).toMatchObject({ ok: true, value: { values: { s: "a=b" } } });
});

it("names every problem, each with its parameter", () => {
  const params = [param("mappers", int), param("count", int), param("text", { kind: "string" })];
  const result = read(params, {
    assignments: ["maper=3", "count=many", "stray", "text=a", "text=b"],
  });
  expect(messages(result)).toEqual([
    "malformed: `stray` is not of the form name=value",
    "repeated: `text` is given twice",
    "unknown: `test` has no parameter `maper`",
    "missing: `mappers` is missing",
    'ill-typed: `count`: expected int, such as 12, found "many"',
  ]);
  const unknown = result.ok ? undefined : result.error.find(({ kind }) => kind === "unknown");
  expect(unknown?.candidates).toEqual(["mappers"]);
  const illTyped = result.ok ? undefined : result.error.find(({ kind }) => kind === "ill-typed");
  expect(illTyped?.param).toMatchObject({ type: "int", origin: { file: "flows/test.flow" } });
});

it("does not blame a default for the parameter it needs", () => {
  const result = read([param("a", int), param("b", int, ref("a"))], {});
  expect(messages(result)).toEqual(["missing: `a` is missing"]);
});

it("refuses a parameter file that is no object", () => {
  expect(messages(read([], { params: [1] }))).toEqual([
    "malformed: a parameter file holds one JSON object",
  ]);
});

it("resolves arguments from the working directory, defaults from the flow file", () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "flows"));
  writeFileSync(join(folder.path, "flows", "default.txt"), "abc");
  writeFileSync(join(folder.path, "given.txt"), "abcdef");
  const params = [
    param("given", { kind: "file" }),
    param("fallback", { kind: "text" }, constant("default.txt")),
    param("all", files, constant("*.txt")),
    param("pair", { kind: "list", element: { kind: "file" } }, constant(["default.txt"])),
    param("none", optional(files), constant("*.csv")),
    param("n", int, { op: "call", function: "count", args: [ref("all")] }),
  ];
  const path = join(folder.path, "flows", "default.txt");
  const result = read(params, {
    assignments: ["given=given.txt"],
    workingFolder: folder.path,
    root: folder.path,
  });
  expect(result).toEqual({
    ok: true,
    value: {
      secrets: [],
      values: {
        given: { path: join(folder.path, "given.txt"), name: "given.txt", size: 6 },
        fallback: { ranges: [{ path, start: 0, end: 3 }], size: 3 },
        all: [{ path, name: "default.txt", size: 3 }],
        pair: [{ path, name: "default.txt", size: 3 }],
        none: null,
        n: 1,
      },
    },
  });
});

it("refuses `files` that match nothing, and datasets of anything else", () => {
  const params = [param("some", files), param("rows", datasetOf(int))];
  expect(
    messages(read(params, { assignments: ["some=/nowhere/*.txt", "rows=/nowhere/rows"] })),
  ).toEqual([
    "not-found: `some`: no file matches /nowhere/*.txt",
    "ill-typed: `rows`: a value of type dataset<int> cannot be given as an argument",
  ]);
});

it("refuses an empty path wherever one is given, and an empty string only there", () => {
  const params = [
    param("some", files),
    param("one", { kind: "file" }),
    param("fallback", optional(files), constant("")),
    param("title", { kind: "string" }),
  ];
  const found = 'expected a path, found "" (the working directory is ".")';
  expect(messages(read(params, { assignments: ["some=", "title="], params: { one: "" } }))).toEqual(
    [
      `ill-typed: \`some\`: ${found}`,
      `ill-typed: \`one\`: ${found}`,
      `ill-typed: \`fallback\`: ${found}, its default`,
    ],
  );
});

it("takes secrets from the environment alone", () => {
  const params = [param("apiToken", { kind: "secret" }), param("other", { kind: "secret" })];
  expect(
    read(params, { environment: { FLOW_SECRET_API_TOKEN: "hush", FLOW_SECRET_OTHER: "x" } }),
  ).toEqual({
    ok: true,
    value: { values: { apiToken: "hush", other: "x" }, secrets: ["hush", "x"] },
  });
  expect(messages(read(params, { assignments: ["apiToken=hush"] }))).toEqual([
    "ill-typed: `apiToken`: a secret is not given as an argument; set FLOW_SECRET_API_TOKEN",
    "missing: `other` is missing; set FLOW_SECRET_OTHER",
  ]);
  expect(secretVariable("token")).toBe("FLOW_SECRET_TOKEN");
});
