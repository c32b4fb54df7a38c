/** Checks a program: names, types and shapes over all files that the entry reaches. Pure and re-entrant. */
import { bind } from "../bind/bind.ts";
import type { CallableDecl } from "../bind/symbol.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { dropConsequences, dropGuessed, report, sortDiagnostics } from "../diagnostics/report.ts";
import type { SourceHost } from "../source/source-host.ts";
import type { Declaration, WorkflowDecl } from "../syntax/ast.ts";
import { checkBlock } from "./check-block.ts";
import type { CheckContext } from "./check-context.ts";
import { check as checkExpected, infer, require } from "./check-expression.ts";
import type { CheckResult } from "./check-result.ts";
import { checkStep } from "./check-step.ts";
import { checkConstants } from "./constants.ts";
import { reportUnknown } from "./expressions/check-name.ts";
import { checkDeclaredOptions } from "./options/check-options.ts";
import { resolveAlias } from "./resolve-type.ts";
import { findDimensionSources, signatureOf } from "./signature.ts";
import { checkUnavailable } from "./steps/check-unavailable.ts";
import { errorType, intType } from "./type.ts";

export function check(entryPath: string, host: SourceHost): CheckResult {
  const diagnostics: Diagnostic[] = [];
  const bindings = bind(entryPath, host, diagnostics);
  const context: CheckContext = {
    bindings,
    sink: diagnostics,
    tables: {
      types: new Map(),
      blocks: new Map(),
      names: new Map(),
      resolutions: new Map(bindings.resolutions),
      signatures: new Map(),
      calls: new Map(),
      builtins: new Map(),
      operators: new Map(),
      conversions: new Map(),
      iterations: new Map(),
      keys: new Map(),
      orders: new Map(),
      aggregates: new Map(),
      options: new Map(),
      effectful: new Set(),
      dimensions: new Map(),
    },
    aliases: new Map(),
    aliasStack: [],
    typeSizes: new Map(),
    reportedUnknown: new Set(),
    walk: { infer, require, check: checkExpected, step: checkStep, block: checkBlock },
    facts: undefined,
    effects: 0,
    typeNesting: 0,
    nextUnknown: 0,
  };
  for (const module of bindings.modules) {
    for (const declaration of module.unit.declarations) {
      checkDeclaration(context, declaration);
    }
  }
  for (const { unit } of bindings.modules) {
    checkConstants(unit, context.tables, diagnostics);
  }
  for (const name of bindings.unknown.keys()) {
    reportUnknown(context, name, undefined);
  }
  const files = new Map(bindings.modules.map(({ file }) => [file.path, file]));
  const own = dropGuessed(diagnostics, (path) => files.get(path));
  return {
    entry: bindings.entry,
    modules: bindings.modules,
    diagnostics: sortDiagnostics(dropConsequences(own)),
    tables: context.tables,
  };
}

function checkDeclaration(context: CheckContext, declaration: Declaration): void {
  switch (declaration.kind) {
    case "UseDecl":
      return;
    case "TypeDecl":
      resolveAlias(context, declaration);
      return;
    case "FunctionDecl":
      checkDefaults(context, declaration);
      checkDeclaredOptions(context, declaration);
      return;
    case "PipelineDecl":
      checkDefaults(context, declaration);
      checkUnavailable(context, declaration.span, "pipeline");
      return;
    case "WorkflowDecl":
      checkWorkflow(context, declaration);
  }
}

/** Defaults are known before anything runs, so they call nothing. */
function checkDefaults(context: CheckContext, declaration: CallableDecl): void {
  const signature = signatureOf(context, declaration);
  for (const param of signature.params) {
    const value = param.node?.defaultValue;
    if (param.node === undefined || value === undefined) {
      continue;
    }
    const { span } = param.node.type;
    context.walk.require(context, value, param.type, { span, text: "the parameter has this type" });
    if (context.tables.effectful.has(value) && !context.tables.conversions.has(value)) {
      report(context.sink, "FLOW3032", value.span, { place: "a default" });
    }
  }
}

function checkWorkflow(context: CheckContext, workflow: WorkflowDecl): void {
  checkDefaults(context, workflow);
  const signature = signatureOf(context, workflow);
  context.tables.dimensions.set(workflow, findDimensionSources(context, workflow));
  for (const symbol of context.bindings.dimensions.get(workflow) ?? []) {
    context.tables.names.set(symbol.name, intType);
  }
  const { result } = workflow;
  if (result === undefined) {
    const returned = workflow.body.items.find((item) => item.kind === "ReturnItem");
    const type = context.walk.block(context, workflow.body, undefined);
    if (returned !== undefined && type.kind !== "error") {
      report(
        context.sink,
        "FLOW3066",
        returned.step.span,
        { name: workflow.name.name },
        {
          secondary: [{ span: workflow.name.span, text: "no result is declared here" }],
        },
      );
    }
  } else {
    context.walk.block(context, workflow.body, {
      type: signature.result ?? errorType,
      why: { span: result.span, text: "result declared here" },
    });
  }
}
