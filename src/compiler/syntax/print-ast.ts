/** The tree as text, for goldens: one node a line, with what it was read from. */
import type { SourceFile } from "../source/source-file.ts";
import type { AstNode, SourceUnit } from "./ast.ts";

const excerptWidth = 60;

/**
 * `field: Kind attributes ‹source›`, children below their parent. Attributes that are undefined, false or the source
 * itself are left out. Ends with a line feed.
 */
export function printAst(unit: SourceUnit, file: SourceFile): string {
  const lines: string[] = [];
  printNode(unit, "", "", file, lines);
  return `${lines.join("\n")}\n`;
}

function printNode(
  node: AstNode,
  field: string,
  indent: string,
  file: SourceFile,
  lines: string[],
): void {
  const source = file.text.slice(node.span.start, node.span.end);
  const attributes: string[] = [];
  const below: (readonly [field: string, child: AstNode])[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === "kind" || name === "span") {
      continue;
    }
    if (Array.isArray(value)) {
      below.push(...value.filter(isNode).map((child) => [name, child] as const));
    } else if (isNode(value)) {
      below.push([name, value]);
    } else if (value !== undefined && value !== false && value !== source) {
      attributes.push(`${name}=${JSON.stringify(value)}`);
    }
  }
  const label = field === "" ? "" : `${field}: `;
  const excerpt = node.kind === "SourceUnit" ? [] : [excerptOf(source)];
  lines.push([`${indent}${label}${node.kind}`, ...attributes, ...excerpt].join(" "));
  for (const [name, child] of below) {
    printNode(child, name, `${indent}  `, file, lines);
  }
}

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

function excerptOf(source: string): string {
  const text = source.replaceAll(/\s+/g, " ");
  return `‹${text.length > excerptWidth ? `${text.slice(0, excerptWidth - 1)}…` : text}›`;
}
