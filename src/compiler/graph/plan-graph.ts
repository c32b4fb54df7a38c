/** The steps of a Plan as a picture has them: nodes with a line of text, regions as boxes, edges with what flows. */
import { assertNever } from "../../shared/assert-never.ts";
import { regionGraph } from "../ir/graph.ts";
import type { NodeId, Op, Plan, PlanNode, Region, StageInput } from "../ir/plan.ts";
import { printExpr } from "../ir/print-expr.ts";
import { printType } from "../ir/print-type.ts";
import { referencesOf, referencesOfNode } from "../ir/references.ts";
import { regionsOf } from "../ir/rewrite.ts";

export interface PlanGraph {
  readonly workflow: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly kind: "input" | "output" | PlanNode["kind"];
  /** What it does, in a few words of the language. */
  readonly label: string;
  readonly type: string;
  /** The node whose region it stands in; null at the top. */
  readonly parent: string | null;
  /** Which region of the parent: `body`, `then`, `else`, `catch`; null at the top. */
  readonly region: string | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "data" | "after";
}

export const OUTPUT_ID = "result";

export function planGraph(plan: Plan): PlanGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const param of plan.params) {
    nodes.push({
      id: param.name,
      kind: "input",
      label: param.name,
      type: printType(param.type),
      parent: null,
      region: null,
    });
  }
  addRegion(plan.body, null, null, nodes, edges);
  nodes.push({
    id: OUTPUT_ID,
    kind: "output",
    label: "result",
    type: printType(plan.result),
    parent: null,
    region: null,
  });
  for (const id of referencesOf(plan.body.result)) {
    edges.push({ from: id, to: OUTPUT_ID, kind: "data" });
  }
  const shown = new Set(nodes.map((node) => node.id));
  const needed = new Set(edges.map((edge) => edge.from));
  return {
    workflow: plan.workflow,
    nodes: nodes.filter((node) => node.kind !== "input" || needed.has(node.id)),
    edges: edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to)),
  };
}

function addRegion(
  region: Region,
  parent: NodeId | null,
  name: string | null,
  nodes: GraphNode[],
  edges: GraphEdge[],
): void {
  const inner = new Set(region.nodes.map((node) => node.id));
  for (const node of region.nodes) {
    nodes.push({
      id: node.id,
      kind: node.kind,
      label: describe(node),
      type: printType(node.type),
      parent,
      region: name,
    });
    for (const id of referencesOfNode(node)) {
      if (!inner.has(id)) {
        edges.push({ from: id, to: node.id, kind: "data" });
      }
    }
    for (const [i, nested] of regionsOf(node).entries()) {
      addRegion(nested, node.id, regionName(node, i), nodes, edges);
    }
  }
  const graph = regionGraph(region);
  for (const edge of graph.edges()) {
    edges.push({ from: edge.v, to: edge.w, kind: graph.edge(edge) ?? "data" });
  }
}

function regionName(node: PlanNode, i: number): string {
  switch (node.kind) {
    case "branch":
      return i === 0 ? "then" : "else";
    case "try":
      return i === 0 ? "try" : "catch";
    default:
      return "body";
  }
}

function describe(node: PlanNode): string {
  switch (node.kind) {
    case "value":
      return shorten(printExpr(node.expr));
    case "files":
      return `${node.single ? "file" : "files"} ${shorten(printExpr(node.pattern))}`;
    case "call":
      return node.function;
    case "split":
      return `split at ${node.unit.kind}${node.into === null ? "" : ` into ${shorten(printExpr(node.into))}`}`;
    case "map":
      return describeInput(node.input) || "map";
    case "exchange": {
      const into = node.into === null ? "" : ` into ${shorten(printExpr(node.into))}`;
      const combine = node.combine?.kind === "function" ? ` combine ${node.combine.function}` : "";
      const before = node.inputs.map(describeInput).filter((ops) => ops !== "");
      return [...before, `${node.partition === "hash" ? "shuffle" : "sort"}${into}${combine}`].join(
        ", ",
      );
    }
    case "fold":
      return `fold ${node.with.function}`;
    case "take":
      return `take ${shorten(printExpr(node.count))}`;
    case "flatten":
      return "flatten";
    case "each":
      return `for each ${node.body.params[0] ?? "element"}`;
    case "loop":
      return `repeat ${shorten(printExpr(node.times))} times`;
    case "branch":
      return `if ${shorten(printExpr(node.condition))}`;
    case "try":
      return "try";
    case "assert":
      return `assert ${shorten(printExpr(node.condition))}`;
    default:
      return assertNever(node);
  }
}

const describeInput = (input: StageInput): string => input.ops.map(describeOp).join(", ");

function describeOp(op: Op): string {
  switch (op.op) {
    case "decode":
      return `read ${op.format}`;
    case "for":
      return op.where === null ? "for" : `for where ${shorten(printExpr(op.where))}`;
    case "call":
      return `map ${op.function}`;
    case "reduce":
      return `reduce ${op.function}`;
    case "join":
      return `join ${op.sides.map((side) => side.name).join(", ")}`;
    case "aggregate":
      return `group ${op.aggregates.map((aggregate) => aggregate.name).join(", ")}`;
    case "elements":
      return "merge";
    case "flatten":
      return "flatten";
    default:
      return assertNever(op);
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
