import { report } from "../../diagnostics/report.ts";
import type { SortStep } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { checkOrder } from "../check-key.ts";
import { sourceHint } from "../expressions/check-for.ts";
import { isOrderType } from "../order-type.ts";
import { printType } from "../print-type.ts";
import { errorType, isError, type Type } from "../type.ts";
import { checkInto } from "./data-source.ts";

/** Datasets and lists; a list has no partitions. */
export function checkSort(context: CheckContext, step: SortStep): Type {
  const source = context.walk.infer(context, step.source);
  checkInto(context, step.into);
  if (source.kind !== "dataset" && source.kind !== "list") {
    if (!isError(source)) {
      report(
        context.sink,
        "FLOW3033",
        step.source.span,
        { type: printType(source) },
        {
          hint: sourceHint(source),
        },
      );
    }
    checkOrder(context, step.by, errorType);
    return errorType;
  }
  if (source.kind === "dataset") {
    context.effects++;
  } else if (step.into !== undefined) {
    report(
      context.sink,
      "FLOW3058",
      step.into.span,
      {},
      {
        secondary: [{ span: step.source.span, text: `this is \`${printType(source)}\`` }],
      },
    );
  }
  checkOrder(context, step.by, source.element);
  if (step.by.length === 0 && !isOrderType(source.element)) {
    report(
      context.sink,
      "FLOW3047",
      step.source.span,
      { type: printType(source.element) },
      {
        label: `elements are \`${printType(source.element)}\``,
        hint: "Name the fields to sort by: `sort xs by a desc, b`.",
      },
    );
  }
  return source;
}
