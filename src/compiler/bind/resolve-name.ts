/** Turns the use of a name into what it stands for, and notes who mentions whom. */
import { type ReportDetails, report } from "../diagnostics/report.ts";
import type { Identifier, MemberExpr, NameExpr, QualifiedName } from "../syntax/ast.ts";
import type { BindState } from "./bindings.ts";
import { type BuiltinType, builtinTypes, isBuiltinType } from "./builtin-names.ts";
import { didYouMean, offerWord } from "./did-you-mean.ts";
import { findDeclared, findSymbol, type Scope, symbolName, visibleSymbols } from "./scope.ts";
import type { ValueSymbol } from "./symbol.ts";

type NameNode = NameExpr | QualifiedName | Identifier;

export function resolveName(state: BindState, scope: Scope, node: NameExpr): void {
  const symbol = findSymbol(scope, node.name);
  if (symbol === undefined) {
    state.unknown.set(node, scope);
  } else {
    note(state, node, symbol);
  }
}

/** As `resolveName`, silent about what is unknown: for words that a step gives a meaning of its own. */
export function resolveWord(state: BindState, scope: Scope, node: NameExpr): void {
  const symbol = findDeclared(scope, node.name);
  if (symbol !== undefined) {
    note(state, node, symbol);
  }
}

/** The callee of a pattern: `f` or `kernels.f`. */
export function resolveCallee(state: BindState, scope: Scope, node: QualifiedName): void {
  const [first, second, ...rest] = node.parts;
  if (first === undefined || first.name === "") {
    return;
  }
  const symbol = findSymbol(scope, first.name);
  if (symbol === undefined) {
    const callables = visibleSymbols(scope).filter(
      ({ kind }) => kind === "callable" || kind === "builtin" || kind === "namespace",
    );
    report(
      state.sink,
      "FLOW2001",
      first.span,
      { name: first.name },
      didYouMean(first.name, first.span, callables.map(symbolName)),
    );
    note(state, node, { kind: "unresolved", name: first });
    return;
  }
  if (second === undefined) {
    note(state, node, symbol);
    return;
  }
  note(state, first, symbol);
  const member = findMember(state, symbol, second);
  note(state, node, rest.length > 0 ? { kind: "unresolved", name: second } : member);
  const extra = rest[0];
  if (extra !== undefined) {
    report(state.sink, "FLOW2001", extra.span, { name: extra.name });
  }
}

/** `kernels.gemm` in an expression, where `kernels` is a namespace. */
export function resolveNamespaceMember(
  state: BindState,
  symbol: ValueSymbol,
  member: MemberExpr,
): void {
  note(state, member.name, findMember(state, symbol, member.name));
}

/** A name after `after`: only bindings can be waited for. */
export function resolveAfter(state: BindState, scope: Scope, node: Identifier): void {
  if (node.name === "") {
    return;
  }
  const symbol = findDeclared(scope, node.name);
  if (symbol === undefined) {
    const bindings = visibleSymbols(scope).filter(({ kind }) => kind === "binding");
    report(
      state.sink,
      "FLOW2001",
      node.span,
      { name: node.name },
      didYouMean(node.name, node.span, bindings.map(symbolName)),
    );
    return;
  }
  note(state, node, symbol);
  if (symbol.kind !== "binding" && symbol.kind !== "unresolved") {
    report(
      state.sink,
      "FLOW2010",
      node.span,
      { name: node.name },
      symbol.kind === "builtin"
        ? {}
        : { secondary: [{ span: symbol.name.span, text: "declared here" }] },
    );
  }
}

export function resolveType(state: BindState, node: QualifiedName): void {
  const [first, second] = node.parts;
  if (first === undefined || first.name === "") {
    return;
  }
  const { module } = state;
  if (second !== undefined) {
    resolveQualifiedType(state, node, first, second);
    return;
  }
  const symbol = module.types.get(first.name);
  if (symbol !== undefined) {
    state.typeResolutions.set(node, symbol);
    state.mentionedNames.add(first.name);
    return;
  }
  if (isBuiltinType(first.name)) {
    return;
  }
  const value = module.values.get(first.name);
  report(
    state.sink,
    "FLOW2002",
    first.span,
    { name: first.name },
    value === undefined || value.kind === "builtin"
      ? suggestType(state, first, [...module.types.keys(), ...builtinTypes])
      : { secondary: [{ span: value.name.span, text: "this is no type" }] },
  );
  state.typeResolutions.set(node, { kind: "unresolved", name: first });
}

/** Each compares with every type of the file; one in which this many are unknown has another problem. */
const maxSuggestions = 50;

