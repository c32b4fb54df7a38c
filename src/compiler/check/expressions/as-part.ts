import { report } from "../../diagnostics/report.ts";
import type { Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { printType } from "../print-type.ts";
import { errorType, type Type } from "../type.ts";

/** The type of what goes into a list or record; reports what neither can hold. */
export function asPart(context: CheckContext, value: Expr, type: Type, what: string): Type {
  switch (type.kind) {
    case "nothing":
      report(context.sink, "FLOW3016", value.span, {});
      return errorType;
    case "groups":
      report(context.sink, "FLOW3005", value.span, { what, type: printType(type) });
      return errorType;
    default:
      return type;
  }
}
