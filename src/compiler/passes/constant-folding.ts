import { evaluate } from "../../evaluator/evaluate.ts";
import type { Json } from "../../shared/json.ts";
import type { Expr } from "../ir/expr.ts";
import { orderRegion } from "../ir/graph.ts";
import type { BranchNode, NodeId, Plan, PlanNode, Region } from "../ir/plan.ts";
import { mapChildren, rewriteNode } from "../ir/rewrite.ts";
import type { Pass } from "./pass.ts";

/**
 * Evaluates what is known, puts constants and plain names in the place of the values that stand for them, and a branch
 * whose condition is known in the place of its arm. What would fail is left for the run to fail at.
 */
export const constantFolding: Pass = {
  name: "constant-folding",
  run(plan: Plan): Plan {
    return { ...plan, body: foldRegion(plan.body, new Map()) };
  },
};

/** Longest constant, in characters of JSON, that takes the place of the expression that makes it. */
const LARGEST_CONSTANT = 1024;

type Known = Map<string, Expr>;

function foldRegion(region: Region, outer: ReadonlyMap<string, Expr>): Region {
  const known: Known = new Map(outer);
  const order = orderRegion(region);
  const folded = new Map<NodeId, Folded>();
  for (const node of order.kind === "order" ? order.nodes : region.nodes) {
    const result = foldNode(node, known);
    folded.set(node.id, result);
    const value = result.nodes.find((made) => made.id === node.id);
    if (value?.kind === "value" && value.after.length === 0 && isPlain(value.expr)) {
      known.set(node.id, value.expr);
    }
  }
  const parts = region.nodes.map((node) => folded.get(node.id) ?? { nodes: [node], roots: [] });
  return {
    ...region,
    nodes: parts.flatMap((part) => part.nodes),
    roots: [...region.roots, ...parts.flatMap((part) => part.roots)],
    result: foldExpr(region.result, known),
  };
}

const isPlain = (expr: Expr): boolean => expr.op === "const" || expr.op === "ref";

interface Folded {
  readonly nodes: readonly PlanNode[];
  /** That the arm of a known branch brings to the region around it. */
  readonly roots: readonly NodeId[];
}

function foldNode(node: PlanNode, known: Known): Folded {
  const result = rewriteNode(node, {
    expr: (expr) => foldExpr(expr, known),
    region: (region) => foldRegion(region, known),
  });
  return result.kind === "branch" ? takeKnownArm(result) : { nodes: [result], roots: [] };
}

function takeKnownArm(branch: BranchNode): Folded {
  if (branch.condition.op !== "const") {
    return { nodes: [branch], roots: [] };
  }
  const arm = branch.condition.value === true ? branch.then : branch.otherwise;
  const { id, type, after, origin } = branch;
  const value: PlanNode = { kind: "value", id, type, after, origin, expr: arm.result };
  const nodes = arm.nodes.map((inner) => ({
    ...inner,
    after: [...new Set([...inner.after, ...after])],
  }));
  return { nodes: [...nodes, value], roots: arm.roots };
}

function foldExpr(expr: Expr, known: ReadonlyMap<string, Expr>): Expr {
  if (expr.op === "ref") {
    return known.get(expr.id) ?? expr;
  }
  const folded = mapChildren(expr, (child) => foldExpr(child, known));
  switch (folded.op) {
    case "call":
      return folded.function !== "fail" && folded.args.every(isConstant)
        ? computed(folded)
        : folded;
    case "field":
      return fieldOf(folded.object, folded.name) ?? folded;
    case "element":
    case "entry":
      return mapChildrenConstant(folded) ? computed(folded) : folded;
    case "record":
      return folded.fields.every((field) => isConstant(field.value)) ? computed(folded) : folded;
    case "list":
      return folded.elements.every((element) => isConstant(element.value))
        ? computed(folded)
        : folded;
    case "if":
      return folded.condition.op === "const"
        ? folded.condition.value === true
          ? folded.then
          : folded.otherwise
        : folded;
    case "and":
      return decided(folded.left, false, folded.right) ?? folded;
    case "or":
      return decided(folded.left, true, folded.right) ?? folded;
    case "coalesce":
      return folded.left.op === "const"
        ? folded.left.value === null
          ? folded.right
          : folded.left
        : folded;
    case "let":
      return isPlain(folded.value)
        ? foldExpr(folded.body, new Map([[folded.id, folded.value]]))
        : folded;
    default:
      return folded;
  }
}

const isConstant = (expr: Expr): boolean => expr.op === "const";

function mapChildrenConstant(expr: Expr): boolean {
  let all = true;
  mapChildren(expr, (child) => {
    all &&= isConstant(child);
    return child;
  });
  return all;
}

/** `left` where it decides alone, `right` where it does not, undefined where it is not known. */
function decided(left: Expr, deciding: boolean, right: Expr): Expr | undefined {
  if (left.op !== "const") {
    return undefined;
  }
  return left.value === deciding ? left : right;
}

/** A field of a record that is written out; undefined where it is not. */
function fieldOf(object: Expr, name: string): Expr | undefined {
  if (object.op === "record") {
    return object.fields.find((field) => field.name === name)?.value;
  }
  if (object.op !== "const" || typeof object.value !== "object" || object.value === null) {
    return undefined;
  }
  const value: Json | undefined = Object.entries(object.value).find(([key]) => key === name)?.[1];
  return value === undefined ? undefined : { op: "const", value };
}

function computed(expr: Expr): Expr {
  const result = evaluate(expr, {});
  return result.ok && isSmall(result.value) ? { op: "const", value: result.value } : expr;
}

/** JSON has no word for NaN and infinity: they stay the expressions that make them. */
function isSmall(value: Json): boolean {
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0);
  }
  return typeof value !== "object" || value === null || isSmallStructure(value);
}

function isSmallStructure(value: Json): boolean {
  let exact = true;
  const text = JSON.stringify(value, (_, inner: unknown) => {
    exact &&= typeof inner !== "number" || (Number.isFinite(inner) && !Object.is(inner, -0));
    return inner;
  });
  return exact && text.length <= LARGEST_CONSTANT;
}
