/** Puts an expression where a type is demanded: as it is, converted, or with a report of why not. */
import { offerWord } from "../bind/did-you-mean.ts";
import type { Fix, Label } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/edit-distance.ts";
import { type ReportDetails, report } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";
import type { Expr, StepBody, StringExpr } from "../syntax/ast.ts";
import { bareExpr, isExpr } from "../syntax/bare.ts";
import { firstMisfit, fits } from "./assignable.ts";
import type { CheckContext, Reason } from "./check-context.ts";
import type { Conversion } from "./check-result.ts";
import { compareDimensions, printDimension } from "./dimension.ts";
import { printType, printTypes } from "./print-type.ts";
import { type Type, widened, withoutNull } from "./type.ts";
import { parseUnitText } from "./unit-text.ts";
import { coalesceFix, wrapFix } from "./wrap-fix.ts";

/** Whether `expr`, whose own type is `from`, can stand for a `to`; conversions are noted, misfits reported. */
export function assign(
  context: CheckContext,
  expr: StepBody,
  from: Type,
  to: Type,
  why: Reason,
): boolean {
  if (from.kind === "nothing") {
    report(context.sink, "FLOW3016", expr.span, {}, { secondary: reasonLabels(why) });
    return false;
  }
  if (fits(from, to)) {
    return true;
  }
  const conversion = conversionOf(expr, from, withoutNull(to));
  if (conversion === undefined || !isExpr(expr)) {
    reportMismatch(context, expr, from, to, why);
    return false;
  }
  if (conversion === "duration" || conversion === "size") {
    return assignUnit(context, expr, conversion, why);
  }
  context.tables.conversions.set(expr, conversion);
  if (conversion !== "text" && conversion !== "bytes") {
    context.effects++;
  }
  return true;
}

/** Without a word: whether an element of type `from` can be handed to a parameter of type `to`. */
export function fitsElement(from: Type, to: Type): boolean {
  return fits(from, to) || (from.kind === "file" && isFileContent(withoutNull(to)));
}

/** The text of a string without interpolation. */
export function literalText(expr: StepBody): string | undefined {
  if (expr.kind !== "StringExpr" || expr.parts.some((part) => part.kind === "StringHole")) {
    return undefined;
  }
  return plainText(expr);
}

export function reasonLabels(why: Reason): readonly Label[] {
  return [
    ...(why.span === undefined ? [] : [{ span: why.span, text: why.text }]),
    ...(why.dimensions ?? []),
  ];
}

/** Says that a `to` was expected at `span` and a `from` found; `expr` is what a fix can change. */
export function reportMismatch(
  context: CheckContext,
  expr: StepBody,
  from: Type,
  to: Type,
  why: Reason,
  span: Span = expr.span,
): void {
  const secondary = reasonLabels(why);
  if (from.kind === "optional" && fits(from.type, to)) {
    report(
      context.sink,
      "FLOW3014",
      span,
      { expected: printType(to), found: printType(from) },
      {
        secondary,
        hint: "Give a value for null with `??`, or compare with null in an `if` around it.",
        fixes: coalesceFix(expr, to, false),
      },
    );
    return;
  }
  const dimensions = dimensionConflict(from, to);
  if (dimensions !== undefined) {
    report(context.sink, "FLOW3015", span, dimensions, { secondary });
    return;
  }
  const [expected, found] = printTypes(to, from);
  report(
    context.sink,
    "FLOW3001",
    span,
    { expected, found },
    { secondary, ...advice(expr, from, to) },
  );
}

function assignUnit(
  context: CheckContext,
  expr: Expr,
  kind: "duration" | "size",
  why: Reason,
): boolean {
  const text = literalText(expr) ?? "";
  if (parseUnitText(text, kind) === undefined) {
    report(
      context.sink,
      "FLOW3017",
      expr.span,
      { kind, text },
      {
        secondary: reasonLabels(why),
        hint: kind === "size" ? "Write it as in `512 MB`." : "Write it as in `90 s`.",
      },
    );
    return false;
  }
  context.tables.conversions.set(expr, kind);
  return true;
}

function conversionOf(expr: StepBody, from: Type, to: Type): Conversion | undefined {
  if (from.kind === "file" && isFileContent(to)) {
    return to.kind;
  }
  if (literalText(expr) === undefined) {
    return undefined;
  }
  switch (to.kind) {
    case "file":
    case "tensor":
    case "model":
    case "duration":
    case "size":
      return to.kind;
    case "dataset":
      return to.element.kind === "file" ? "files" : undefined;
    default:
      return undefined;
  }
}

function isFileContent(type: Type): type is Type & { kind: "text" | "bytes" } {
  return type.kind === "text" || type.kind === "bytes";
}

function plainText(expr: StringExpr): string {
  return expr.parts.map((part) => (part.kind === "StringText" ? part.value : "")).join("");
}

