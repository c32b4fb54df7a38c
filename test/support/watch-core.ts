/** What must hold after every step of the scheduler core, kept track of from events and commands alone. */
import type { CoreCommand, CoreEvent } from "../../src/runtime/core/events.ts";
import type { CoreState } from "../../src/runtime/core/state.ts";
import { invariant } from "../../src/shared/invariant.ts";
import type { SimulatedStage, Simulation, Start } from "./simulate-core.ts";

export interface CoreWatch {
  stepped(event: CoreEvent, commands: readonly CoreCommand[]): void;
  /** Nothing will happen any more. */
  over(): void;
  /** In the order in which they finished. */
  readonly committed: ReadonlySet<string>;
  /** Most launches at once. */
  readonly peak: number;
}

export function createCoreWatch(simulation: Simulation, core: CoreState): CoreWatch {
  const stages = new Map(simulation.stages.map((stage) => [stage.stage, stage]));
  const submitted = new Set<number>();
  const ended = new Map<number, string>();
  const running = new Map<number, Start>();
  /** Of those that run, the ones that take no slot any more. */
  const freed = new Set<number>();
  const tasks = new Map<string, { running: number; attempt: number; batches: number }>();
  const committed = new Set<string>();
  const copies = new Map<number, number>();
  /** The launch that ends with this event, and those of its tasks that did not finish it. */
  let ending: Start | undefined;
  const unexplained = new Set<number>();
  let stopped = false;
  let peak = 0;

  const stageOf = (id: number): SimulatedStage => {
    const stage = stages.get(id);
    invariant(stage !== undefined, `stage ${id} is known`);
    return stage;
  };

  const started = (start: Start): void => {
    const stage = stageOf(start.stage);
    invariant(!stopped, `nothing starts when the run has stopped: ${start.stage}/${start.first}`);
    invariant(submitted.has(start.stage) && !ended.has(start.stage), "only stages alive start");
    invariant(start.count === 1 || (!stage.gang && !stage.policy.effect), "what is sent together");
    running.set(start.launch, start);
    for (const index of indicesOf(start)) {
      const id = `${start.stage}/${index}`;
      const task = tasks.get(id) ?? { running: 0, attempt: 0, batches: 0 };
      invariant(!committed.has(id) && !isKnown(stage, index), `${id} is not done again`);
      invariant(start.attempt > task.attempt, `attempts of ${id} differ`);
      if (task.running > 0) {
        copies.set(start.stage, (copies.get(start.stage) ?? 0) + 1);
        invariant(task.running === 1, `${id} has one copy at most`);
        invariant(!stage.policy.effect && simulation.speculation, `${id} may be copied`);
      }
      task.batches += start.count > 1 ? 1 : 0;
      invariant(task.batches <= 1, `${id} is in one batch at most`);
      task.running += 1;
      task.attempt = start.attempt;
      tasks.set(id, task);
    }
    const most = Math.max(1, Math.floor(stage.tasks * 0.05));
    invariant((copies.get(start.stage) ?? 0) <= most, `stage ${start.stage} has few copies`);
  };

  const stopsRun = (stage: number): boolean =>
    simulation.onFailure !== "continue" && !stageOf(stage).guarded;

  const heard = (event: CoreEvent): void => {
    switch (event.kind) {
      case "submit": {
        const { stage } = event.submission;
        invariant(
          stageOf(stage).needs.every((need) => ended.get(need) === "stage-done"),
          "what a stage needs is done",
        );
        submitted.add(stage);
        return;
      }
      case "ended": {
        const launch = running.get(event.launch);
        invariant(launch !== undefined, "what ends has run");
        running.delete(event.launch);
        freed.delete(event.launch);
        ending = launch;
        for (const [offset, index] of indicesOf(launch).entries()) {
          const id = `${launch.stage}/${index}`;
          const task = tasks.get(id);
          invariant(task !== undefined, "what ends has started");
          task.running -= 1;
          if (
            event.outcomes[offset]?.kind === "finished" &&
            !ended.has(launch.stage) &&
            !committed.has(id)
          ) {
            committed.add(id);
          } else {
            unexplained.add(index);
          }
        }
        return;
      }
      case "freed": {
        const launch = running.get(event.launch);
        invariant(launch !== undefined, "what is freed has run");
        if (!stageOf(launch.stage).gang) {
          freed.add(event.launch);
        }
        return;
      }
      case "drain":
      case "kill":
        stopped = true;
        return;
      default:
        return;
    }
  };

  const explain = (index: number): void => {
    invariant(unexplained.delete(index), `task ${index} is told of once`);
  };

  const gangsAreWhole = (commands: readonly CoreCommand[]): void => {
    for (const stage of simulation.stages.filter(({ gang }) => gang)) {
      const first = commands.filter(
        (command) =>
          command.kind === "start" && command.stage === stage.stage && command.attempt === 1,
      );
      const all = indicesOf({ first: 0, count: stage.tasks }).filter((i) => !isKnown(stage, i));
      invariant(first.length === 0 || first.length === all.length, "a gang starts as a whole");
    }
  };

  const limitsHold = (): void => {
    const busy = [...running.values()].filter(({ launch }) => !freed.has(launch));
    peak = Math.max(peak, busy.length);
    invariant(busy.length <= simulation.slots, "no more runs than there are slots");
    const lanes = Map.groupBy(busy, ({ stage }) => stageOf(stage).lane);
    for (const [name, starts] of lanes) {
      const limit = simulation.stages.find(({ lane }) => lane === name)?.concurrency ?? null;
      invariant(limit === null || starts.length <= limit, `lane ${name} keeps its limit`);
    }
    const kept = [...core.stages.values()].reduce((sum, stage) => sum + stage.kept, 0);
    invariant(core.free + busy.length + kept === simulation.slots, "each slot is accounted for");
  };

  /** A slot is left empty only where nothing can use it, or a gang waits for more of them. */
  const isBusy = (): void => {
    const next = core.ready.peek();
    invariant(
      core.phase === "draining" || core.free === 0 || next === undefined || next.gang,
      "no worker is idle while a task could start",
    );
  };

  return {
    committed,
    get peak() {
      return peak;
    },
    stepped(event, commands) {
      heard(event);
      gangsAreWhole(commands);
      for (const command of commands) {
        switch (command.kind) {
          case "start":
            started(command);
            break;
          case "abort":
            invariant(running.has(command.launch), "only what runs is aborted");
            break;
          case "dropped":
            invariant(command.launch === ending?.launch, "only what ends is dropped");
            // Its stage may be over with a task before it in the same batch.
            if (unexplained.has(command.index)) {
              explain(command.index);
            } else {
              invariant(ended.has(ending.stage), "what is done counts where its stage goes on");
              committed.delete(`${ending.stage}/${command.index}`);
            }
            break;
          case "retry":
            explain(command.index);
            break;
          case "task-failed":
            explain(command.index);
            stopped ||= stopsRun(command.stage);
            break;
          case "stage-done":
          case "stage-failed":
          case "stage-cancelled":
            invariant(!ended.has(command.stage), `stage ${command.stage} ends once`);
            ended.set(command.stage, command.kind);
            stopped ||= command.kind === "stage-failed" && stopsRun(command.stage);
            break;
          default:
            break;
        }
      }
      invariant(unexplained.size === 0, "whatever comes to nothing is told of");
      limitsHold();
      isBusy();
    },
    over() {
      invariant(running.size === 0, "nothing runs when all is over");
      for (const id of submitted) {
        invariant(ended.has(id), `stage ${id} comes to an end`);
      }
      const { launches, stages: alive, lanes } = core;
      invariant(
        launches.size + alive.size + lanes.size === 0 && core.free === simulation.slots,
        "the core forgets what is over",
      );
    },
  };
}

export function isKnown({ settled }: SimulatedStage, index: number): boolean {
  return settled !== null && ((settled.tasks[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

function indicesOf({ first, count }: { readonly first: number; readonly count: number }) {
  return Array.from({ length: count }, (_, offset) => first + offset);
}
