/** Invariants that lowering establishes and every pass keeps. A broken one is a bug of ours, never a user's mistake. */
import { orderRegion } from "./graph.ts";
import type { Op, Plan, PlanNode, Region, StageInput } from "./plan.ts";
import { referencesOf, referencesOfNode } from "./references.ts";
import { regionsOf } from "./rewrite.ts";

/** What is wrong, one line each; empty for a valid plan. */
export function validatePlan(plan: Plan): readonly string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const declare = (id: string) => {
    if (ids.has(id)) {
      problems.push(`${id} is defined twice`);
    }
    ids.add(id);
  };
  const visible = new Set<string>();
  for (const param of plan.params) {
    if (param.defaultValue !== null) {
      for (const id of referencesOf(param.defaultValue)) {
        if (!visible.has(id)) {
          problems.push(`default of ${param.name} mentions ${id}, which is not before it`);
        }
      }
    }
    declare(param.name);
    visible.add(param.name);
  }
  validateRegion(plan, plan.body, visible, declare, problems);
  return problems;
}

function validateRegion(
  plan: Plan,
  region: Region,
  outer: ReadonlySet<string>,
  declare: (id: string) => void,
  problems: string[],
): void {
  for (const name of region.params) {
    declare(name);
  }
  for (const node of region.nodes) {
    declare(node.id);
  }
  const visible = new Set([...outer, ...region.params, ...region.nodes.map((node) => node.id)]);
  for (const root of region.roots) {
    if (!region.nodes.some((node) => node.id === root)) {
      problems.push(`root ${root} is no node of its region`);
    }
  }
  for (const node of region.nodes) {
    for (const id of [...referencesOfNode(node), ...node.after]) {
      if (!visible.has(id)) {
        problems.push(`${node.id} mentions ${id}, which it cannot see`);
      }
    }
    problems.push(...validateNode(plan, node));
    for (const inner of regionsOf(node)) {
      validateRegion(plan, inner, visible, declare, problems);
    }
  }
  for (const id of referencesOf(region.result)) {
    if (!visible.has(id)) {
      problems.push(`a result mentions ${id}, which it cannot see`);
    }
  }
  const order = orderRegion(region);
  if (order.kind === "cycle") {
    problems.push(`cycle: ${order.members.join(" -> ")}`);
  }
}

function validateNode(plan: Plan, node: PlanNode): readonly string[] {
  switch (node.kind) {
    case "call":
      return validateFunction(plan, node.id, node.function);
    case "map": {
      const problems = validateInput(plan, node.id, node.input);
      if (node.output === "list" && node.type.kind !== "list") {
        problems.push(`${node.id} makes a list and is typed otherwise`);
      }
      if (node.output === "dataset" && node.type.kind !== "dataset") {
        problems.push(`${node.id} makes a dataset and is typed otherwise`);
      }
      return problems;
    }
    case "exchange": {
      const problems = node.inputs.flatMap((input) => validateInput(plan, node.id, input));
      if (node.inputs.length === 0) {
        problems.push(`${node.id} has no input`);
      }
      if (
        node.combine !== null &&
        (node.inputs.length !== 1 || node.inputs[0]?.order.length !== 0)
      ) {
        problems.push(`${node.id} combines several inputs or an ordered one`);
      }
      for (const input of node.inputs) {
        if ((input.key === null) !== (node.partition === "range")) {
          problems.push(`${node.id} has a key exactly where it must not`);
        }
      }
      if (node.combine?.kind === "function") {
        problems.push(...validateFunction(plan, node.id, node.combine.function));
      }
      return problems;
    }
    case "fold": {
      const problems = validateInput(plan, node.id, node.input);
      if (node.fanIn < 2) {
        problems.push(`${node.id} folds fewer than two at a time`);
      }
      if (node.with.kind === "function") {
        problems.push(...validateFunction(plan, node.id, node.with.function));
      }
      return problems;
    }
    default:
      return [];
  }
}

function validateInput(plan: Plan, id: string, input: StageInput): string[] {
  const problems: string[] = [];
  let calls = 0;
  for (const [i, op] of input.ops.entries()) {
    if (op.op === "call" || op.op === "reduce") {
      calls += 1;
      problems.push(...validateFunction(plan, id, op.function));
    }
    if (needsGroups(op) && (i > 0 || input.source.kind !== "groups")) {
      problems.push(`${id}: ${op.op} does not stand first over groups`);
    }
    if (op.op === "for" && op.index !== null && i > 0) {
      problems.push(`${id}: an index counts elements that another op made`);
    }
  }
  if (calls > 1) {
    problems.push(`${id}: one task calls ${calls} functions`);
  }
  if (
    input.source.kind === "groups" &&
    !(input.ops[0] !== undefined && needsGroups(input.ops[0]))
  ) {
    problems.push(`${id}: nothing takes the groups apart`);
  }
  return problems;
}

const needsGroups = (op: Op): boolean =>
  op.op === "reduce" || op.op === "join" || op.op === "aggregate" || op.op === "elements";

function validateFunction(plan: Plan, id: string, name: string): readonly string[] {
  return Object.hasOwn(plan.functions, name) ? [] : [`${id} calls ${name}, which the plan lacks`];
}
