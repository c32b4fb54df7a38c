import type { PlanNode } from "../compiler/ir/plan.ts";
import { referencesOf } from "../compiler/ir/references.ts";
import { rewriteNode } from "../compiler/ir/rewrite.ts";

const known = new WeakMap<PlanNode, readonly string[]>();

/**
 * What must be known before a node can start: references of its own expressions, in order of first mention. Those inside
 * its regions are not among them: each inner node waits for its own.
 */
export function mentionsOf(node: PlanNode): readonly string[] {
  const before = known.get(node);
  if (before !== undefined) {
    return before;
  }
  const found = new Set<string>();
  rewriteNode(node, {
    expr(expr, bound) {
      for (const id of referencesOf(expr)) {
        if (!bound.includes(id)) {
          found.add(id);
        }
      }
      return expr;
    },
    region: (region) => region,
  });
  const mentions = [...found];
  known.set(node, mentions);
  return mentions;
}