/** Two tensors that differ in an extent, and in nothing before it. */
function dimensionConflict(
  from: Type,
  to: Type,
): { readonly axis: number; readonly expected: string; readonly found: string } | undefined {
  const [a, b] = [withoutNull(from), withoutNull(to)];
  if (a.kind !== "tensor" || b.kind !== "tensor" || a.element !== b.element) {
    return undefined;
  }
  for (const [axis, found] of a.dimensions.length === b.dimensions.length
    ? a.dimensions.entries()
    : []) {
    const expected = b.dimensions[axis];
    if (expected !== undefined && compareDimensions(found, expected) === "unequal") {
      return { axis, expected: printDimension(expected), found: printDimension(found) };
    }
  }
  return undefined;
}

function advice(expr: StepBody, from: Type, to: Type): ReportDetails {
  const [source, target] = [widened(withoutNull(from)), widened(withoutNull(to))];
  const call = (name: string, hint: string): ReportDetails => ({
    hint,
    fixes:
      from.kind === "optional" ? [] : [wrapFix(`Write \`${name}(...)\``, expr, `${name}(`, ")")],
  });
  if (to.kind === "literal" || (to.kind === "optional" && to.type.kind === "literal")) {
    return literalAdvice(expr, to.kind === "literal" ? to : to.type);
  }
  if (source.kind === "float" && target.kind === "int") {
    return call("round", "Write `round(...)`, `floor(...)` or `ceil(...)` to make it whole.");
  }
  if (source.kind === "string" && (target.kind === "int" || target.kind === "float")) {
    return (
      numberAdvice(expr, target.kind) ??
      call(target.kind, `Write \`${target.kind}(...)\` to read it as a number.`)
    );
  }
  if (
    target.kind === "string" &&
    ["int", "float", "bool", "json", "size", "duration"].includes(source.kind)
  ) {
    return call("string", 'Write `string(...)`, or put it into a string: `"${...}"`.');
  }
  if (source.kind === "dataset" && target.kind === "list" && fits(source.element, target.element)) {
    return {
      hint: "A dataset is not held by control: `take(xs, n)` gives its first elements as a list.",
    };
  }
  if (source.kind === "dataset" && fits(source.element, to)) {
    return {
      hint: "A dataset is no element: `map f over xs` calls a function once for each, `for x in xs { ... }` computes something of it.",
    };
  }
  if (source.kind === "groups" && target.kind === "dataset") {
    return {
      hint: "Groups are what a `shuffle` makes; `reduce f over ...` makes a dataset of them.",
    };
  }
  if (source.kind === "string" && isPath(target)) {
    return {
      hint: "Only a literal path becomes a file by itself; `files(path)` looks one up that is computed.",
    };
  }
  if (target.kind === "dataset" && source.kind === "file" && target.element.kind === "file") {
    return { hint: "`files(path)` gives the files of a path." };
  }
  if (target.kind === "text" && source.kind === "dataset" && source.element.kind === "text") {
    return { hint: "Call it once for every chunk: `map f over chunks`." };
  }
  return misfitAdvice(from, to);
}

function isPath(type: Type): boolean {
  return (
    ["file", "tensor", "model"].includes(type.kind) ||
    (type.kind === "dataset" && type.element.kind === "file")
  );
}

/** A number in quotes loses them; any other literal is no number, so that reading it as one would not help. */
function numberAdvice(expr: StepBody, kind: "int" | "float"): ReportDetails | undefined {
  const text = literalText(expr);
  if (text === undefined) {
    return undefined;
  }
  const pattern = kind === "int" ? /^-?[0-9]+$/ : /^-?[0-9]+(?:\.[0-9]+)?$/;
  if (!pattern.test(text)) {
    return {};
  }
  const fix: Fix = {
    title: `Write \`${text}\``,
    applicability: "safe",
    edits: [{ span: expr.span, newText: text }],
  };
  return { hint: "A number stands without quotes.", fixes: [fix] };
}

function literalAdvice(expr: StepBody, to: Type): ReportDetails {
  const text = isExpr(expr) ? literalText(bareExpr(expr)) : undefined;
  if (to.kind !== "literal" || text === undefined) {
    return {};
  }
  const near = suggest(
    text,
    to.values.map((value) => String(value)),
  );
  return near === undefined ? {} : offerWord(expr.span, JSON.stringify(near), "suggested");
}

function misfitAdvice(from: Type, to: Type): ReportDetails {
  const misfit = firstMisfit(from, to);
  if (misfit === undefined) {
    return {};
  }
  const expected = printType(misfit.to);
  return {
    hint:
      misfit.from === undefined
        ? `Field \`${misfit.path}\` is missing; it is \`${expected}\`.`
        : `Field \`${misfit.path}\` is \`${printType(misfit.from)}\` where \`${expected}\` is expected.`,
  };
}
