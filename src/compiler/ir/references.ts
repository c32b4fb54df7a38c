/** What expressions, nodes and regions mention. */
import type { Expr } from "./expr.ts";
import type { NodeId, PlanNode, Region } from "./plan.ts";
import { mapChildren, rewriteNode } from "./rewrite.ts";

/** Free references of an expression, in order of first mention. */
export function referencesOf(expr: Expr): ReadonlySet<string> {
  const found = new Set<string>();
  collect(expr, new Set(), found);
  return found;
}

/**
 * References of a node to what stands outside it, in order of first mention: of its own expressions and of those in its
 * regions, without the names that the node and its regions bind.
 */
export function referencesOfNode(node: PlanNode): ReadonlySet<string> {
  const found = new Set<string>();
  collectNode(node, new Set(), found);
  return found;
}

/** As `referencesOfNode`, and what `after` names: all that must be committed before the node starts. */
export function dependenciesOf(node: PlanNode): ReadonlySet<NodeId> {
  return new Set([...referencesOfNode(node), ...node.after]);
}

/** References of a region to what stands outside it. */
export function referencesOfRegion(region: Region): ReadonlySet<string> {
  const found = new Set<string>();
  collectRegion(region, new Set(), found);
  return found;
}

function collect(expr: Expr, bound: Set<string>, found: Set<string>): void {
  if (expr.op === "ref") {
    if (!bound.has(expr.id)) {
      found.add(expr.id);
    }
    return;
  }
  if (expr.op === "let") {
    collect(expr.value, bound, found);
    within(bound, [expr.id], () => collect(expr.body, bound, found));
    return;
  }
  if (expr.op === "for") {
    collect(expr.source, bound, found);
    within(bound, expr.index === null ? [expr.id] : [expr.id, expr.index], () => {
      if (expr.where !== null) {
        collect(expr.where, bound, found);
      }
      collect(expr.body, bound, found);
    });
    return;
  }
  if (expr.op === "try") {
    collect(expr.body, bound, found);
    within(bound, [expr.id], () => collect(expr.handler, bound, found));
    return;
  }
  mapChildren(expr, (child) => {
    collect(child, bound, found);
    return child;
  });
}

function collectNode(node: PlanNode, bound: Set<string>, found: Set<string>): void {
  rewriteNode(node, {
    expr(expr, names) {
      within(bound, names, () => collect(expr, bound, found));
      return expr;
    },
    region(region) {
      collectRegion(region, bound, found);
      return region;
    },
  });
}

function collectRegion(region: Region, bound: Set<string>, found: Set<string>): void {
  const names = [...region.params, ...region.nodes.map((node) => node.id)];
  within(bound, names, () => {
    for (const node of region.nodes) {
      collectNode(node, bound, found);
      for (const id of node.after) {
        if (!bound.has(id)) {
          found.add(id);
        }
      }
    }
    collect(region.result, bound, found);
  });
}

/** Names are unique in a Plan, so that leaving a scope may drop the name outright unless it was bound before. */
function within(bound: Set<string>, names: readonly string[], body: () => void): void {
  const added = names.filter((name) => !bound.has(name));
  for (const name of added) {
    bound.add(name);
  }
  body();
  for (const name of added) {
    bound.delete(name);
  }
}
