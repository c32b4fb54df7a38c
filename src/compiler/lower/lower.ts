import { invariant } from "../../shared/invariant.ts";
import type { Tables } from "../check/check-result.ts";
import { toIr } from "../check/to-ir.ts";
import { PLAN_SCHEMA, type Plan, type PlanParam } from "../ir/plan.ts";
import type { WorkflowDecl } from "../syntax/ast.ts";
import { type Context, type Lowering, reference } from "./context.ts";
import { createFunctionTable } from "./function-table.ts";
import { lowerBlockItems, lowerPureBlock } from "./lower-block.ts";
import { bindDimensions } from "./lower-call.ts";
import { lowerExpr } from "./lower-expression.ts";
import { lowerStep } from "./lower-step.ts";
import { createIdSet, createRegionBuilder } from "./region-builder.ts";

const lowering: Lowering = {
  expr: lowerExpr,
  step: lowerStep,
  pureBlock: lowerPureBlock,
  blockItems: lowerBlockItems,
};

/** The Plan of a workflow in a program without errors, before any pass. */
export function lower(tables: Tables, workflow: WorkflowDecl): Plan {
  const ids = createIdSet();
  const names: Context["names"] = new Map();
  const region = createRegionBuilder();
  const functions = createFunctionTable(tables, (expr) =>
    lowerExpr({ ...context, names: new Map(), after: [] }, expr, ids.take("default")),
  );
  const context: Context = {
    tables,
    functions,
    ids,
    names,
    region,
    prefix: "",
    after: [],
    lowering,
  };
  const params = lowerParams(context, workflow);
  bindDimensions(context, workflow);
  const result = lowerBlockItems(context, workflow.body, ids.take("return"));
  const type = tables.blocks.get(workflow.body);
  const signature = tables.signatures.get(workflow);
  invariant(type !== undefined && signature !== undefined, "the workflow was checked");
  return {
    schema: PLAN_SCHEMA,
    workflow: workflow.name.name,
    doc: workflow.doc ?? null,
    params,
    functions: functions.finish(),
    body: region.finish([], result),
    result: toIr(signature.result.kind === "nothing" ? type : signature.result),
  };
}

/** A path given as a default stays text: whoever starts the run looks it up, as it does for arguments. */
function lowerParams(context: Context, workflow: WorkflowDecl): readonly PlanParam[] {
  const signature = context.tables.signatures.get(workflow);
  invariant(signature !== undefined, `${workflow.name.name} has no signature`);
  const conversions = new Map(context.tables.conversions);
  for (const param of workflow.params) {
    const conversion = param.defaultValue && conversions.get(param.defaultValue);
    if (param.defaultValue !== undefined && conversion !== "duration" && conversion !== "size") {
      conversions.delete(param.defaultValue);
    }
  }
  const plain: Context = { ...context, tables: { ...context.tables, conversions } };
  return signature.params.map(({ name, type, node }) => {
    invariant(node !== undefined, "a workflow's parameters are written");
    const id = context.ids.take(name);
    context.names.set(node.name, reference(id));
    return {
      name,
      type: toIr(type),
      doc: node.doc ?? null,
      defaultValue:
        node.defaultValue === undefined
          ? null
          : lowerExpr(plain, node.defaultValue, context.ids.take(`${name}/default`)),
      origin: node.span,
    };
  });
}