/** What other languages call some of the built-in types. */
const foreignTypes: ReadonlyMap<string, BuiltinType> = new Map([
  ["boolean", "bool"],
  ["integer", "int"],
  ["long", "int"],
  ["double", "float"],
  ["str", "string"],
  ["any", "json"],
  ["object", "json"],
  ["path", "file"],
]);

/** Those that are written in another way here. */
const foreignForms: ReadonlyMap<string, string> = new Map([
  ["list", "A list of `T` is written `T[]`."],
  ["array", "A list of `T` is written `T[]`."],
  ["vector", "A list of `T` is written `T[]`."],
  ["dict", "A `T` by any string is `map<string, T>`."],
  ["record", "A record is written `{ a: int, b: string }`, a `T` by any string `map<string, T>`."],
  ["optional", "A `T` or null is written `T?`."],
  ["number", "A number is an `int` or a `float`."],
  ["void", "What gives nothing is declared without `->`."],
]);

function suggestType(
  state: BindState,
  { name, span }: Identifier,
  known: readonly string[],
): ReportDetails {
  if (state.counts.unknownTypes++ > maxSuggestions) {
    return {};
  }
  const form = foreignForms.get(name.toLowerCase());
  if (form !== undefined) {
    return { hint: form };
  }
  const foreign = foreignTypes.get(name.toLowerCase());
  return foreign === undefined ? didYouMean(name, span, known) : offerWord(span, foreign, "safe");
}

function resolveQualifiedType(
  state: BindState,
  node: QualifiedName,
  first: Identifier,
  second: Identifier,
): void {
  const namespace = state.module.values.get(first.name);
  state.mentionedNames.add(first.name);
  state.typeResolutions.set(node, { kind: "unresolved", name: second });
  if (namespace?.kind !== "namespace") {
    if (namespace?.kind !== "unresolved") {
      report(
        state.sink,
        "FLOW2009",
        first.span,
        { name: first.name },
        didYouMean(first.name, first.span, namespaceNames(state)),
      );
    }
    return;
  }
  const found = namespace.module?.types.get(second.name);
  if (found?.kind === "type" && found.module === namespace.module) {
    state.typeResolutions.set(node, found);
  } else if (namespace.module !== undefined) {
    report(
      state.sink,
      "FLOW2007",
      second.span,
      { name: second.name, path: namespace.module.path },
      didYouMean(second.name, second.span, namespace.module.types.keys()),
    );
  }
}

function namespaceNames(state: BindState): readonly string[] {
  return [...state.module.values].flatMap(([name, symbol]) =>
    symbol.kind === "namespace" ? [name] : [],
  );
}

function findMember(state: BindState, symbol: ValueSymbol, member: Identifier): ValueSymbol {
  const unresolved: ValueSymbol = { kind: "unresolved", name: member };
  if (symbol.kind === "unresolved" || member.name === "") {
    return unresolved;
  }
  if (symbol.kind !== "namespace") {
    report(
      state.sink,
      "FLOW2009",
      member.span,
      { name: symbolName(symbol) },
      symbol.kind === "builtin"
        ? {}
        : { secondary: [{ span: symbol.name.span, text: "declared here" }] },
    );
    return unresolved;
  }
  const { module } = symbol;
  if (module === undefined) {
    return unresolved;
  }
  const found = module.values.get(member.name);
  if (found?.kind === "callable" && found.module === module) {
    return found;
  }
  report(
    state.sink,
    "FLOW2007",
    member.span,
    { name: member.name, path: module.path },
    didYouMean(
      member.name,
      member.span,
      [...module.values].flatMap(([name, { kind }]) => (kind === "callable" ? [name] : [])),
    ),
  );
  return unresolved;
}

function note(state: BindState, node: NameNode, symbol: ValueSymbol): void {
  state.resolutions.set(node, symbol);
  if (symbol.kind === "binding") {
    noteBinding(state, symbol);
  } else if (symbol.kind === "callable" || symbol.kind === "namespace") {
    state.mentionedNames.add(symbol.name.name);
    const { workflow } = state;
    if (symbol.kind === "callable" && symbol.declaration.kind === "WorkflowDecl" && workflow) {
      const calls = state.calls.get(workflow) ?? new Map<typeof workflow, NameNode>();
      state.calls.set(workflow, calls);
      if (!calls.has(symbol.declaration)) {
        calls.set(symbol.declaration, node);
      }
    }
  }
}

function noteBinding(state: BindState, symbol: ValueSymbol & { kind: "binding" }): void {
  for (const place of state.positions.get(symbol) ?? []) {
    const frame = state.frames.find(({ graph }) => graph === place.graph);
    frame?.graph.mentions[frame.position]?.add(place.position);
    frame?.graph.mentionedNames.add(symbol.name);
  }
}
