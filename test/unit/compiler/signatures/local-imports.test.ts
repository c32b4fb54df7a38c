import { expect, it } from "vitest";
import { collectModules } from "../../../../src/compiler/signatures/local-imports.ts";
import { createMemoryModules } from "../../../support/memory-modules.ts";

it.each([
  ['import { a } from "./a.ts";', ["lib/a.ts"]],
  ["import { a } from './a.ts'", ["lib/a.ts"]],
  ['import "./a.ts"', ["lib/a.ts"]],
  ['export * from "./a.ts"', ["lib/a.ts"]],
  ['export type { A } from\n  "./a.ts"', ["lib/a.ts"]],
  ['const a = await import("./a.ts")', ["lib/a.ts"]],
  ["const a = import(`./a.ts`)", ["lib/a.ts"]],
  ['import a = require("./a.ts")', ["lib/a.ts"]],
  ['type A = import("./a.ts").A', ["lib/a.ts"]],
  ['/// <reference path="./a.ts" />', ["lib/a.ts"]],
  ['import a from "./a"', ["lib/a.ts"]],
  ['import a from "./a.js"', ["lib/a.ts"]],
  ['import d from "./deep"', ["lib/deep/index.ts"]],
  ['import d from "../root.ts"', ["root.ts"]],
  ['import d from "./typed.js"', ["lib/typed.d.ts", "lib/typed.js"]],
  ['import a from "a"; import b from "node:fs"', []],
  ['import a from "./missing.ts"', []],
])("finds what is imported by %s", (text, expected) => {
  const host = createMemoryModules({
    "lib/main.ts": text,
    "lib/a.ts": "",
    "lib/deep/index.ts": "",
    "lib/typed.js": "",
    "lib/typed.d.ts": "",
    "root.ts": "",
  });
  const found = [...collectModules("lib/main.ts", host).keys()];
  expect(found.filter((path) => path !== "lib/main.ts")).toEqual(expected);
});

it("follows imports of imports, in circles too", () => {
  const host = createMemoryModules({
    "a.ts": 'import "./b.ts"',
    "b.ts": 'import "./c.ts"',
    "c.ts": 'import "./a.ts"',
  });
  expect([...collectModules("b.ts", host)]).toEqual([
    ["a.ts", 'import "./b.ts"'],
    ["b.ts", 'import "./c.ts"'],
    ["c.ts", 'import "./a.ts"'],
  ]);
});

it("has nothing of a module that is not there", () => {
  expect(collectModules("gone.ts", createMemoryModules({})).size).toBe(0);
});
