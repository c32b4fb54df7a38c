/** How far each step is, and how fast, from the events so far. */
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
  /** When its first task started, and when something last happened to it; milliseconds since 1970. */
  firstStart: number | undefined;
  lastChange: number;
  /** The latest ones, oldest first. */
  readonly samples: Sample[];
}

interface Sample {
  readonly time: number;
  readonly done: number;
}

export interface RunProgress {
  /** In the order in which steps started. */
  readonly steps: ReadonlyMap<NodeId, StepProgress>;
  /** The step that changed, if one did. */
  apply(event: RunEvent): StepProgress | undefined;
}

/** Rates are of the last seconds: so many samples, at least so far apart. */
const SAMPLES = 40;
const SAMPLE_MS = 250;
/** Fewer tasks say little of a rate: then all that the step has done counts. */
const TELLING = 5;

export function createRunProgress(): RunProgress {
  const steps = new Map<NodeId, StepProgress>();
  const at = (step: NodeId): StepProgress => {
    const known = steps.get(step);
    if (known !== undefined) {
      return known;
    }
    const made: StepProgress = {
      step,
      tasks: 0,
      done: 0,
      running: 0,
      failed: 0,
      bytesIn: 0,
      open: 0,
      firstStart: undefined,
      lastChange: 0,
      samples: [],
    };
    steps.set(step, made);
    return made;
  };
  return {
    steps,
    apply(event) {
      if (
        !("step" in event) ||
        event.kind === "log" ||
        event.kind === "error-left-behind" ||
        event.kind === "task-waiting" ||
        event.kind === "task-repaired"
      ) {
        return undefined;
      }
      const step = at(event.step);
      step.lastChange = event.time;
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
        case "tasks-recalled":
          step.tasks += event.tasks;
          step.done += event.tasks;
          break;
        case "task-started":
          step.running += 1;
          step.firstStart ??= event.time;
          break;
        case "task-finished":
          step.running -= 1;
          step.done += 1;
          step.bytesIn += event.metrics.bytesIn;
          sample(step, event.time);
          break;
        case "task-dropped":
          step.running -= 1;
          break;
        case "task-retried":
        case "task-failed":
          step.running -= 1;
          step.failed += 1;
          break;
        default:
          event satisfies never;
      }
      return step;
    },
  };
}

function sample({ samples, done, firstStart }: StepProgress, time: number): void {
  if (time - (samples.at(-1)?.time ?? firstStart ?? 0) >= SAMPLE_MS) {
    samples.push({ time, done });
    if (samples.length > SAMPLES) {
      samples.shift();
    }
  }
}

/** Tasks a second, lately; undefined where it is too early to tell. */
export function rateOf(step: StepProgress, now: number): number | undefined {
  const [oldest] = step.samples;
  const recent = oldest === undefined ? 0 : step.done - oldest.done;
  const [time, done] =
    oldest !== undefined && recent >= TELLING
      ? [oldest.time, recent]
      : [step.firstStart ?? now, step.done];
  const seconds = (now - time) / 1_000;
  return done === 0 || seconds < 1 ? undefined : done / seconds;
}

/** Milliseconds until the tasks known are done, at that rate. */
export function remainingMs(step: StepProgress, now: number): number | undefined {
  const rate = rateOf(step, now);
  const left = step.tasks - step.done;
  return rate === undefined || left <= 0 ? undefined : (left / rate) * 1_000;
}
