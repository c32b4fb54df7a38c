/**
 * What a run would do, without doing it: the driver walks the Plan as in a run, takes over what other runs have done, lists
 * and cuts files itself, and stops at every step that has tasks left to do. Nothing is written but digests of files.
 */
import type { ExchangeNode, Plan, PlanNode } from "../../compiler/ir/plan.ts";
import { constantOf } from "../../compiler/ir/plan.ts";
import { regionsOf } from "../../compiler/ir/rewrite.ts";
import type { JsonObject } from "../../shared/json.ts";
import { err } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { Recall, RecalledStage } from "../driver/recall.ts";
import { runPlan } from "../driver/run-plan.ts";
import type { StageRequest } from "../driver/task-runner.ts";
import type { TaskInvoker } from "../invoker/invoker.ts";
import { taskName } from "../keys.ts";
import { planSteps } from "../report/plan-steps.ts";
import type { RunFailure } from "../run-failure.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TaskWork } from "../task.ts";
import { failureOf } from "../task-error.ts";
import type { Execute } from "../worker/serve-tasks.ts";
import { createActivity } from "./activity.ts";
import type { TaskPlace } from "./explain-task.ts";
import { createOverlayStore } from "./overlay-store.ts";
import type { NotedStageTask, Reuse } from "./reuse.ts";

export interface ForecastStep {
  /** The node whose tasks they are. */
  readonly step: string;
  /** Null where it is not known before the steps before it have run; an estimate where these have to. */
  readonly tasks: number | null;
  readonly reused: number;
  /** Whether it stands behind a step that has tasks left to do, so that its own input is not known. */
  readonly behind: boolean;
  /** Bytes that the tasks left to do read. */
  readonly bytes: number;
  /** The first task left to do, and from what it would be made. */
  readonly first: (TaskPlace & { readonly noted: NotedStageTask }) | null;
}

export interface Forecast {
  /** In source order. */
  readonly steps: readonly ForecastStep[];
  /** What fails before any task runs: an argument, a condition. */
  readonly failure: RunFailure | null;
}

export interface ForecastOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly args: JsonObject;
  readonly root: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Does tasks that look at files and write nothing. */
  readonly execute: Execute;
  /** Over the store that it is given; absent: nothing is reused. */
  readonly reuse: ((store: ObjectStore) => Reuse) | undefined;
}

interface Seen {
  tasks: number;
  reused: number;
  bytes: number;
  first: ForecastStep["first"];
}

export async function forecast(options: ForecastOptions): Promise<Forecast> {
  const { run, plan, args, root, clock, execute } = options;
  const activity = createActivity();
  const store = activity.watch(createOverlayStore(options.store));
  const reuse = options.reuse?.(store);
  const seen = new Map<string, Seen>();
  const stopped: (() => void)[] = [];
  const kill = new AbortController();

  const recall: Recall = {
    node: async () => undefined,
    stage: (request) =>
      activity
        .during(async () => {
          const known = await reuse?.stage(request, new Map());
          const outputs = new Map(
            [...(known?.found ?? [])].map(([index, { output }]) => [index, output] as const),
          );
          const stage: RecalledStage = {
            outputs,
            reused: outputs.size,
            told: false,
            committed: (index, output) => known?.committed(index, output),
            close: async () => known?.close(),
          };
          see(seen, request, outputs, known?.describe);
          return { stage, waits: outputs.size < request.work.count && !looksOnly(request) };
        })
        .then(({ stage, waits }) =>
          waits ? new Promise((resolve) => stopped.push(() => resolve(stage))) : stage,
        ),
    invoker: (invoker) => invoker,
    repair: async (failure) => failure,
  };
  const invoker: TaskInvoker = {
    name: "forecast",
    slots: 16,
    invoke: (task, _limits, signal) =>
      signal.aborted
        ? Promise.resolve(err(failureOf("cancelled", "cancelled")))
        : activity.during(async () => execute(task)),
    close: async () => {},
  };

  const running = runPlan(
    plan,
    { args, root, seed: 1, run, kill: kill.signal, speculation: false },
    { store, clock, reporters: [], invoker: async () => invoker, recall: () => recall },
  );
  const ended = running.then(() => true);
  while (!(await Promise.race([ended, activity.quiet()]))) {
    kill.abort();
    for (const stop of stopped.splice(0)) {
      stop();
    }
  }
  const outcome = await running;
  return {
    steps: stepsOf(plan, seen),
    failure: outcome.kind === "failed" ? outcome.failure : null,
  };
}

