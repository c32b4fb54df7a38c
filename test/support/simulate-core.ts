/**
 * Runs the scheduler core in virtual time: a DAG of stages, durations and failures as they are given. What must hold at
 * any time is checked after every step, by what was commanded and not by what the core believes.
 */
import type {
  CareWanted,
  CoreCommand,
  CoreEvent,
  CoreSettings,
  LaunchId,
  StagePolicy,
  Submission,
  TaskOutcome,
} from "../../src/runtime/core/events.ts";
import { createHeap } from "../../src/runtime/core/heap.ts";
import { createCore } from "../../src/runtime/core/state.ts";
import { step } from "../../src/runtime/core/step.ts";
import type { Failure } from "../../src/runtime/failure.ts";
import { failureOf } from "../../src/runtime/task-error.ts";
import { createCoreWatch } from "./watch-core.ts";

export interface SimulatedStage extends Submission {
  /** Stages that must be done before this one is submitted. */
  readonly needs: readonly number[];
}

export interface Attempt {
  readonly stage: number;
  readonly index: number;
  readonly attempt: number;
  readonly memory: number;
  /** Attempts at the task that came to an end before. */
  readonly before: number;
}

export interface Simulation extends CoreSettings {
  readonly stages: readonly SimulatedStage[];
  /** Milliseconds. */
  readonly duration: (attempt: Attempt) => number;
  /** Undefined: the attempt succeeds. One that ends its worker breaks off the batch it is in. */
  readonly failure: (attempt: Attempt) => Failure | undefined;
  /** What another attempt would be good for; `none` unless given. */
  readonly care?: (attempt: Attempt) => CareWanted;
  /** Elements that the task leaves out; none unless given. */
  readonly skipped?: (stage: number, index: number) => number;
  /** Milliseconds that what a launch made needs to be committed, after its worker is free; 0 unless given. */
  readonly commitMs?: (launch: LaunchId) => number;
  /** Milliseconds until an aborted launch is over, if it does not end by itself before; 1 unless given. */
  readonly abortMs?: (launch: LaunchId) => number;
  readonly interrupts?: readonly Extract<CoreEvent, { kind: "drain" | "kill" | "cancel" }>[];
}

export type Start = Extract<CoreCommand, { kind: "start" }>;

export type Ending = "done" | "failed" | "cancelled";

export interface SimulationResult {
  /** Stages by how they ended; absent: never submitted, since one it needs failed. */
  readonly ended: ReadonlyMap<number, Ending>;
  /** Tasks whose first attempt to succeed did so while their stage was alive, as `stage/index`. */
  readonly committed: readonly string[];
  readonly starts: readonly Start[];
  readonly failures: readonly Extract<CoreCommand, { kind: "stage-failed" }>[];
  readonly peak: number;
  readonly time: number;
  readonly events: readonly CoreEvent[];
  readonly commands: readonly (readonly CoreCommand[])[];
}

export const plainPolicy: StagePolicy = {
  retry: null,
  memory: { base: 1, max: 1 },
  timeoutMs: null,
  tolerance: null,
  effect: false,
};

interface Running {
  readonly start: Start;
  readonly attempts: readonly Attempt[];
  isOver: boolean;
  /** Its worker is: what it made is being committed, and will be. */
  isFree: boolean;
}

type Happening =
  | { readonly kind: "event"; readonly event: CoreEvent }
  | { readonly kind: "frees"; readonly running: Running }
  | { readonly kind: "ends"; readonly running: Running; readonly outcomes: readonly TaskOutcome[] };

interface Due {
  readonly at: number;
  readonly order: number;
  readonly happening: Happening;
}

