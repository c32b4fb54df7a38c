/** How far each step is, from the events so far. */
import type { NodeId } from "../../compiler/ir/plan.ts";
import type { RunEvent } from "../run-event.ts";

export interface StepProgress {
  readonly step: NodeId;
  /** Tasks known so far, in all iterations. */
  tasks: number;
  done: number;
  running: number;
  /** Attempts that failed. */
  failed: number;
  bytesIn: number;
  /** Iterations under way. */
  open: number;
}

export interface RunProgress {
  /** In the order in which steps started. */
  readonly steps: ReadonlyMap<NodeId, StepProgress>;
  /** The step that changed, if one did. */
  apply(event: RunEvent): StepProgress | undefined;
}

export function createRunProgress(): RunProgress {
  const steps = new Map<NodeId, StepProgress>();
  const at = (step: NodeId): StepProgress => {
    const known = steps.get(step);
    if (known !== undefined) {
      return known;
    }
    const made = { step, tasks: 0, done: 0, running: 0, failed: 0, bytesIn: 0, open: 0 };
    steps.set(step, made);
    return made;
  };
  return {
    steps,
    apply(event) {
      if (!("step" in event)) {
        return undefined;
      }
      const step = at(event.step);
      switch (event.kind) {
        case "step-started":
          step.open += 1;
          break;
        case "step-finished":
        case "step-failed":
        case "step-cancelled":
          step.open -= 1;
          break;
        case "tasks-added":
          step.tasks += event.tasks;
          break;
        case "task-started":
          step.running += 1;
          break;
        case "task-finished":
          step.running -= 1;
          step.done += 1;
          step.bytesIn += event.metrics.bytesIn;
          break;
        case "task-retried":
        case "task-failed":
          step.running -= 1;
          step.failed += 1;
          break;
        case "tasks-recalled":
          step.tasks += event.tasks;
          step.done += event.tasks;
          break;
        case "log":
        case "task-waiting":
        case "task-repaired":
          return undefined;
        default:
          event satisfies never;
      }
      return step;
    },
  };
}
