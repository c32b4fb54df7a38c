import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type FailureCode, failureCodes } from "../../../src/runtime/failure-codes.ts";

const documented = readFileSync(new URL("../../../docs/runtime.md", import.meta.url), "utf8");

const codes: readonly (readonly [string, FailureCode])[] = Object.entries(failureCodes);

const row = ([code, { title, repeated, remedy }]: (typeof codes)[number]): string =>
  `| ${code === "Error" ? "the name of the error" : `\`${code}\``} | ${title} | ${repeated} | ${remedy} |`;

it("documents every code, what is done about it, and what is to be done", () => {
  const table = ["| code | what happened | repeated | what to do |", "|---|---|---|---|"];
  expect(documented).toContain(`${[...table, ...codes.map(row)].join("\n")}\n`);
});

it.each(codes)("says of %s what it means in sentences, and its title in a clause", (_, code) => {
  expect(code.explanation).toMatch(/^[A-Z].*\.$/);
  expect(code.remedy).toMatch(/^[A-Z].*\.$/);
  expect(code.title).toMatch(/^(an `assert`|[a-z]).*[^.]$/);
});
