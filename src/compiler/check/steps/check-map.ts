import { report } from "../../diagnostics/report.ts";
import type { MapStep } from "../../syntax/ast.ts";
import { fitsElement } from "../assign.ts";
import { asCollected } from "../calls/check-arguments.ts";
import {
  checkFreeCount,
  checkPattern,
  freeType,
  type Pattern,
  reportFree,
  resolvePattern,
} from "../calls/check-pattern.ts";
import { resolvePatternCallee } from "../calls/resolve-callee.ts";
import type { CheckContext } from "../check-context.ts";
import type { Iteration, ResolvedCall } from "../check-result.ts";
import { elementOf, sourceHint } from "../expressions/check-for.ts";
import { printType } from "../print-type.ts";
import { containsType, datasetOf, errorType, isError, listOf, type Type } from "../type.ts";

export function checkMap(context: CheckContext, step: MapStep): Type {
  const source = context.walk.infer(context, step.over);
  const target = resolvePatternCallee(context, step.callee);
  context.effects++;
  if (target?.kind === "builtin") {
    report(
      context.sink,
      "FLOW3043",
      step.callee.name.span,
      { name: target.name, step: "map" },
      {
        hint: `Call it in a \`for\`: \`for x in xs { ${target.name}(x) }\`.`,
      },
    );
  }
  const element = elementOf(source);
  if (element === undefined) {
    report(
      context.sink,
      "FLOW3033",
      step.over.span,
      { type: printType(source) },
      {
        hint: sourceHint(source),
      },
    );
  }
  if (target?.kind !== "declared") {
    return errorType;
  }
  const pattern = checkPattern(context, step.callee, target.declaration);
  if (!checkFreeCount(context, pattern, "map", ["the element"])) {
    return errorType;
  }
  return element === undefined || isError(element)
    ? errorType
    : checkElements(context, step, pattern, source, element);
}

function checkElements(
  context: CheckContext,
  step: MapStep,
  pattern: Pattern,
  source: Type,
  element: Type,
): Type {
  const [param] = pattern.free;
  if (param === undefined) {
    return errorType;
  }
  const wanted = freeType(context, pattern, param);
  const over = source.kind === "dataset" ? "dataset" : "list";
  const isFunction = pattern.declaration.kind === "FunctionDecl";
  const mode = modeOf(element, wanted, over === "dataset" && isFunction);
  if (mode === undefined) {
    if (!isError(wanted)) {
      reportFree(context, pattern, param, element, step.over, "elements");
    }
    return errorType;
  }
  const result = resolvePattern(context, pattern, mode, [mode === "element" ? element : source]);
  const { type, output } = collect(result, over);
  context.tables.iterations.set(step, {
    over,
    element,
    hasCalls: over === "list" || !isFunction,
    output,
  });
  if (
    over === "dataset" &&
    containsType(result, ({ kind }) => kind === "dataset") &&
    output === over
  ) {
    report(context.sink, "FLOW3005", step.callee.span, {
      what: "a dataset",
      type: printType(result),
    });
    return errorType;
  }
  return type;
}

/** The rows of the table in section 3 of the language: the element itself goes first. Only tasks know more than one. */
function modeOf(element: Type, wanted: Type, isTask: boolean): ResolvedCall["mode"] | undefined {
  if (fitsElement(element, wanted)) {
    return "element";
  }
  if (!isTask) {
    return undefined;
  }
  switch (wanted.kind) {
    case "list":
      return fitsElement(element, wanted.element) ? "batch" : undefined;
    case "stream":
    case "dataset":
      return fitsElement(element, wanted.element) ? wanted.kind : undefined;
    default:
      return undefined;
  }
}

function collect(
  result: Type,
  over: "dataset" | "list",
): { readonly type: Type; readonly output: Iteration["output"] } {
  const collected = asCollected(result);
  if (result.kind === "nothing" || isError(result)) {
    return { type: result, output: over };
  }
  if (collected !== result) {
    return { type: collected, output: collected.kind === "record" ? "streams" : "datasets" };
  }
  if (result.kind === "dataset") {
    return { type: result, output: "datasets" };
  }
  return { type: over === "dataset" ? datasetOf(result) : listOf(result), output: over };
}
