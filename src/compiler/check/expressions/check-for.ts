import type { Fix } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/report.ts";
import type { ForExpr } from "../../syntax/ast.ts";
import { bareExpr, isExpr } from "../../syntax/bare.ts";
import { type CheckContext, type Expected, noReason, withFacts } from "../check-context.ts";
import { factsOf } from "../narrowing.ts";
import { printType } from "../print-type.ts";
import { sourceText } from "../source-text.ts";
import {
  boolType,
  containsType,
  datasetOf,
  errorType,
  holdsReference,
  intType,
  isError,
  listOf,
  type Type,
  withoutNull,
} from "../type.ts";

export function checkFor(context: CheckContext, expr: ForExpr, hint: Type | undefined): Type {
  const source = context.walk.infer(context, expr.source);
  const element = elementOf(source);
  if (element === undefined) {
    reportSource(context, expr, source);
  }
  context.tables.names.set(expr.binder, element ?? errorType);
  if (expr.index !== undefined) {
    context.tables.names.set(expr.index, intType);
  }
  const { where } = expr;
  const before = context.effects;
  if (where !== undefined) {
    context.walk.require(context, where, boolType, noReason);
    if (context.effects !== before) {
      report(context.sink, "FLOW3032", where.span, { place: "`where`" });
    }
  }
  const facts = where === undefined ? [] : factsOf(context, where, true);
  const beforeBody = context.effects;
  const body = withFacts(context, facts, () =>
    context.walk.block(context, expr.body, wantedElement(hint)),
  );
  const hasCalls = context.effects !== beforeBody;
  if (element === undefined || isError(element)) {
    return errorType;
  }
  const over = source.kind === "dataset" ? "dataset" : "list";
  if (over === "dataset") {
    context.effects++;
    if (hasCalls && !holdsReference(element)) {
      reportCalls(context, expr, element);
    }
  }
  const output = body.kind === "dataset" ? "datasets" : over;
  context.tables.iterations.set(expr, { over, element, hasCalls, output });
  return collect(context, expr, body, over);
}

/** What one element is; undefined for what cannot be gone through. */
export function elementOf(source: Type): Type | undefined {
  switch (source.kind) {
    case "dataset":
    case "list":
      return source.element;
    case "error":
      return source;
    default:
      return undefined;
  }
}

function wantedElement(hint: Type | undefined): Expected | undefined {
  const type = hint === undefined ? undefined : withoutNull(hint);
  return type?.kind === "dataset" || type?.kind === "list"
    ? { type: type.element, why: undefined }
    : undefined;
}

/** Datasets made by the rounds are put together; a body without value leaves none. */
function collect(context: CheckContext, expr: ForExpr, body: Type, over: "dataset" | "list"): Type {
  if (body.kind === "nothing" || body.kind === "dataset" || isError(body)) {
    return body;
  }
  const isRefused = (part: Type): boolean =>
    part.kind === "groups" || (over === "dataset" && part.kind === "dataset");
  if (containsType(body, isRefused)) {
    const what = over === "dataset" ? "a dataset" : "a list";
    report(context.sink, "FLOW3005", valuePlace(expr).span, { what, type: printType(body) });
    return errorType;
  }
  return over === "dataset" ? datasetOf(body) : listOf(body);
}

function valuePlace(expr: ForExpr): { readonly span: ForExpr["span"] } {
  return expr.body.items.at(-1) ?? expr.body;
}

function reportSource(context: CheckContext, expr: ForExpr, source: Type): void {
  report(
    context.sink,
    "FLOW3033",
    expr.source.span,
    { type: printType(source) },
    {
      hint: sourceHint(source),
    },
  );
}

export function sourceHint(source: Type): string | undefined {
  switch (source.kind) {
    case "file":
    case "text":
      return "Read it into elements first: `read x as lines`, or `split x at lines`.";
    case "map":
      return "Go through its `keys(m)` or `values(m)`.";
    case "int":
      return "A range of whole numbers is `0..n`.";
    case "groups":
      return "Groups are consumed by `reduce f over ...`.";
    case "optional":
      return "It may be null: write `xs ?? []`, or compare with null in an `if` around it.";
    default:
      return undefined;
  }
}

function reportCalls(context: CheckContext, expr: ForExpr, element: Type): void {
  const word = { ...expr.span, end: expr.span.start + "for".length };
  report(
    context.sink,
    "FLOW3034",
    word,
    { type: printType(element) },
    {
      secondary: [
        { span: expr.source.span, text: `elements are \`${printType(element)}\`` },
        { span: valuePlace(expr).span, text: "this would be a branch for every one of them" },
      ],
      hint: "`map f over xs` calls a function for many elements in one task.",
      fixes: mapFix(context, expr),
    },
  );
}

/** `for x in xs { f(x, a: b) }` as `map f(a: b) over xs`. */
function mapFix(context: CheckContext, expr: ForExpr): readonly Fix[] {
  const [item, ...others] = expr.body.items;
  if (
    item?.kind !== "ResultItem" ||
    others.length > 0 ||
    expr.where !== undefined ||
    expr.index !== undefined ||
    !isExpr(item.step.body)
  ) {
    return [];
  }
  const call = bareExpr(item.step.body);
  if (call.kind !== "CallExpr") {
    return [];
  }
  const resolved = context.tables.calls.get(call);
  const args = (resolved?.args ?? []).filter((argument) => argument.kind === "given");
  const free = args.filter(
    ({ value }) => value.kind === "NameExpr" && value.name === expr.binder.name,
  );
  const fixed = args.filter((argument) => !free.includes(argument));
  const mentions = new RegExp(`\\b${expr.binder.name}\\b`);
  if (
    free.length !== 1 ||
    fixed.some(({ value }) => mentions.test(sourceText(context, value.span)))
  ) {
    return [];
  }
  const given = fixed.map(
    ({ param, value }) => `${param.name}: ${sourceText(context, value.span)}`,
  );
  const callee = sourceText(context, call.callee.span);
  const over = sourceText(context, expr.source.span);
  const newText = `(map ${callee}${given.length === 0 ? "" : `(${given.join(", ")})`} over ${over})`;
  return [
    { title: "Write it as `map`", applicability: "safe", edits: [{ span: expr.span, newText }] },
  ];
}
