import { offerName } from "../../bind/did-you-mean.ts";
import { suggest } from "../../diagnostics/edit-distance.ts";
import { report } from "../../diagnostics/report.ts";
import type { Identifier, IndexExpr, MemberExpr } from "../../syntax/ast.ts";
import { fits } from "../assignable.ts";
import type { CheckContext } from "../check-context.ts";
import { fieldsOf } from "../fields-of.ts";
import { narrow } from "../narrowing.ts";
import { printType } from "../print-type.ts";
import {
  errorType,
  type Field,
  hasNull,
  intType,
  isError,
  optionalOf,
  stringType,
  type Type,
  withoutNull,
} from "../type.ts";
import { describeCallable } from "./check-name.ts";

export function checkMember(context: CheckContext, expr: MemberExpr, hint: Type | undefined): Type {
  if (expr.object.kind === "NameExpr") {
    const symbol = context.bindings.resolutions.get(expr.object);
    if (symbol?.kind === "namespace") {
      return checkNamespaceMember(context, expr);
    }
  }
  const object = context.walk.infer(context, expr.object);
  if (isError(object) || expr.name.name === "") {
    return errorType;
  }
  const inner = withoutNull(object);
  const type = fieldType(context, inner, expr.name, hint);
  if (!hasNull(object)) {
    if (expr.optional && !isError(type)) {
      const at = { ...expr.span, start: expr.object.span.end, end: expr.name.span.start };
      report(
        context.sink,
        "FLOW3023",
        at,
        { type: printType(object) },
        {
          fixes: [
            { title: "Write `.`", applicability: "safe", edits: [{ span: at, newText: "." }] },
          ],
        },
      );
    }
    return narrow(context, expr, type);
  }
  if (expr.optional) {
    return narrow(context, expr, optionalOf(type));
  }
  const at = { ...expr.span, start: expr.object.span.end, end: expr.name.span.start };
  report(
    context.sink,
    "FLOW3014",
    expr.object.span,
    { expected: printType(inner), found: printType(object) },
    {
      hint: `Write \`?.${expr.name.name}\`, which is null where this is, or compare with null in an \`if\` around it.`,
      fixes:
        object.kind === "null"
          ? []
          : [
              {
                title: "Write `?.`",
                applicability: "suggested",
                edits: [{ span: at, newText: "?." }],
              },
            ],
    },
  );
  return errorType;
}

/** The fields of records and files; reports what there is not. */
function fieldType(
  context: CheckContext,
  object: Type,
  name: Identifier,
  hint: Type | undefined,
): Type {
  const fields = fieldsOf(object);
  const field = fields.find((candidate) => candidate.name === name.name);
  if (field !== undefined) {
    return field.type;
  }
  if (object.kind === "never") {
    return errorType;
  }
  reportUnknownField(context, object, name, fields, hint);
  return errorType;
}

/** Offers the nearest field; where none is near, the only one of the type that is asked for. */
export function reportUnknownField(
  context: CheckContext,
  object: Type,
  name: Identifier,
  fields: readonly Field[],
  hint: Type | undefined,
): void {
  const fitting = hint === undefined ? [] : fields.filter((field) => fits(field.type, hint));
  const [only, ...others] = fitting;
  const near =
    suggest(
      name.name,
      [...fitting, ...fields].map((field) => field.name),
    ) ?? (others.length === 0 ? only?.name : undefined);
  const listed = fields.map((field) => `\`${field.name}\``).join(", ");
  report(
    context.sink,
    "FLOW3024",
    name.span,
    { name: name.name, type: printType(object) },
    near !== undefined
      ? offerName(name.name, name.span, near)
      : { hint: fields.length > 0 ? `It has ${listed}.` : memberHint(object, name.name) },
  );
}

function memberHint(object: Type, name: string): string | undefined {
  switch (object.kind) {
    case "dataset":
      return `A dataset is gone through: \`for x in xs { x.${name} }\`.`;
    case "list":
      return name === "length" || name === "size"
        ? "The length of a list is `len(xs)`."
        : "A list is gone through: `for x in xs { x." +
            name +
            " }`, or indexed: `xs[0]." +
            name +
            "`.";
    case "map":
      return `An entry of a map is \`m["${name}"]\`.`;
    case "string":
      return name === "length" ? "The length of a string is `len(s)`." : undefined;
    case "json":
      return "Declare a type for it, and `read ... as jsonl of` that type.";
    default:
      return undefined;
  }
}

function checkNamespaceMember(context: CheckContext, expr: MemberExpr): Type {
  const member = context.bindings.resolutions.get(expr.name);
  if (member?.kind === "callable") {
    report(context.sink, "FLOW2008", expr.name.span, {
      name: expr.name.name,
      what: describeCallable(member.declaration),
    });
  }
  return errorType;
}

/** An element of a list, or an entry of a map, which may be missing. */
export function checkIndex(context: CheckContext, expr: IndexExpr): Type {
  const object = context.walk.infer(context, expr.object);
  const [index, ...others] = expr.indices;
  const wanted = object.kind === "map" ? stringType : intType;
  for (const part of expr.indices) {
    if (isError(object)) {
      context.walk.infer(context, part);
    } else {
      context.walk.require(context, part, wanted, {
        span: expr.object.span,
        text: `this is \`${printType(object)}\``,
      });
    }
  }
  if (isError(object) || index === undefined) {
    return errorType;
  }
  if (others.length === 0) {
    if (object.kind === "list") {
      return object.element;
    }
    if (object.kind === "map") {
      return optionalOf(object.value);
    }
  }
  report(
    context.sink,
    "FLOW3025",
    expr.object.span,
    { type: printType(object) },
    {
      hint:
        object.kind === "dataset"
          ? "A dataset is not held by control: `take(xs, n)` gives its first elements as a list."
          : object.kind === "optional"
            ? "Compare with null in an `if` around it."
            : undefined,
    },
  );
  return errorType;
}
