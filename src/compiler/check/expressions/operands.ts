import { report } from "../../diagnostics/report.ts";
import type { BinaryExpr, Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { printType, printTypes } from "../print-type.ts";
import { hasNull, type Type, widened, withoutNull } from "../type.ts";
import { coalesceFix } from "../wrap-fix.ts";

export function isNumber({ kind }: Type): boolean {
  return kind === "int" || kind === "float";
}

export function isUnit({ kind }: Type): boolean {
  return kind === "size" || kind === "duration";
}

/** Whether `type` may be null where it must not, which is then reported. */
export function reportNull(context: CheckContext, expr: Expr, type: Type): boolean {
  if (!hasNull(type)) {
    return false;
  }
  const inner = withoutNull(type);
  report(
    context.sink,
    "FLOW3014",
    expr.span,
    {
      expected: inner.kind === "never" ? "a value" : printType(inner),
      found: printType(type),
    },
    {
      hint: "Give a value for null with `??`, or compare with null in an `if` around it.",
      fixes: coalesceFix(expr, inner, true),
    },
  );
  return true;
}

export function reportOperands(
  context: CheckContext,
  expr: BinaryExpr,
  left: Type,
  right: Type,
): void {
  const [one, other] = printTypes(left, right);
  report(
    context.sink,
    "FLOW3031",
    expr.span,
    { operator: expr.operator, left: one, right: other },
    {
      secondary: [
        { span: expr.left.span, text: `this is \`${one}\`` },
        { span: expr.right.span, text: `this is \`${other}\`` },
      ],
      hint: operandHint(expr, widened(withoutNull(left)), widened(withoutNull(right))),
    },
  );
}

function operandHint(expr: BinaryExpr, left: Type, right: Type): string | undefined {
  const kinds = new Set([left.kind, right.kind]);
  if (kinds.has("string") && (kinds.has("int") || kinds.has("float"))) {
    const number = kinds.has("int") ? "int" : "float";
    return `Write \`${number}(...)\` to read a string as a number.`;
  }
  if (kinds.has("size") && kinds.has("int") && expr.operator !== "*") {
    return "Give the number a unit: `1 MB`.";
  }
  if (kinds.has("duration") && kinds.has("int") && expr.operator !== "*") {
    return "Give the number a unit: `10 s`.";
  }
  if (left.kind === "list" && right.kind === "list" && expr.operator === "+") {
    return "Lists are put together by spreading: `[...a, ...b]`.";
  }
  if (left.kind === "dataset" && right.kind === "dataset" && expr.operator === "+") {
    return "Datasets are put together by `flatten([a, b])`.";
  }
  return undefined;
}
