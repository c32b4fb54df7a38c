import { expect, it } from "vitest";
import { retiredCodes } from "../../../../src/compiler/diagnostics/codes/retired.ts";
import { explainCode, suggestCode } from "../../../../src/compiler/diagnostics/explain.ts";
import { renderReference } from "../../../../src/compiler/diagnostics/reference.ts";
import {
  findCode,
  findRetiredCode,
  listCodes,
} from "../../../../src/compiler/diagnostics/registry.ts";

const codes = listCodes();

it.each(codes)("%s is well formed", (code, { summary, explanation, example }) => {
  expect(code).toMatch(/^FLOW[1-69]\d{3}$/);
  expect(summary).toMatch(/^[A-Z`].*[^.]$/);
  expect(explanation).toMatch(/\.$/);
  expect(typeof example === "string" ? example : example["main.flow"]).not.toBe("");
});

it("lists codes ascending, and none that is retired", () => {
  const names = codes.map(([code]) => code);
  expect(names).toEqual(names.toSorted());
  expect(Object.keys(retiredCodes).filter((code) => names.includes(code))).toEqual([]);
});

it("finds a code by its name alone", () => {
  expect(findCode("FLOW2001")?.summary).toBe("Unknown name");
  expect(findCode("toString")).toBeUndefined();
  expect(findRetiredCode("toString")).toBeUndefined();
});

it.each(["FLOW2001", "flow2001", "2001", " 2001 "])("explains %j", (text) => {
  expect(explainCode(text)).toMatch(
    /^# FLOW2001: Unknown name \(error\)\n\n[\s\S]*```flow\nworkflow/,
  );
});

it("explains an example of several files with their names", () => {
  expect(explainCode("FLOW5002")).toMatch(
    /`main\.flow`:\n\n```flow\n[\s\S]*`double\.ts`:\n\n```typescript\n/,
  );
});

it("has no explanation for what is no code, but may know a near one", () => {
  expect(explainCode("FLOW0001")).toBeUndefined();
  expect(explainCode("constructor")).toBeUndefined();
  expect(suggestCode("FLOW201")).toMatch(/^FLOW2/);
  expect(suggestCode("hello")).toBeUndefined();
});

it("has every code in the reference, once", () => {
  const reference = renderReference();
  for (const [code] of codes) {
    expect(reference.split(`\n### ${code}\n`)).toHaveLength(2);
  }
});
