import { didYouMean } from "../../bind/did-you-mean.ts";
import { report } from "../../diagnostics/report.ts";
import type { Aggregate } from "../../ir/plan.ts";
import type { CallExpr, GroupStep, RecordField } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { checkKey } from "../check-key.ts";
import { isOrderType } from "../order-type.ts";
import { printType } from "../print-type.ts";
import {
  datasetOf,
  errorType,
  type Field,
  floatType,
  intType,
  isError,
  recordOf,
  type Type,
  widened,
} from "../type.ts";
import { isSummable, sumOverload } from "./check-fold.ts";
import { checkDataset, checkInto } from "./data-source.ts";

const aggregates = ["count", "sum", "min", "max", "mean"] as const;

/** One record per key. A key that is a record gives its fields, any other the field `key`; the aggregates follow. */
export function checkGroup(context: CheckContext, step: GroupStep): Type {
  const element = checkDataset(context, step.source, "group");
  const key = checkKey(context, step.key, element);
  checkInto(context, step.into);
  context.tables.names.set(step.binder, element);
  const before = context.effects;
  const fields: Field[] = key.kind === "record" ? [...key.fields] : [{ name: "key", type: key }];
  const keyCount = fields.length;
  for (const entry of step.aggregates.entries) {
    if (entry.kind === "RecordSpread") {
      context.walk.infer(context, entry.value);
      report(context.sink, "FLOW3061", entry.span, { name: undefined });
      continue;
    }
    const { name } = entry.name;
    const type = checkAggregate(context, entry);
    const position = fields.findIndex((field) => field.name === name);
    if (position !== -1) {
      report(
        context.sink,
        "FLOW3003",
        entry.name.span,
        { name },
        {
          secondary:
            position < keyCount
              ? [{ span: step.key.span, text: "the key is part of the record" }]
              : [],
        },
      );
    } else {
      fields.push({ name, type });
    }
  }
  if (context.effects !== before) {
    report(context.sink, "FLOW3032", step.aggregates.span, { place: "an aggregate" });
  }
  context.effects++;
  return isError(element) ? errorType : datasetOf(recordOf(fields));
}

function checkAggregate(context: CheckContext, field: RecordField): Type {
  const call = field.value;
  const name =
    call.kind === "CallExpr" && call.callee.kind === "NameExpr" ? call.callee.name : undefined;
  if (call.kind !== "CallExpr" || !isAggregate(name)) {
    if (call.kind !== "MissingExpr") {
      const place = call.kind === "CallExpr" ? call.callee : call;
      report(
        context.sink,
        "FLOW3061",
        place.span,
        { name },
        name === undefined ? {} : didYouMean(name, place.span, aggregates),
      );
    }
    return errorType;
  }
  return checkValue(context, field, call, name);
}

function isAggregate(name: string | undefined): name is (typeof aggregates)[number] {
  return aggregates.some((known) => known === name);
}

function checkValue(
  context: CheckContext,
  field: RecordField,
  call: CallExpr,
  name: (typeof aggregates)[number],
): Type {
  const [argument, extra] = call.args;
  const surplus = name === "count" ? argument : extra;
  for (const { value } of call.args.slice(1)) {
    context.walk.infer(context, value);
  }
  if (surplus !== undefined) {
    report(context.sink, "FLOW3038", surplus.span, { name, expected: name === "count" ? 0 : 1 });
    return errorType;
  }
  if (name === "count") {
    context.tables.aggregates.set(field, { function: "count", value: undefined, type: intType });
    return intType;
  }
  if (argument === undefined) {
    report(
      context.sink,
      "FLOW3035",
      call.callee.span,
      { name, params: ["the value"] },
      {
        hint: `Write what to aggregate of each element: \`${name}(x.price)\`.`,
      },
    );
    return errorType;
  }
  const type = context.walk.infer(context, argument.value);
  const plain = widened(type);
  if (isError(type)) {
    return errorType;
  }
  const isFine =
    name === "sum"
      ? isSummable(plain)
      : name === "mean"
        ? plain.kind === "int" || plain.kind === "float"
        : isOrderType(plain);
  if (!isFine) {
    report(
      context.sink,
      "FLOW3029",
      argument.span,
      { operator: name, type: printType(type) },
      {
        hint:
          type.kind === "optional"
            ? "Leave out or replace nulls first: `for x in xs where x.a != null { ... }`."
            : undefined,
      },
    );
    return errorType;
  }
  const result = name === "mean" ? floatType : name === "sum" ? plain : type;
  context.tables.aggregates.set(field, {
    function: overload(name, plain),
    value: argument.value,
    type: result,
  });
  return result;
}

function overload(name: "sum" | "min" | "max" | "mean", type: Type): Aggregate["function"] {
  return name === "sum" ? sumOverload(type) : name;
}
