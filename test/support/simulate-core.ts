/** Runs the scheduler core in virtual time: stages of random width and policy, random durations and failures. */
import type {
  CareWanted,
  CoreCommand,
  CoreEvent,
  StagePolicy,
  Submission,
} from "../../src/runtime/core/events.ts";
import { createHeap } from "../../src/runtime/core/heap.ts";
import { createCore } from "../../src/runtime/core/state.ts";
import { step } from "../../src/runtime/core/step.ts";
import type { Failure } from "../../src/runtime/failure.ts";

export interface SimulatedStage extends Submission {
  /** Stages that must be done before this one is submitted. */
  readonly needs: readonly number[];
}

export interface Simulation {
  readonly slots: number;
  readonly seed: number;
  readonly stages: readonly SimulatedStage[];
  readonly duration: (stage: number, index: number, attempt: number) => number;
  /** Undefined: the attempt succeeds. */
  readonly failure: (stage: number, index: number, attempt: number) => Failure | undefined;
  /** What another attempt would be good for; `none` unless given. */
  readonly care?: (stage: number, index: number, attempt: number) => CareWanted;
  /** Elements that the task leaves out; none unless given. */
  readonly skipped?: (stage: number, index: number) => number;
}

export interface SimulationResult {
  /** Stages by how they ended; absent: never submitted, since one it needs failed. */
  readonly ended: ReadonlyMap<number, "done" | "failed" | "cancelled">;
  /** Attempts that succeeded while their stage was alive, as `stage/index`. */
  readonly committed: readonly string[];
  readonly starts: readonly Extract<CoreCommand, { kind: "start" }>[];
  readonly peak: { all: number; readonly lanes: Map<string, number> };
  readonly time: number;
  readonly events: number;
}

export const plainPolicy: StagePolicy = {
  retry: null,
  memory: { base: 1, max: 1 },
  timeoutMs: null,
  tolerance: null,
};

type Due = { readonly at: number; readonly order: number; readonly event: CoreEvent };

export function simulate(simulation: Simulation): SimulationResult {
  const core = createCore(simulation);
  const byId = new Map(simulation.stages.map((stage) => [stage.stage, stage]));
  const due = createHeap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  const running = new Map<string, { readonly attempt: number; aborted: boolean }>();
  const inLane = new Map<string, number>();
  const ended = new Map<number, "done" | "failed" | "cancelled">();
  const submitted = new Set<number>();
  const committed: string[] = [];
  const starts: Extract<CoreCommand, { kind: "start" }>[] = [];
  const peak = { all: 0, lanes: new Map<string, number>() };
  let now = 0;
  let order = 0;
  let events = 0;

  const schedule = (at: number, event: CoreEvent): void => due.push({ at, order: order++, event });

  const occupy = (stage: number, by: number): void => {
    const lane = byId.get(stage)?.lane ?? "";
    const count = (inLane.get(lane) ?? 0) + by;
    inLane.set(lane, count);
    peak.lanes.set(lane, Math.max(peak.lanes.get(lane) ?? 0, count));
    peak.all = Math.max(peak.all, running.size);
  };

  const submitReady = (): void => {
    for (const stage of simulation.stages) {
      if (!submitted.has(stage.stage) && stage.needs.every((id) => ended.get(id) === "done")) {
        submitted.add(stage.stage);
        schedule(now, { kind: "submit", submission: stage, now });
      }
    }
  };

  const perform = (command: CoreCommand): void => {
    switch (command.kind) {
      case "start": {
        const id = `${command.stage}/${command.index}`;
        if (running.has(id)) {
          throw new Error(`task ${id} runs twice at once`);
        }
        starts.push(command);
        running.set(id, { attempt: command.attempt, aborted: false });
        occupy(command.stage, 1);
        const { stage, index, attempt } = command;
        const at = now + simulation.duration(stage, index, attempt);
        const failure = simulation.failure(stage, index, attempt);
        schedule(
          at,
          failure === undefined
            ? {
                kind: "finished",
                stage,
                index,
                elements: 1,
                skipped: simulation.skipped?.(stage, index) ?? 0,
                now: at,
              }
            : {
                kind: "failed",
                stage,
                index,
                failure,
                care: simulation.care?.(stage, index, attempt) ?? "none",
                now: at,
              },
        );
        return;
      }
      case "abort": {
        const attempt = running.get(`${command.stage}/${command.index}`);
        if (attempt === undefined) {
          throw new Error("only what runs is aborted");
        }
        attempt.aborted = true;
        return;
      }
      case "wake":
        schedule(command.at, { kind: "tick", now: command.at });
        return;
      case "stage-done":
      case "stage-failed":
      case "stage-cancelled":
        if (ended.has(command.stage)) {
          throw new Error(`stage ${command.stage} ends twice`);
        }
        ended.set(command.stage, endings[command.kind]);
        submitReady();
        return;
      default:
        return;
    }
  };

  submitReady();
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    now = next.at;
    events += 1;
    const { event } = next;
    if (event.kind === "finished" || event.kind === "failed") {
      const id = `${event.stage}/${event.index}`;
      running.delete(id);
      occupy(event.stage, -1);
      if (event.kind === "finished" && !ended.has(event.stage)) {
        committed.push(id);
      }
    }
    for (const command of step(core, event)) {
      perform(command);
    }
  }
  if (running.size > 0 || core.running > 0 || core.stages.size > 0 || core.lanes.size > 0) {
    throw new Error("the core has forgotten nothing when all is over");
  }
  return { ended, committed, starts, peak, time: now, events };
}

const endings = {
  "stage-done": "done",
  "stage-failed": "failed",
  "stage-cancelled": "cancelled",
} as const;
