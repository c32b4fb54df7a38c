/** Makes the names of every file: its declarations, and what its `use` lists take from others. */
import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import type { Identifier, UseDecl, UseName } from "../syntax/ast.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { LoadedFile } from "./load-modules.ts";
import type { Module, TypeSymbol, ValueSymbol } from "./symbol.ts";

interface OpenModule extends Module {
  readonly values: Map<string, ValueSymbol>;
  readonly types: Map<string, TypeSymbol>;
  /** What others can take: names declared here. */
  readonly declaredValues: Map<string, ValueSymbol>;
  readonly declaredTypes: Map<string, TypeSymbol>;
}

export function declareModules(
  files: ReadonlyMap<string, LoadedFile>,
  sink: DiagnosticSink,
): ReadonlyMap<string, Module> {
  const modules = new Map<string, OpenModule>();
  for (const loaded of files.values()) {
    modules.set(loaded.path, declareOwn(loaded, sink));
  }
  for (const loaded of files.values()) {
    const module = modules.get(loaded.path);
    for (const [use, path] of loaded.uses) {
      if (module !== undefined) {
        takeNames(module, use, path === undefined ? undefined : modules.get(path), sink);
      }
    }
  }
  return modules;
}

function declareOwn({ path, file, unit }: LoadedFile, sink: DiagnosticSink): OpenModule {
  const module: OpenModule = {
    path,
    file,
    unit,
    values: new Map(),
    types: new Map(),
    declaredValues: new Map(),
    declaredTypes: new Map(),
  };
  for (const declaration of unit.declarations) {
    if (declaration.kind === "UseDecl" || declaration.name.name === "") {
      continue;
    }
    const { name } = declaration;
    if (declaration.kind === "TypeDecl") {
      const symbol: TypeSymbol = { kind: "type", name, declaration, module };
      if (addName(module.types, name, symbol, sink)) {
        module.declaredTypes.set(name.name, symbol);
      }
    } else {
      const symbol: ValueSymbol = { kind: "callable", name, declaration, module };
      if (addName(module.values, name, symbol, sink)) {
        module.declaredValues.set(name.name, symbol);
      }
    }
  }
  return module;
}

function takeNames(
  module: OpenModule,
  use: UseDecl,
  target: OpenModule | undefined,
  sink: DiagnosticSink,
): void {
  if (use.alias !== undefined) {
    const symbol: ValueSymbol = { kind: "namespace", name: use.alias, use, module: target };
    addName(module.values, use.alias, symbol, sink);
  }
  for (const taken of use.names ?? []) {
    if (taken.name.name !== "") {
      takeName(module, taken, target, sink);
    }
  }
}

function takeName(
  module: OpenModule,
  taken: UseName,
  target: OpenModule | undefined,
  sink: DiagnosticSink,
): void {
  const name = taken.alias ?? taken.name;
  const value = target?.declaredValues.get(taken.name.name);
  const type = target?.declaredTypes.get(taken.name.name);
  if (value === undefined && type === undefined) {
    if (target !== undefined) {
      report(
        sink,
        "FLOW2007",
        taken.name.span,
        { name: taken.name.name, path: target.path },
        didYouMean(taken.name.name, taken.name.span, [
          ...target.declaredValues.keys(),
          ...target.declaredTypes.keys(),
        ]),
      );
    }
    const unresolved = { kind: "unresolved", name } as const;
    module.values.set(name.name, module.values.get(name.name) ?? unresolved);
    module.types.set(name.name, module.types.get(name.name) ?? unresolved);
    return;
  }
  const added =
    value === undefined || addName(module.values, name, { ...value, name } as ValueSymbol, sink);
  if (type !== undefined && added) {
    addName(module.types, name, { ...type, name }, sink);
  }
}

function addName<S extends ValueSymbol | TypeSymbol>(
  names: Map<string, S>,
  name: Identifier,
  symbol: S,
  sink: DiagnosticSink,
): boolean {
  const first = names.get(name.name);
  if (first === undefined || first.kind === "unresolved" || first.kind === "builtin") {
    names.set(name.name, symbol);
    return true;
  }
  report(
    sink,
    "FLOW2003",
    name.span,
    { name: name.name },
    {
      label: "declared again here",
      secondary: [{ span: first.name.span, text: "first declared here" }],
    },
  );
  return false;
}
