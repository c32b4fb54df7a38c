import { report } from "../../diagnostics/report.ts";
import type { Callee, ReduceStep } from "../../syntax/ast.ts";
import { fitsElement } from "../assign.ts";
import { fits } from "../assignable.ts";
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
import { printType } from "../print-type.ts";
import { datasetOf, errorType, isError, type Type } from "../type.ts";

export function checkReduce(context: CheckContext, step: ReduceStep): Type {
  const source = context.walk.infer(context, step.over);
  context.effects++;
  const isGroups = source.kind === "groups";
  if (!isGroups && !isError(source)) {
    report(
      context.sink,
      "FLOW3044",
      step.over.span,
      { type: printType(source) },
      {
        hint: "Shuffle it first: `reduce f over (shuffle xs by key)`; to make one value of all use `fold`.",
      },
    );
  }
  const pattern = functionPattern(context, step.callee, "reduce");
  if (pattern === undefined || !isGroups) {
    return errorType;
  }
  const inputs = source.elements.map((_, index) =>
    source.elements.length === 1 ? "the values" : `the values of input ${index + 1}`,
  );
  if (!checkFreeCount(context, pattern, "reduce", ["the key", ...inputs])) {
    return errorType;
  }
  if (!checkKeyed(context, pattern, source.key, source.elements, step.over)) {
    return errorType;
  }
  const streams = source.elements.map((element): Type => ({ kind: "stream", element }));
  const result = resolvePattern(context, pattern, "key", [source.key, ...streams]);
  const collected = asCollected(result);
  return collected !== result || result.kind === "nothing" || isError(result)
    ? collected
    : datasetOf(result);
}

/** The function that `combine` names: consecutive values of a key to one value of the same type. */
export function checkCombine(
  context: CheckContext,
  callee: Callee,
  key: Type,
  element: Type,
): void {
  const pattern = functionPattern(context, callee, "combine");
  if (
    pattern === undefined ||
    !checkFreeCount(context, pattern, "combine", ["the key", "the values"])
  ) {
    return;
  }
  if (!checkKeyed(context, pattern, key, [element], callee)) {
    return;
  }
  const result = resolvePattern(context, pattern, "key", [key, { kind: "stream", element }]);
  if (!isError(result) && !fits(result, element)) {
    report(
      context.sink,
      "FLOW3045",
      callee.name.span,
      {
        name: pattern.declaration.name.name,
        expected: printType(element),
        found: printType(result),
      },
      {
        secondary: [
          {
            span: pattern.declaration.result?.span ?? pattern.declaration.name.span,
            text: "result declared here",
          },
        ],
        hint: "What it gives goes where the values went, so both have one type.",
      },
    );
  }
}

/** Reports what cannot be such a callee: builtins, and workflows and pipelines, which run once and not inside tasks. */
export function functionPattern(
  context: CheckContext,
  callee: Callee,
  step: string,
): Pattern | undefined {
  const target = resolvePatternCallee(context, callee);
  if (target === undefined) {
    return undefined;
  }
  if (target.kind === "builtin") {
    report(
      context.sink,
      "FLOW3043",
      callee.name.span,
      { name: target.name, step },
      {
        hint:
          step === "reduce"
            ? "`group x in xs by k { n: count() }` aggregates without a function."
            : undefined,
      },
    );
    return undefined;
  }
  const pattern = checkPattern(context, callee, target.declaration);
  if (target.declaration.kind !== "FunctionDecl") {
    report(
      context.sink,
      "FLOW3043",
      callee.name.span,
      { name: target.declaration.name.name, step },
      {
        secondary: [{ span: target.declaration.name.span, text: "this is no function" }],
      },
    );
    return undefined;
  }
  return pattern;
}

function checkKeyed(
  context: CheckContext,
  pattern: Pattern,
  key: Type,
  elements: readonly Type[],
  at: { readonly span: Callee["span"] },
): boolean {
  const [first, ...others] = pattern.free;
  if (first === undefined) {
    return false;
  }
  const wantedKey = freeType(context, pattern, first);
  if (!fits(key, wantedKey)) {
    reportFree(context, pattern, first, key, at, "keys");
    return false;
  }
  return others.every((param, index) => {
    const element = elements[index];
    const wanted = freeType(context, pattern, param);
    if (element === undefined || isError(wanted)) {
      return false;
    }
    if (wanted.kind === "stream" && fitsElement(element, wanted.element)) {
      return true;
    }
    reportFree(context, pattern, param, { kind: "stream", element }, at, "values");
    return false;
  });
}
