import { report } from "../../diagnostics/report.ts";
import type { FoldStep } from "../../syntax/ast.ts";
import { fits } from "../assignable.ts";
import { checkFreeCount, freeType, reportFree, resolvePattern } from "../calls/check-pattern.ts";
import { resolvePatternCallee } from "../calls/resolve-callee.ts";
import type { CheckContext } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { elementOf, sourceHint } from "../expressions/check-for.ts";
import { isOrderType } from "../order-type.ts";
import { printType } from "../print-type.ts";
import { errorType, isError, type Type, widened } from "../type.ts";
import { functionPattern } from "./check-reduce.ts";

export function checkFold(context: CheckContext, step: FoldStep): Type {
  if (step.of !== undefined) {
    const word = { ...step.span, end: step.span.start + "fold".length };
    report(context.sink, "FLOW9001", word, { what: "`fold ... of`" });
    return errorType;
  }
  const source = context.walk.infer(context, step.over);
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
  if (source.kind === "dataset") {
    context.effects++;
  }
  const target = resolvePatternCallee(context, step.callee);
  const type =
    target?.kind === "builtin"
      ? checkBuiltinFold(context, step, target.name, element ?? errorType)
      : checkFunctionFold(context, step, element ?? errorType);
  return checkFrom(context, step, type);
}

function checkBuiltinFold(
  context: CheckContext,
  step: FoldStep,
  name: string,
  element: Type,
): Type {
  const { callee } = step;
  if (name !== "min" && name !== "max" && name !== "sum") {
    report(
      context.sink,
      "FLOW3043",
      callee.name.span,
      { name, step: "fold" },
      {
        hint: "Built in are `min`, `max` and `sum`; others are functions of two values.",
      },
    );
    return errorType;
  }
  for (const argument of callee.args ?? []) {
    report(context.sink, "FLOW3038", argument.span, { name, expected: 0 });
    context.walk.infer(context, argument.value);
  }
  if (isError(element)) {
    return errorType;
  }
  const type = widened(element);
  const isFine = name === "sum" ? isSummable(type) : isOrderType(type);
  if (!isFine) {
    report(
      context.sink,
      "FLOW3029",
      step.over.span,
      { operator: name, type: printType(element) },
      {
        label: `elements are \`${printType(element)}\``,
      },
    );
    return errorType;
  }
  context.tables.builtins.set(callee, {
    name,
    overload: name === "sum" ? sumOverload(type) : `${name}.list`,
    args: [],
  });
  return name === "sum" ? type : element;
}

export function isSummable({ kind }: Type): boolean {
  return kind === "int" || kind === "float" || kind === "size" || kind === "duration";
}

/** Sizes and durations are whole numbers. */
export function sumOverload({ kind }: Type): "sum.int" | "sum.float" {
  return kind === "float" ? "sum.float" : "sum.int";
}

function checkFunctionFold(context: CheckContext, step: FoldStep, element: Type): Type {
  const pattern = functionPattern(context, step.callee, "fold");
  context.effects++;
  if (
    pattern === undefined ||
    !checkFreeCount(context, pattern, "fold", ["the first", "the second"])
  ) {
    return errorType;
  }
  return isError(element) ? element : checkPair(context, step, pattern, element);
}

function checkPair(
  context: CheckContext,
  step: FoldStep,
  pattern: Exclude<ReturnType<typeof functionPattern>, undefined>,
  element: Type,
): Type {
  for (const param of pattern.free) {
    if (isError(freeType(context, pattern, param))) {
      return errorType;
    }
    if (!fits(element, freeType(context, pattern, param))) {
      reportFree(context, pattern, param, element, step.over, "elements");
      return errorType;
    }
  }
  const result = resolvePattern(context, pattern, "pair", [element, element]);
  const [misfit] = pattern.free.filter((param) => !fits(result, freeType(context, pattern, param)));
  if (misfit !== undefined) {
    report(
      context.sink,
      "FLOW3045",
      step.callee.name.span,
      {
        name: pattern.declaration.name.name,
        expected: printType(misfit.type),
        found: printType(result),
      },
      {
        secondary: [
          {
            span: pattern.declaration.result?.span ?? pattern.declaration.name.span,
            text: "result declared here",
          },
        ],
        hint: "What it gives for two values is given to it again, so all have one type.",
      },
    );
    return errorType;
  }
  return commonType(element, result) ?? result;
}

function checkFrom(context: CheckContext, step: FoldStep, type: Type): Type {
  if (step.from === undefined) {
    return type;
  }
  if (isError(type)) {
    context.walk.infer(context, step.from);
    return type;
  }
  const from = context.walk.infer(context, step.from, type);
  const common = commonType(type, from);
  if (common === undefined || (common.kind === "optional" && type.kind !== "optional")) {
    context.walk.require(context, step.from, type, {
      span: step.over.span,
      text: `elements are \`${printType(type)}\``,
    });
    return type;
  }
  return common;
}
