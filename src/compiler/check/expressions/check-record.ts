import { offerName } from "../../bind/did-you-mean.ts";
import { suggest } from "../../diagnostics/edit-distance.ts";
import { report } from "../../diagnostics/report.ts";
import type { RecordExpr, RecordField, RecordSpread } from "../../syntax/ast.ts";
import { reasonLabels, reportMismatch } from "../assign.ts";
import { fits } from "../assignable.ts";
import type { CheckContext, Expected } from "../check-context.ts";
import { printType } from "../print-type.ts";
import {
  errorType,
  type Field,
  fieldOf,
  isError,
  recordOf,
  type Type,
  withoutNull,
} from "../type.ts";
import { defaultText } from "../wrap-fix.ts";
import { asPart } from "./as-part.ts";

interface Entry {
  readonly type: Type;
  readonly from: RecordField | RecordSpread;
}

/** Later entries win over what was spread before them, as they read. */
export function checkRecord(
  context: CheckContext,
  expr: RecordExpr,
  expected: Expected | undefined,
): Type {
  const target = expected === undefined ? undefined : withoutNull(expected.type);
  const fields = new Map<string, Entry>();
  // What follows a value that could not be read may have been taken for a part of it.
  let isWhole = !expr.entries.some(({ value }) => value.kind === "MissingExpr");
  for (const entry of expr.entries) {
    if (entry.kind === "RecordSpread") {
      isWhole = addSpread(context, entry, fields) && isWhole;
    } else {
      addField(context, entry, target, expected, fields);
    }
  }
  if (expected?.why !== undefined && target?.kind === "record") {
    for (const field of target.fields) {
      checkDemanded(context, expr, field, { ...expected, type: target }, fields, isWhole);
    }
  }
  const own = recordOf([...fields].map(([name, { type }]) => ({ name, type })));
  return isWhole
    ? target?.kind === "map" && expected?.why !== undefined
      ? target
      : own
    : errorType;
}

function addSpread(
  context: CheckContext,
  entry: RecordSpread,
  fields: Map<string, Entry>,
): boolean {
  const type = context.walk.infer(context, entry.value);
  if (type.kind === "record") {
    for (const field of type.fields) {
      fields.set(field.name, { type: field.type, from: entry });
    }
    return true;
  }
  if (!isError(type)) {
    report(context.sink, "FLOW3020", entry.value.span, { what: "record", type: printType(type) });
  }
  return false;
}

function addField(
  context: CheckContext,
  entry: RecordField,
  target: Type | undefined,
  expected: Expected | undefined,
  fields: Map<string, Entry>,
): void {
  const { name, value } = entry;
  const wanted =
    target?.kind === "record"
      ? fieldOf(target, name.name)?.type
      : target?.kind === "map"
        ? target.value
        : undefined;
  const type = context.walk.check(
    context,
    value,
    wanted === undefined ? undefined : { type: wanted, why: expected?.why },
  );
  const first = fields.get(name.name);
  if (first?.from.kind === "RecordField" && name.name !== "") {
    report(
      context.sink,
      "FLOW3003",
      name.span,
      { name: name.name },
      {
        secondary: [{ span: first.from.name.span, text: "the first is here" }],
      },
    );
    return;
  }
  fields.set(name.name, { type: asPart(context, value, type, "a record"), from: entry });
}

function checkDemanded(
  context: CheckContext,
  expr: RecordExpr,
  field: Field,
  expected: { readonly type: Type & { kind: "record" }; readonly why: Expected["why"] },
  fields: Map<string, Entry>,
  isWhole: boolean,
): void {
  const own = fields.get(field.name);
  const why = expected.why;
  if (own !== undefined) {
    if (own.from.kind === "RecordSpread" && why !== undefined && !fits(own.type, field.type)) {
      reportMismatch(
        context,
        own.from.value,
        recordOf([{ name: field.name, type: own.type }]),
        recordOf([field]),
        why,
      );
    }
    return;
  }
  if (!isWhole || why === undefined) {
    return;
  }
  const spare = [...fields].flatMap(([name, { from }]) =>
    from.kind === "RecordField" && fieldOf(expected.type, name) === undefined ? [from.name] : [],
  );
  const near = suggest(
    field.name,
    spare.map(({ name }) => name),
  );
  const misspelt = spare.find(({ name }) => name === near);
  if (misspelt !== undefined) {
    report(
      context.sink,
      "FLOW3002",
      misspelt.span,
      { name: field.name, type: printType(field.type) },
      {
        label: `there is no field \`${misspelt.name}\``,
        secondary: reasonLabels(why),
        ...offerName(misspelt.name, misspelt.span, field.name),
      },
    );
    return;
  }
  const value = field.type.kind === "optional" ? "null" : defaultText(field.type);
  const at = { ...expr.span, start: expr.span.end - 1, end: expr.span.end - 1 };
  const separator = expr.entries.length === 0 ? "" : ", ";
  const lastEnd = expr.entries.at(-1)?.span.end ?? expr.span.start + 1;
  report(
    context.sink,
    "FLOW3002",
    expr.span,
    { name: field.name, type: printType(field.type) },
    {
      secondary: reasonLabels(why),
      fixes:
        value === undefined
          ? []
          : [
              {
                title: `Add \`${field.name}: ${value}\``,
                applicability: "suggested",
                edits: [
                  {
                    span: { ...at, start: lastEnd, end: lastEnd },
                    newText: `${separator}${field.name}: ${value}`,
                  },
                ],
              },
            ],
    },
  );
}
