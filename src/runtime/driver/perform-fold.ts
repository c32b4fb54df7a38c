import type { FoldNode } from "../../compiler/ir/plan.ts";
import { collectValue, valuesOf } from "../../control/collect.ts";
import { foldResult, foldWork, mergeLevel } from "../../control/fold-tree.ts";
import type { Outcome } from "./outcome.ts";
import { loadSource, placed, reported, runTasks, type Step, settle } from "./step.ts";

export function performFold(step: Step<FoldNode>): Promise<Outcome> {
  return reported(step, async () => {
    const { node, scope } = step;
    const source = await loadSource(step, node.input.source);
    if (!source.ok) {
      return source;
    }
    const folded = await runTasks(step, foldWork(node, source.value));
    if (!folded.ok) {
      return folded;
    }
    let parts = valuesOf(folded.value);
    let tasks = parts.length;
    for (let level = 1; parts.length > 1; level++) {
      const merging = mergeLevel(parts, node.fanIn, level);
      const merged = await runTasks(step, merging.work);
      if (!merged.ok) {
        return merged;
      }
      tasks += merged.value.length;
      parts = merging.next(valuesOf(merged.value));
    }
    const result = placed(step, foldResult(node, parts, scope));
    return result.ok ? settle(step, collectValue(result.value, node.id), tasks) : result;
  });
}
