import { expect, it } from "vitest";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import type { AstNode } from "../../../../src/compiler/syntax/ast.ts";
import { childrenOf, nodeAt, pathAt, walk } from "../../../../src/compiler/syntax/children.ts";
import { parse } from "../../../../src/compiler/syntax/parse.ts";
import { programs } from "../../../support/programs.ts";

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

it.each(programs)("lists every node that $name holds, in the order of the text", ({ text }) => {
  walk(parse(createSourceFile("test.flow", text)).unit, (node) => {
    const held = Object.values(node)
      .flat()
      .filter(isNode)
      .toSorted((a, b) => a.span.start - b.span.start);
    expect(childrenOf(node)).toEqual(held);
  });
});

it("leaves out the children of a node that is skipped", () => {
  const { unit } = parse(createSourceFile("test.flow", "type A = { a: int }\n"));
  const kinds: string[] = [];
  walk(unit, (node) => {
    kinds.push(node.kind);
    return node.kind === "RecordType" ? "skip" : undefined;
  });
  expect(kinds).toEqual(["SourceUnit", "TypeDecl", "Identifier", "RecordType"]);
});

it.each([
  ["workflow w() -> int { return a|b + c }", "NameExpr"],
  ["workflow w() -> int { return ab| + c }", "NameExpr"],
  ["workflow w() -> int { return ab |+ c }", "BinaryExpr"],
  ["workflow w() -> int { return a.|b }", "Identifier"],
  ["workflow w() -> in|t { return 1 }", "Identifier"],
  ["workflow w() -> int { return 1 }| ", "Block"],
  ["| workflow w() {}", "SourceUnit"],
])("finds the node at the cursor in %j", (marked, kind) => {
  const offset = marked.indexOf("|");
  const { unit } = parse(createSourceFile("test.flow", marked.replace("|", "")));
  expect(nodeAt(unit, offset).kind).toBe(kind);
  expect(pathAt(unit, offset).at(0)).toBe(unit);
});
