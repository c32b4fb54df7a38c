/** Where the steps of a Plan stand in its source, for failures. */
import type { NodeId, Op, Plan, PlanNode } from "../../compiler/ir/plan.ts";
import { rewriteNode } from "../../compiler/ir/rewrite.ts";
import type { Span } from "../../compiler/source/span.ts";
import type { RunFailure } from "../run-failure.ts";
import type { FailedStep } from "./outcome.ts";

interface Place {
  readonly origin: Span;
  /** Name in `Plan.functions`; null where the step calls none. */
  readonly function: string | null;
}

export function runFailure(plan: Plan, failed: FailedStep): RunFailure {
  const step = failed.failure.step ?? failed.step;
  const place = findPlace(plan, step) ?? findPlace(plan, failed.step);
  const name = place?.function ?? null;
  const declared = name === null ? undefined : plan.functions[name];
  return {
    failure: failed.failure,
    step,
    at: failed.at,
    origin: failed.failure.origin ?? place?.origin ?? { file: "", start: 0, end: 0 },
    function:
      name === null || declared === undefined || failed.failure.origin !== undefined
        ? null
        : { name, origin: declared.origin },
    attempts: failed.attempts,
  };
}

/** Name in `Plan.functions` of the function that the step calls; null where it calls none. */
export function functionOfStep(plan: Plan, step: NodeId): string | null {
  return findPlace(plan, step)?.function ?? null;
}

/** Of a node, of an op that fusion moved into another one, or of a parameter. */
function findPlace(plan: Plan, step: NodeId): Place | undefined {
  const nodes = nodesWithin(plan.body.nodes);
  const node = nodes.find(({ id }) => id === step);
  if (node !== undefined) {
    return { origin: node.origin, function: functionOf(node, step) };
  }
  const op = nodes.flatMap(opsOf).find((candidate) => candidate.step === step);
  if (op !== undefined) {
    return { origin: op.origin, function: functionOfOp(op) };
  }
  const param = plan.params.find(({ name }) => name === step);
  return param === undefined ? undefined : { origin: param.origin, function: null };
}

function nodesWithin(nodes: readonly PlanNode[]): readonly PlanNode[] {
  return nodes.flatMap((node) => {
    const inner: PlanNode[] = [];
    rewriteNode(node, {
      expr: (expr) => expr,
      region(region) {
        inner.push(...nodesWithin(region.nodes));
        return region;
      },
    });
    return [node, ...inner];
  });
}

function functionOf(node: PlanNode, step: NodeId): string | null {
  if (node.kind === "call") {
    return node.function;
  }
  if (node.kind === "fold" && node.with.kind === "function") {
    return node.with.function;
  }
  if (node.kind === "exchange" && node.combine?.kind === "function") {
    return node.combine.function;
  }
  const ops = opsOf(node);
  const calling = ops.find((op) => op.step === step && functionOfOp(op) !== null);
  return calling === undefined ? null : functionOfOp(calling);
}

function functionOfOp(op: Op): string | null {
  return op.op === "call" || op.op === "reduce" ? op.function : null;
}

function opsOf(node: PlanNode): readonly Op[] {
  switch (node.kind) {
    case "map":
    case "fold":
      return node.input.ops;
    case "exchange":
      return node.inputs.flatMap(({ ops }) => ops);
    default:
      return [];
  }
}
