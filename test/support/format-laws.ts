/** What must hold of every text that can be formatted. */
import { expect } from "vitest";
import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";
import { format } from "../../src/compiler/format/format.ts";
import { createSourceFile } from "../../src/compiler/source/source-file.ts";
import { parse } from "../../src/compiler/syntax/parse.ts";

/** Checks the laws on one text; its layout, or the mistakes that keep it from having one. */
export function expectFormatLaws(text: string): string | readonly Diagnostic[] {
  const formatted = format(createSourceFile("law.flow", text));
  if (!formatted.ok) {
    expect(formatted.error).not.toEqual([]);
    return formatted.error;
  }
  const layout = formatted.value;
  expect(format(createSourceFile("law.flow", layout))).toEqual({ ok: true, value: layout });
  const before = read(text);
  const after = read(layout);
  expect(after.tree).toEqual(before.tree);
  expect(after.comments).toEqual(before.comments);
  expect(layout).not.toMatch(/[ \t]\n|\r|\n\n\n|^\n|[^\n]$/);
  return layout;
}

/** The tree without places and doubled parentheses, and the comments without the blanks in them. */
function read(text: string): { readonly tree: unknown; readonly comments: readonly string[] } {
  const { unit, comments, diagnostics } = parse(createSourceFile("law.flow", text));
  expect(diagnostics).toEqual([]);
  return {
    tree: strip(unit),
    comments: comments.map(({ span }) =>
      text.slice(span.start, span.end).split(/\s+/).join(" ").trim(),
    ),
  };
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(strip);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const inner = findDoubled(value);
  if (inner !== undefined) {
    return strip(inner);
  }
  const fields = Object.entries(value).filter(([name]) => name !== "span");
  return Object.fromEntries(fields.map(([name, field]) => [name, strip(field)]));
}

/** The inner of two pairs of parentheses. */
function findDoubled(value: object): unknown {
  const paren = value as {
    readonly kind?: string;
    readonly step?: {
      readonly body: { readonly kind: string };
      readonly options: unknown;
      readonly after: readonly unknown[];
    };
  };
  const { kind, step } = paren;
  const isDoubled =
    kind === "ParenExpr" &&
    step?.body.kind === "ParenExpr" &&
    step.options === undefined &&
    step.after.length === 0;
  return isDoubled ? step.body : undefined;
}
