/** Names to what they stand for, over all files that the entry reaches. */
import { type DiagnosticSink, report } from "../diagnostics/report.ts";
import type { SourceHost } from "../source/source-host.ts";
import { bindBlock } from "./bind-block.ts";
import { bindCallable } from "./bind-declaration.ts";
import { bindStep } from "./bind-step.ts";
import { bindType } from "./bind-type.ts";
import type { Bindings, BindState } from "./bindings.ts";
import { declareModules } from "./declare-modules.ts";
import { loadModules } from "./load-modules.ts";
import { createScope, type Scope } from "./scope.ts";
import type { Module } from "./symbol.ts";
import { reportWorkflowCycles } from "./workflow-cycles.ts";

export function bind(entryPath: string, host: SourceHost, sink: DiagnosticSink): Bindings {
  const files = loadModules(entryPath, host, sink);
  const modules = declareModules(files, sink);
  const shared: Omit<BindState, "module" | "warns" | "mentionedNames" | "workflow"> = {
    sink,
    resolutions: new Map(),
    typeResolutions: new Map(),
    unknown: new Map(),
    order: new Map(),
    cyclic: new Set(),
    dimensions: new Map(),
    frames: [],
    positions: new Map(),
    calls: new Map(),
    counts: { unknownTypes: 0 },
    walk: { block: bindBlock, step: bindStep },
  };
  for (const module of modules.values()) {
    const warns = files.get(module.path)?.hasSyntaxErrors === false;
    bindModule({ ...shared, module, warns, mentionedNames: new Set(), workflow: undefined });
  }
  reportWorkflowCycles(shared.calls, sink);
  return {
    entry: modules.get(entryPath),
    modules: [...modules.values()],
    resolutions: shared.resolutions,
    typeResolutions: shared.typeResolutions,
    unknown: shared.unknown,
    order: shared.order,
    cyclic: shared.cyclic,
    dimensions: shared.dimensions,
  };
}

function bindModule(state: BindState): void {
  const { module } = state;
  const scope: Scope = { ...createScope(undefined), names: new Map(module.values) };
  for (const declaration of module.unit.declarations) {
    switch (declaration.kind) {
      case "UseDecl":
        break;
      case "TypeDecl":
        bindType(state, declaration.type, (name) => {
          report(state.sink, "FLOW2012", name.span, { name: name.name });
        });
        break;
      default:
        bindCallable(state, scope, declaration);
    }
  }
  if (state.warns) {
    reportUnusedNames(state, module);
  }
}

function reportUnusedNames(state: BindState, module: Module): void {
  for (const declaration of module.unit.declarations) {
    if (declaration.kind !== "UseDecl") {
      continue;
    }
    const taken = declaration.alias === undefined ? [] : [declaration.alias];
    const listed = (declaration.names ?? []).map((name) => name.alias ?? name.name);
    for (const name of [...taken, ...listed]) {
      const symbols = [module.values.get(name.name), module.types.get(name.name)];
      const isKnown = symbols.some(
        (symbol) => symbol !== undefined && symbol.kind !== "unresolved",
      );
      if (isKnown && !state.mentionedNames.has(name.name)) {
        report(state.sink, "FLOW4005", name.span, { name: name.name });
      }
    }
  }
}