export function simulate(simulation: Simulation): SimulationResult {
  const core = createCore(simulation);
  const watch = createCoreWatch(simulation, core);
  const due = createHeap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  const running = new Map<LaunchId, Running>();
  const ended = new Map<number, Ending>();
  const submitted = new Set<number>();
  const attemptsEnded = new Map<string, number>();
  const events: CoreEvent[] = [];
  const commands: (readonly CoreCommand[])[] = [];
  let now = 0;
  let order = 0;

  const schedule = (at: number, happening: Happening): void =>
    due.push({ at, order: order++, happening });

  const submitReady = (): void => {
    for (const stage of simulation.stages) {
      if (!submitted.has(stage.stage) && stage.needs.every((id) => ended.get(id) === "done")) {
        submitted.add(stage.stage);
        const { needs: _, ...submission } = stage;
        schedule(now, { kind: "event", event: { kind: "submit", submission, now } });
      }
    }
  };

  const start = (command: Start): void => {
    const { stage, first, count, attempt, memory } = command;
    const attempts = Array.from({ length: count }, (_, offset): Attempt => {
      const index = first + offset;
      const before = attemptsEnded.get(`${stage}/${index}`) ?? 0;
      return { stage, index, attempt, memory, before };
    });
    const launched = { start: command, attempts, isOver: false, isFree: false };
    running.set(command.launch, launched);
    const ms = attempts.reduce((sum, each) => sum + simulation.duration(each), 0);
    const commitMs = simulation.commitMs?.(command.launch) ?? 0;
    if (commitMs > 0) {
      schedule(now + ms, { kind: "frees", running: launched });
    }
    schedule(now + ms + commitMs, {
      kind: "ends",
      running: launched,
      outcomes: outcomesOf(simulation, attempts),
    });
  };

  const perform = (command: CoreCommand): void => {
    switch (command.kind) {
      case "start":
        start(command);
        return;
      case "abort": {
        const launched = running.get(command.launch);
        if (launched !== undefined && !launched.isFree) {
          const ms = simulation.abortMs?.(command.launch) ?? 1;
          const outcomes = launched.attempts.map(() => aborted);
          schedule(now + ms, { kind: "ends", running: launched, outcomes });
        }
        return;
      }
      case "wake":
        schedule(command.at, { kind: "event", event: { kind: "tick", now: command.at } });
        return;
      case "stage-done":
      case "stage-failed":
      case "stage-cancelled":
        ended.set(command.stage, endings[command.kind]);
        submitReady();
        return;
      default:
        return;
    }
  };

  const eventOf = ({ happening, at }: Due): CoreEvent | undefined => {
    if (happening.kind === "event") {
      return happening.event;
    }
    const { start: launched, attempts } = happening.running;
    if (happening.running.isOver) {
      return undefined;
    }
    if (happening.kind === "frees") {
      happening.running.isFree = true;
      return { kind: "freed", launch: launched.launch, now: at };
    }
    happening.running.isOver = true;
    running.delete(launched.launch);
    for (const { stage, index, before } of attempts) {
      attemptsEnded.set(`${stage}/${index}`, before + 1);
    }
    return { kind: "ended", launch: launched.launch, outcomes: happening.outcomes, now: at };
  };

  for (const interrupt of simulation.interrupts ?? []) {
    schedule(interrupt.now, { kind: "event", event: interrupt });
  }
  submitReady();
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    const event = eventOf(next);
    if (event !== undefined) {
      now = next.at;
      const said = step(core, event);
      events.push(event);
      commands.push(said);
      watch.stepped(event, said);
      for (const command of said) {
        perform(command);
      }
    }
  }
  watch.over();
  return {
    ended,
    committed: [...watch.committed],
    starts: commands.flat().filter((command) => command.kind === "start"),
    failures: commands.flat().filter((command) => command.kind === "stage-failed"),
    peak: watch.peak,
    time: now,
    events,
    commands,
  };
}

/** What comes of a launch that is let alone: as the worker and its driver would say it. */
function outcomesOf(simulation: Simulation, attempts: readonly Attempt[]): readonly TaskOutcome[] {
  const outcomes = attempts.map((attempt): TaskOutcome => {
    const failure = simulation.failure(attempt);
    return failure === undefined
      ? {
          kind: "finished",
          elements: 1,
          skipped: simulation.skipped?.(attempt.stage, attempt.index) ?? 0,
        }
      : { kind: "failed", failure, care: simulation.care?.(attempt) ?? "none" };
  });
  const isLost = outcomes.some(
    (outcome) => outcome.kind === "failed" && endsWorker.has(outcome.failure.kind),
  );
  return isLost && attempts.length > 1 ? attempts.map(() => ({ kind: "undone" })) : outcomes;
}

const endsWorker: ReadonlySet<string> = new Set(["lost", "crash", "timeout", "out-of-memory"]);

const aborted: TaskOutcome = {
  kind: "failed",
  failure: failureOf("cancelled", "cancelled"),
  care: "none",
};

const endings = {
  "stage-done": "done",
  "stage-failed": "failed",
  "stage-cancelled": "cancelled",
} as const;
