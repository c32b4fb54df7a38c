import { report } from "../../diagnostics/report.ts";
import type { Key, ShuffleStep } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { checkKey, checkOrder } from "../check-key.ts";
import { commonType } from "../common-type.ts";
import { printType, printTypes } from "../print-type.ts";
import { errorType, isError, neverType, type Type } from "../type.ts";
import { checkCombine } from "./check-reduce.ts";
import { checkDataset, checkInto } from "./data-source.ts";

export function checkShuffle(context: CheckContext, step: ShuffleStep): Type {
  const elements: Type[] = [];
  const keys: { readonly key: Key; readonly type: Type }[] = [];
  for (const input of step.inputs) {
    const element = checkDataset(context, input.source, "shuffle");
    elements.push(element);
    keys.push({ key: input.key, type: checkKey(context, input.key, element) });
    checkOrder(context, input.sortBy, element);
  }
  context.effects++;
  checkInto(context, step.into);
  const key = commonKey(context, keys);
  checkCombiner(context, step, key, elements);
  return elements.some(isError) ? errorType : { kind: "groups", key, elements };
}

function checkCombiner(
  context: CheckContext,
  step: ShuffleStep,
  key: Type,
  [element, ...others]: readonly Type[],
): void {
  if (step.combine === undefined || element === undefined) {
    return;
  }
  const second = step.inputs[1];
  const sorted = step.inputs.find((input) => input.sortBy.length > 0);
  if (others.length > 0 && second !== undefined) {
    report(
      context.sink,
      "FLOW3059",
      step.combine.span,
      { why: "the shuffle has several inputs" },
      {
        secondary: [{ span: second.span, text: "a second input" }],
      },
    );
  } else if (sorted !== undefined) {
    report(
      context.sink,
      "FLOW3059",
      step.combine.span,
      { why: "the values of a key are sorted" },
      {
        secondary: sorted.sortBy.map(({ span }) => ({ span, text: "sorted by this" })),
      },
    );
  } else if (!isError(key) && !isError(element)) {
    checkCombine(context, step.combine, key, element);
  }
}

/** The keys of all sides must be of one type, so that equal ones can meet. */
export function commonKey(
  context: CheckContext,
  keys: readonly { readonly key: Key; readonly type: Type }[],
): Type {
  let common: Type = neverType;
  for (const { key, type } of keys) {
    const joined = commonType(common, type);
    if (joined === undefined) {
      const [first] = keys;
      const [expected, found] = printTypes(common, type);
      report(
        context.sink,
        "FLOW3060",
        key.span,
        { expected, found },
        {
          secondary:
            first === undefined
              ? []
              : [{ span: first.key.span, text: `this key is \`${printType(first.type)}\`` }],
        },
      );
      return errorType;
    }
    common = joined;
  }
  return keys.some(({ type }) => isError(type)) ? errorType : common;
}
