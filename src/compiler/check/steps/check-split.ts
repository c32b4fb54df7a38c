import { didYouMean } from "../../bind/did-you-mean.ts";
import { report } from "../../diagnostics/report.ts";
import type { SplitStep } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { type CheckContext, noReason } from "../check-context.ts";
import { printType } from "../print-type.ts";
import { bytesType, datasetOf, errorType, intType, isError, type Type, textType } from "../type.ts";
import { checkContent, checkInto } from "./data-source.ts";

const units = ["lines", "bytes"] as const;

export function checkSplit(context: CheckContext, step: SplitStep): Type {
  const type =
    step.unit === undefined ? checkElements(context, step) : checkChunks(context, step, step.unit);
  context.effects++;
  checkInto(context, step.into);
  return type;
}

/** Any dataset, cut into partitions anew. */
function checkElements(context: CheckContext, step: SplitStep): Type {
  const source = context.walk.infer(context, step.source);
  if (source.kind === "dataset") {
    return source;
  }
  if (!isError(source)) {
    const isContent = ["file", "text", "bytes", "string"].includes(source.kind);
    report(
      context.sink,
      "FLOW3048",
      step.source.span,
      { step: "split", type: printType(source) },
      {
        hint: isContent ? "Say at what it may be cut: `split x at lines into n`." : undefined,
      },
    );
  }
  return errorType;
}

function checkChunks(
  context: CheckContext,
  step: SplitStep,
  unit: NonNullable<SplitStep["unit"]>,
): Type {
  const source = checkContent(context, step.source, "split");
  if (step.unitCount !== undefined) {
    context.walk.require(context, step.unitCount, intType, noReason);
    const value = bareExpr(step.unitCount);
    if (value.kind === "IntExpr" && value.value < 1) {
      report(context.sink, "FLOW3050", value.span, { what: "number of lines", minimum: 1 });
    }
  }
  switch (unit.name) {
    case "":
      return errorType;
    case "lines":
      return isError(source) ? source : datasetOf(textType);
    case "bytes":
      if (step.unitCount !== undefined) {
        report(context.sink, "FLOW3056", step.unitCount.span, {});
      }
      return isError(source) ? source : datasetOf(bytesType);
    default:
      report(
        context.sink,
        "FLOW3057",
        unit.span,
        { name: unit.name },
        didYouMean(unit.name, unit.span, units),
      );
      return errorType;
  }
}
