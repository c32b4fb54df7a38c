import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hasError } from "../../../../src/compiler/check/type.ts";
import type { AstNode, Expr } from "../../../../src/compiler/syntax/ast.ts";
import { childrenOf } from "../../../../src/compiler/syntax/children.ts";
import { checkText } from "../../../support/check-text.ts";

const cases = fileURLToPath(new URL("../../../golden/cases/check", import.meta.url));

function inputs(isWanted: (expected: string) => boolean): readonly (readonly [string, string])[] {
  return readdirSync(cases)
    .filter((name) => existsSync(`${cases}/${name}/expected.diagnostics.txt`))
    .filter((name) => isWanted(readFileSync(`${cases}/${name}/expected.diagnostics.txt`, "utf8")))
    .map((name) => [name, readFileSync(`${cases}/${name}/input.flow`, "utf8")] as const);
}

const clean = inputs((expected) => expected === "").filter(([, text]) => !/^use /m.test(text));

it.each(clean)("knows the type of all that %s evaluates", (_, text) => {
  const { entry, tables } = checkText(text);
  const silent = (entry?.unit.declarations ?? [])
    .flatMap((declaration) =>
      declaration.kind === "WorkflowDecl" ? evaluated(declaration.body) : [],
    )
    .filter((expr) => {
      const type = tables.types.get(expr);
      return type === undefined || hasError(type);
    });
  expect(silent.map(({ span }) => text.slice(span.start, span.end))).toEqual([]);
});

/** Expressions with a value: not the names of callees, the words of options, or calls of aggregates. */
function evaluated(node: AstNode): readonly Expr[] {
  switch (node.kind) {
    case "Options":
    case "NameTarget":
    case "RecordTarget":
      return [];
    case "GroupStep":
      return [
        node.source,
        ...node.aggregates.entries.flatMap(({ value }) => argumentsOf(value)),
      ].flatMap(evaluated);
    case "CallExpr":
      return [node, ...argumentsOf(node).flatMap(evaluated)];
    default: {
      const inner = childrenOf(node).flatMap(evaluated);
      return node.kind.endsWith("Expr") ? [node as Expr, ...inner] : inner;
    }
  }
}

function argumentsOf(expr: Expr): readonly Expr[] {
  return expr.kind === "CallExpr" ? expr.args.map(({ value }) => value) : [];
}

const words = [
  ...new Set(
    inputs(() => true).flatMap(
      ([, text]) => text.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?(?: [KMG]B| s)?|"[^"\n]*"|\S/g) ?? [],
    ),
  ),
];
const pieces = inputs(() => true).map(([, text]) =>
  text.split(/([A-Za-z_]\w*|\d+(?:\.\d+)?|"[^"\n]*"|[^\s\w])/),
);

it("says something readable of every mutated program, and never throws", () => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(3),
    insert: fc.array(fc.constantFrom(...words), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...pieces), fc.array(edit, { maxLength: 4 }), (program, edits) => {
      const text = [...program];
      for (const { at, remove, insert } of edits) {
        text.splice(at % text.length, remove, ...insert.map((word) => ` ${word} `));
      }
      const source = text.join("");
      for (const { message, hint, primary, secondary } of checkText(source).diagnostics) {
        expect(`${message} ${hint ?? ""}`).not.toMatch(/undefined|\[object|NaN/);
        for (const { span } of [primary, ...secondary]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(source.length);
        }
      }
    }),
    { seed: 11, numRuns: 2_000 },
  );
});

it("keeps nothing from one run to the next", () => {
  const text = "workflow main(n: int) -> int {\n  return m + n\n}\n";
  expect(checkText(text).diagnostics).toEqual(checkText(text).diagnostics);
});

it("bounds types that use each other twice, and names the first that is too large", () => {
  const types = Array.from(
    { length: 60 },
    (_, i) => `type T${i} = { a: T${i + 1}, b: T${i + 1} }\n`,
  );
  const text = `${types.join("")}type T60 = int\nworkflow main(x: T0) -> T0 {\n  return x\n}\n`;
  expect(new Set(checkText(text).diagnostics.map(({ code }) => code))).toEqual(
    new Set(["FLOW3067"]),
  );
});
