/** What holds of every parse, of whatever text. */
import { expect } from "vitest";
import type { SourceFile } from "../../src/compiler/source/source-file.ts";
import type { AstNode } from "../../src/compiler/syntax/ast.ts";
import { childrenOf } from "../../src/compiler/syntax/children.ts";
import { type ParseResult, parse } from "../../src/compiler/syntax/parse.ts";
import { T } from "../../src/compiler/syntax/tokens.ts";

/** Parses, and checks that spans nest and follow one another, and that the tree is no deeper than phases may recurse. */
export function parseLawfully(file: SourceFile): ParseResult {
  const result = parse(file);
  expect(result.unit.span).toEqual({ file: file.path, start: 0, end: file.text.length });
  const faults: string[] = [];
  const rest: (readonly [node: AstNode, depth: number])[] = [[result.unit, 0]];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [node, depth] = next;
    if (depth > maxTreeDepth) {
      faults.push(`${node.kind} at ${node.span.start} is ${depth} deep`);
    }
    let end = node.span.start;
    for (const child of childrenOf(node)) {
      const { span } = child;
      const isShorthand = node.kind === "RecordField" && node.shorthand;
      if (span.start < node.span.start || span.end > node.span.end || span.start > span.end) {
        faults.push(`${child.kind} ${show(child)} is outside of ${node.kind} ${show(node)}`);
      }
      if (span.start < end && !isShorthand) {
        faults.push(`${child.kind} ${show(child)} overlaps what is before it`);
      }
      end = span.end;
      rest.push([child, depth + 1]);
    }
  }
  expect(faults).toEqual([]);
  return result;
}

/** An expression level is a handful of nodes: parentheses are a `ParenExpr`, a `Step` and what is inside. */
const maxTreeDepth = 250 * 5;

function show({ span }: AstNode): string {
  return `${span.start}..${span.end}`;
}

/** Offsets between a `{`, `(`, `[`, `"` or `${` and what closes it, of a text without mistakes. */
export function findOpenOffsets(file: SourceFile): ReadonlySet<number> {
  const open = new Set<number>();
  const openers: number[] = [];
  for (const { tokenType, startOffset, image } of parse(file).tokens) {
    const end = startOffset + image.length;
    switch (tokenType) {
      case T.LeftBrace:
      case T.LeftBracket:
      case T.LeftParen:
      case T.StringStart:
      case T.HoleStart:
        openers.push(end);
        break;
      case T.RightBrace:
      case T.RightBracket:
      case T.RightParen:
      case T.StringEnd:
        addRange(open, openers.pop() ?? end, end);
        break;
      case T.String:
        addRange(open, startOffset + 1, end);
        break;
      default:
        break;
    }
  }
  return open;
}

function addRange(offsets: Set<number>, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    offsets.add(at);
  }
}
