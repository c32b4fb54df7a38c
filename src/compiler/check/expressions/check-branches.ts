import { report } from "../../diagnostics/report.ts";
import type { Span } from "../../source/span.ts";
import type { Block, IfExpr, TryExpr } from "../../syntax/ast.ts";
import { type CheckContext, type Expected, withFacts } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { factsOf } from "../narrowing.ts";
import { printTypes } from "../print-type.ts";
import {
  boolType,
  errorType,
  intType,
  nullType,
  optionalOf,
  recordOf,
  stringType,
  type Type,
} from "../type.ts";

/** What `catch` binds. */
export const errorRecord: Type = recordOf([
  { name: "code", type: stringType },
  { name: "message", type: stringType },
  { name: "step", type: stringType },
  { name: "item", type: optionalOf(stringType) },
  { name: "attempts", type: intType },
]);

export function checkIf(context: CheckContext, expr: IfExpr, expected: Expected | undefined): Type {
  context.walk.require(context, expr.condition, boolType, {
    span: undefined,
    text: "",
  });
  const then = withFacts(context, factsOf(context, expr.condition, true), () =>
    context.walk.block(context, expr.then, expected),
  );
  const { otherwise } = expr;
  if (otherwise === undefined) {
    return then.kind === "nothing" ? then : joinArms(context, then, nullType, expr.then, expr.span);
  }
  const other = withFacts(context, factsOf(context, expr.condition, false), () =>
    otherwise.kind === "IfExpr"
      ? context.walk.check(context, otherwise, expected)
      : context.walk.block(context, otherwise, expected),
  );
  const place = otherwise.kind === "IfExpr" ? otherwise.span : valueSpan(otherwise);
  return joinArms(context, then, other, expr.then, place);
}

export function checkTry(
  context: CheckContext,
  expr: TryExpr,
  expected: Expected | undefined,
): Type {
  const body = context.walk.block(context, expr.body, expected);
  context.tables.names.set(expr.error, errorRecord);
  const handler = context.walk.block(context, expr.handler, expected);
  return joinArms(context, body, handler, expr.body, valueSpan(expr.handler));
}

function joinArms(
  context: CheckContext,
  first: Type,
  second: Type,
  firstArm: Block,
  secondPlace: Span,
): Type {
  if (first.kind === "nothing" && second.kind === "nothing") {
    return first;
  }
  const common = commonType(first, second);
  if (common !== undefined) {
    return common;
  }
  const [one, other] = printTypes(first, second);
  report(
    context.sink,
    "FLOW3026",
    secondPlace,
    { expected: one, found: other },
    {
      label: `this arm gives ${armText(other)}`,
      secondary: [{ span: valueSpan(firstArm), text: `this arm gives ${armText(one)}` }],
    },
  );
  return errorType;
}

function armText(type: string): string {
  return type === "no value" ? type : `\`${type}\``;
}

/** The value of a block; the block where it has none. */
export function valueSpan(block: Block): Span {
  const last = block.items.at(-1);
  return last?.kind === "ResultItem" ? last.span : block.span;
}
