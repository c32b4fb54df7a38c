/** Field paths of elements, as keys and as orders. */
import { report } from "../diagnostics/report.ts";
import type { FieldPath, Key, OrderKey, RecordKey } from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";
import { reportUnknownField } from "./expressions/check-member.ts";
import { fieldsOf } from "./fields-of.ts";
import { isKeyType, isOrderType } from "./order-type.ts";
import { printType } from "./print-type.ts";
import { errorType, type Field, hasNull, isError, recordOf, type Type } from "./type.ts";

/** The type of a key, or `error`. */
export function checkKey(context: CheckContext, key: Key, element: Type): Type {
  if (key.kind === "RecordKey") {
    return checkRecordKey(context, key, element);
  }
  const type = checkKeyPath(context, key, element);
  context.tables.keys.set(key, { key: { kind: "path", path: namesOf(key) }, type });
  return type;
}

export function checkOrder(context: CheckContext, by: readonly OrderKey[], element: Type): void {
  for (const order of by) {
    const type = resolvePath(context, order.path, element);
    context.tables.orders.set(order, { path: namesOf(order.path), type });
    if (!isOrderType(type)) {
      report(
        context.sink,
        "FLOW3047",
        order.path.span,
        { type: printType(type) },
        {
          hint: "A `for` can make a field to sort by: `for x in xs { { ...x, rank: ... } }`.",
        },
      );
    }
  }
}

function checkRecordKey(context: CheckContext, key: RecordKey, element: Type): Type {
  const fields: Field[] = [];
  const paths: { readonly name: string; readonly path: readonly string[] }[] = [];
  for (const field of key.fields) {
    const type = checkKeyPath(context, field.path, element);
    const name = field.name ?? field.path.parts.at(-1);
    if (name === undefined || name.name === "") {
      continue;
    }
    if (fields.some((other) => other.name === name.name)) {
      report(context.sink, "FLOW3003", name.span, { name: name.name });
      continue;
    }
    fields.push({ name: name.name, type });
    paths.push({ name: name.name, path: namesOf(field.path) });
  }
  const type = fields.some((field) => isError(field.type)) ? errorType : recordOf(fields);
  context.tables.keys.set(key, { key: { kind: "record", fields: paths }, type });
  return type;
}

function checkKeyPath(context: CheckContext, path: FieldPath, element: Type): Type {
  const type = resolvePath(context, path, element);
  if (isKeyType(type)) {
    return type;
  }
  report(
    context.sink,
    "FLOW3046",
    path.span,
    { type: printType(type) },
    {
      hint:
        type.kind === "float"
          ? "Make a whole number or a string of it with a `for`, and use that as the key."
          : undefined,
    },
  );
  return errorType;
}

function resolvePath(context: CheckContext, path: FieldPath, element: Type): Type {
  let type = element;
  let last = path.parts[0];
  for (const part of path.parts) {
    if (isError(type) || part.name === "") {
      return errorType;
    }
    if (hasNull(type)) {
      report(
        context.sink,
        "FLOW3014",
        (last ?? path).span,
        {
          expected: "a record",
          found: printType(type),
        },
        {
          hint: "Make a field of its own with a `for`, and use that: `x?.a ?? b`.",
        },
      );
      return errorType;
    }
    const fields = fieldsOf(type);
    const field = fields.find(({ name }) => name === part.name);
    if (field === undefined) {
      reportUnknownField(context, type, part, fields, undefined);
      return errorType;
    }
    type = field.type;
    last = part;
  }
  return type;
}

function namesOf(path: FieldPath): readonly string[] {
  return path.parts.map((part) => part.name);
}
