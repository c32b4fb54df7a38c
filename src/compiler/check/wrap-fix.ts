import type { Fix } from "../diagnostics/diagnostic.ts";
import type { StepBody } from "../syntax/ast.ts";
import { printType } from "./print-type.ts";
import type { Type } from "./type.ts";

/**
 * Puts text around an expression, which is read as it stands in the source. A suggestion: a conversion or a value to fall
 * back on may be what is meant, or the wrong expression stands there.
 */
export function wrapFix(title: string, expr: StepBody, before: string, after: string): Fix {
  const { file, start, end } = expr.span;
  return {
    title,
    applicability: "suggested",
    edits: [
      { span: { file, start, end: start }, newText: before },
      { span: { file, start: end, end }, newText: after },
    ],
  };
}

/** What to fall back on in place of null, where the type has an obvious neutral value. */
export function defaultText(type: Type): string | undefined {
  switch (type.kind) {
    case "int":
      return "0";
    case "float":
      return "0.0";
    case "string":
      return '""';
    case "bool":
      return "false";
    case "list":
      return "[]";
    case "size":
      return "0 B";
    case "duration":
      return "0 s";
    case "literal":
      return printType({ kind: "literal", values: type.values.slice(0, 1) });
    default:
      return undefined;
  }
}

/** `expr ?? default`, in parentheses where an operator follows or the expression is looser. */
export function coalesceFix(expr: StepBody, type: Type, isOperand: boolean): readonly Fix[] {
  const text = defaultText(type);
  if (text === undefined) {
    return [];
  }
  const isTight =
    expr.kind === "NameExpr" ||
    expr.kind === "MemberExpr" ||
    expr.kind === "CallExpr" ||
    expr.kind === "IndexExpr";
  const before = isOperand ? "(" : "";
  const after = isOperand ? ")" : "";
  return [
    isTight
      ? wrapFix(`Fall back on \`${text}\``, expr, before, ` ?? ${text}${after}`)
      : wrapFix(`Fall back on \`${text}\``, expr, `${before}(`, `) ?? ${text}${after}`),
  ];
}