/** Listing and cutting files is what a forecast does, too. */
const looksOnly = ({ work }: StageRequest): boolean =>
  work.count > 0 && LOOKING.has(work.at(0).kind);

const LOOKING: ReadonlySet<TaskWork["kind"]> = new Set(["files", "split"]);

function see(
  seen: Map<string, Seen>,
  { node, at, work }: StageRequest,
  known: ReadonlyMap<number, unknown>,
  describe: ((index: number) => NotedStageTask) | undefined,
): void {
  const step = seen.get(node.id) ?? { tasks: 0, reused: 0, bytes: 0, first: null };
  seen.set(node.id, step);
  step.tasks += work.count;
  step.reused += known.size;
  for (let index = 0; index < work.count; index++) {
    if (!known.has(index)) {
      const task = work.at(index);
      step.bytes += bytesOf(task);
      if (step.first === null && describe !== undefined) {
        step.first = { step: node.id, at, task: taskName(task), noted: describe(index) };
      }
    }
  }
}

function bytesOf(work: TaskWork): number {
  if (work.kind === "regroup") {
    return runBytes(work.runs.producers);
  }
  if (!("source" in work) || work.kind === "split") {
    return 0;
  }
  switch (work.source.kind) {
    case "partition":
      return work.source.partition.bytes;
    case "groups":
      return work.source.inputs.reduce((sum, { producers }) => sum + runBytes(producers), 0);
    case "element":
      return 0;
    default:
      return work.source satisfies never;
  }
}

const runBytes = (producers: readonly { readonly offsets: readonly number[] }[]): number =>
  producers.reduce((sum, { offsets }) => sum + (offsets.at(-1) ?? 0) - (offsets[0] ?? 0), 0);

function stepsOf(plan: Plan, seen: ReadonlyMap<string, Seen>): readonly ForecastStep[] {
  const widths = estimate(plan, seen);
  return planSteps(plan).flatMap(({ node }): ForecastStep[] => {
    const step = seen.get(node);
    return step !== undefined
      ? [{ step: node, behind: false, ...step }]
      : [
          {
            step: node,
            tasks: widths.get(node) ?? null,
            reused: 0,
            behind: true,
            bytes: 0,
            first: null,
          },
        ];
  });
}

/** Tasks of steps that were not reached, where the Plan gives them. */
function estimate(plan: Plan, seen: ReadonlyMap<string, Seen>): ReadonlyMap<string, number> {
  const tasks = new Map([...seen].map(([node, step]) => [node, step.tasks]));
  /** Partitions that a node makes. */
  const partitions = new Map<string, number>();
  const visit = (node: PlanNode): void => {
    const own = tasks.get(node.id) ?? tasksOf(node, partitions);
    const made = partitionsOf(node, own, partitions);
    if (own !== undefined) {
      tasks.set(node.id, own);
    }
    if (made !== undefined) {
      partitions.set(node.id, made);
    }
    for (const region of regionsOf(node)) {
      region.nodes.forEach(visit);
    }
  };
  plan.body.nodes.forEach(visit);
  return tasks;
}

function tasksOf(node: PlanNode, partitions: ReadonlyMap<string, number>): number | undefined {
  switch (node.kind) {
    case "call":
    case "files":
    case "split":
      return 1;
    case "map":
    case "fold":
      return widthOf(node.input, partitions);
    case "exchange": {
      const widths = node.inputs.map((input) => widthOf(input, partitions));
      return widths.reduce<number | undefined>(
        (sum, width) => (sum === undefined || width === undefined ? undefined : sum + width),
        0,
      );
    }
    default:
      return undefined;
  }
}

function partitionsOf(
  node: PlanNode,
  tasks: number | undefined,
  partitions: ReadonlyMap<string, number>,
): number | undefined {
  switch (node.kind) {
    case "map":
    case "call":
      return tasks;
    case "split":
      return constantWidth(node.into);
    case "exchange": {
      const [first] = node.inputs;
      return constantWidth(node.into) ?? (first && widthOf(first, partitions));
    }
    default:
      return undefined;
  }
}

function widthOf(
  {
    source,
  }: ExchangeNode["inputs"][number] | { readonly source: ExchangeNode["inputs"][number]["source"] },
  partitions: ReadonlyMap<string, number>,
): number | undefined {
  if (source.kind === "range" || source.value.op !== "ref") {
    return undefined;
  }
  return partitions.get(source.value.id);
}

function constantWidth(into: ExchangeNode["into"]): number | undefined {
  const width = into === null ? undefined : constantOf(into);
  return typeof width === "number" ? width : undefined;
}
