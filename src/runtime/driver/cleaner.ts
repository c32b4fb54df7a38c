import type { LoopNode, PlanNode } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";

/** Is told what is over, and deletes what nothing can need any more. Nobody waits for it but the end of the run. */
export interface Cleaner {
  /** A node of the outermost region has come to its value. */
  done(node: PlanNode, value: Json): void;
  /** A round of a loop is over: `at` is its index path, `state` what the loop holds since. */
  roundOver(node: LoopNode, at: string, state: Json): void;
  idle(): Promise<void>;
}
