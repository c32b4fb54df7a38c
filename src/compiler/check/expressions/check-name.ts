import { assertNever } from "../../../shared/assert-never.ts";
import { offerName, offerWord } from "../../bind/did-you-mean.ts";
import { type Scope, symbolName, visibleSymbols } from "../../bind/scope.ts";
import type { CallableDecl, ValueSymbol } from "../../bind/symbol.ts";
import { suggest } from "../../diagnostics/edit-distance.ts";
import { type ReportDetails, report } from "../../diagnostics/report.ts";
import type { NameExpr } from "../../syntax/ast.ts";
import { fits } from "../assignable.ts";
import type { CheckContext } from "../check-context.ts";
import { fieldsOf } from "../fields-of.ts";
import { narrow } from "../narrowing.ts";
import { errorType, intType, type Type, withoutNull } from "../type.ts";

/** A secret may be named only where a secret is asked for. */
export function checkName(context: CheckContext, expr: NameExpr, hint: Type | undefined): Type {
  const symbol = context.bindings.resolutions.get(expr);
  if (symbol === undefined) {
    reportUnknown(context, expr, hint);
    return errorType;
  }
  const type = narrow(context, expr, typeOfSymbol(context, expr, symbol));
  if (
    withoutNull(type).kind === "secret" &&
    (hint === undefined || withoutNull(hint).kind !== "secret")
  ) {
    report(context.sink, "FLOW3021", expr.span, { name: expr.name });
    return errorType;
  }
  return type;
}

/** Each compares with every name in force; a file in which this many are unknown has another problem. */
const maxSuggestions = 50;

/** Candidates of the type that is asked for go first, so that of two near names the fitting one is offered. */
export function reportUnknown(context: CheckContext, expr: NameExpr, hint: Type | undefined): void {
  const scope = context.bindings.unknown.get(expr);
  if (scope === undefined || context.reportedUnknown.has(expr) || expr.name === "") {
    return;
  }
  context.reportedUnknown.add(expr);
  report(
    context.sink,
    "FLOW2001",
    expr.span,
    { name: expr.name },
    context.reportedUnknown.size <= maxSuggestions ? advice(context, expr, scope, hint) : {},
  );
}

/** What other languages call what there is here, too. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
  ["nil", "null"],
  ["undefined", "null"],
  ["str", "string"],
  ["length", "len"],
]);

/** What is done in another way here. */
const foreignWays: ReadonlyMap<string, string> = new Map([
  ["print", "Nothing is printed: `flow run` shows what a workflow returns."],
  ["console", "Nothing is printed: `flow run` shows what a workflow returns."],
  ["range", "The numbers from 0 up to `n`, without it, are `0..n`."],
  ["filter", "Elements are chosen with `for x in xs where c { x }`."],
  ["append", "A list with one element more is `[...xs, x]`."],
  ["format", 'Values are put into a string as `"${a} and ${b}"`.'],
]);

function advice(
  context: CheckContext,
  expr: NameExpr,
  scope: Scope,
  hint: Type | undefined,
): ReportDetails {
  const binder = binderWithField(context, scope, expr.name);
  if (binder !== undefined) {
    return offerWord(expr.span, `${binder}.${expr.name}`, "suggested");
  }
  const word = foreignWords.get(expr.name);
  if (word !== undefined) {
    return offerWord(expr.span, word, "safe");
  }
  const way = foreignWays.get(expr.name);
  if (way !== undefined) {
    return { hint: way };
  }
  const near = suggest(expr.name, candidates(context, scope, hint));
  return near === undefined ? {} : offerName(expr.name, expr.span, near);
}

/** In a query language the fields of a row are names of their own: the innermost element that has such a field. */
function binderWithField(context: CheckContext, scope: Scope, field: string): string | undefined {
  const binder = visibleSymbols(scope).find((symbol) => {
    const type = symbol.kind === "binder" ? context.tables.names.get(symbol.name) : undefined;
    return type !== undefined && fieldsOf(type).some(({ name }) => name === field);
  });
  return binder && symbolName(binder);
}

function candidates(
  context: CheckContext,
  scope: Scope,
  hint: Type | undefined,
): readonly string[] {
  const symbols = visibleSymbols(scope);
  const isFitting = (symbol: ValueSymbol): boolean => {
    if (symbol.kind === "builtin" || hint === undefined) {
      return false;
    }
    const type = context.tables.names.get(symbol.name);
    return type !== undefined && fits(type, hint);
  };
  return [...symbols.filter(isFitting), ...symbols].map(symbolName);
}

function typeOfSymbol(context: CheckContext, expr: NameExpr, symbol: ValueSymbol): Type {
  switch (symbol.kind) {
    case "param":
    case "binding":
    case "binder":
      return context.tables.names.get(symbol.name) ?? errorType;
    case "dimension":
      return dimensionType(context, expr, symbol);
    case "unresolved":
      return errorType;
    case "callable":
    case "namespace":
    case "builtin":
      report(
        context.sink,
        "FLOW2008",
        expr.span,
        { name: symbolName(symbol), what: describe(symbol) },
        {
          secondary:
            symbol.kind === "builtin" ? [] : [{ span: symbol.name.span, text: "declared here" }],
        },
      );
      return errorType;
    default:
      return assertNever(symbol);
  }
}

function dimensionType(
  context: CheckContext,
  expr: NameExpr,
  symbol: Extract<ValueSymbol, { kind: "dimension" }>,
): Type {
  const sources = context.tables.dimensions.get(symbol.workflow) ?? [];
  if (sources.some((source) => source.name === expr.name)) {
    return intType;
  }
  report(
    context.sink,
    "FLOW3022",
    expr.span,
    { name: expr.name },
    {
      secondary: [{ span: symbol.name.span, text: "it stands only here" }],
    },
  );
  return errorType;
}

function describe(symbol: ValueSymbol): string {
  switch (symbol.kind) {
    case "builtin":
      return "built-in function";
    case "callable":
      return describeCallable(symbol.declaration);
    default:
      return "file";
  }
}

export function describeCallable({ kind }: CallableDecl): "function" | "workflow" | "pipeline" {
  switch (kind) {
    case "FunctionDecl":
      return "function";
    case "WorkflowDecl":
      return "workflow";
    case "PipelineDecl":
      return "pipeline";
  }
}
