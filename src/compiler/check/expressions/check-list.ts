import { report } from "../../diagnostics/report.ts";
import type { ListElement, ListExpr } from "../../syntax/ast.ts";
import type { CheckContext, Expected } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { printTypes } from "../print-type.ts";
import { errorType, isError, listOf, neverType, type Type, withoutNull } from "../type.ts";
import { asPart } from "./as-part.ts";

export function checkList(
  context: CheckContext,
  expr: ListExpr,
  expected: Expected | undefined,
): Type {
  const target = expected === undefined ? undefined : withoutNull(expected.type);
  const element =
    expected !== undefined && target?.kind === "list"
      ? { type: target.element, why: expected.why }
      : undefined;
  let common: Type = neverType;
  let first: ListElement | undefined;
  for (const part of expr.elements) {
    const type = checkElement(context, part, element);
    const joined = commonType(common, type);
    if (joined === undefined && first !== undefined) {
      const [one, other] = printTypes(common, type);
      report(
        context.sink,
        "FLOW3019",
        part.value.span,
        { expected: one, found: other },
        {
          secondary: [{ span: first.value.span, text: `this is \`${one}\`` }],
        },
      );
      common = errorType;
    } else {
      common = joined ?? type;
    }
    first ??= part;
  }
  return listOf(common);
}

function checkElement(
  context: CheckContext,
  { spread, value }: ListElement,
  expected: Expected | undefined,
): Type {
  if (!spread) {
    const type = context.walk.check(context, value, expected);
    return asPart(context, value, type, "a list");
  }
  const type = context.walk.check(
    context,
    value,
    expected && { type: listOf(expected.type), why: expected.why },
  );
  if (type.kind === "list") {
    return type.element;
  }
  if (!isError(type)) {
    report(context.sink, "FLOW3020", value.span, { what: "list", type: printTypes(type, type)[0] });
  }
  return errorType;
}
