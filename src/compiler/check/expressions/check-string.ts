import { report } from "../../diagnostics/report.ts";
import type { StringExpr, StringHole } from "../../syntax/ast.ts";
import { literalText } from "../assign.ts";
import { isJsonValue } from "../assignable.ts";
import type { CheckContext } from "../check-context.ts";
import { printType } from "../print-type.ts";
import { literalOf, stringType, type Type, withoutNull } from "../type.ts";

/** A literal stands for itself where one of a few literals is asked for. */
export function checkString(context: CheckContext, expr: StringExpr, hint: Type | undefined): Type {
  for (const part of expr.parts) {
    if (part.kind === "StringHole") {
      checkHole(context, part);
    }
  }
  const wanted = hint === undefined ? undefined : withoutNull(hint);
  if (wanted?.kind === "literal") {
    const text = literalText(expr);
    return text !== undefined && wanted.values.includes(text) ? literalOf([text]) : stringType;
  }
  return stringType;
}

function checkHole(context: CheckContext, { expr }: StringHole): void {
  const type = context.walk.infer(context, expr);
  if (type.kind === "nothing") {
    report(context.sink, "FLOW3016", expr.span, {});
  } else if (!isJsonValue(type)) {
    const { kind } = withoutNull(type);
    report(
      context.sink,
      "FLOW3018",
      expr.span,
      { type: printType(type) },
      {
        hint:
          kind === "file"
            ? "Its `path` or `name` can: `${f.name}`."
            : kind === "dataset"
              ? "Its number of elements can: `${count(xs)}`."
              : undefined,
      },
    );
  }
}
