/** The recall of one run: what its own manifests say, what other runs have done, and how to make anew what is lost. */
import type { Plan } from "../../compiler/ir/plan.ts";
import { invariant } from "../../shared/invariant.ts";
import { ok } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { Recall } from "../driver/recall.ts";
import { nodePrefix, taskName } from "../keys.ts";
import type { Reporter } from "../run-event.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TaskOutput } from "../task.ts";
import { committedTasks } from "./committed-tasks.ts";
import { type CompletedNode, completedNode } from "./completed-node.ts";
import { objectPlace } from "./object-place.ts";
import { createProducers } from "./producers.ts";
import { createRepair, type Repair } from "./repair.ts";
import type { Reuse } from "./reuse.ts";

export interface RecallOptions {
  readonly run: string;
  readonly plan: Plan;
  /** Whether an earlier driver has begun the run. */
  readonly resumes: boolean;
  /** Absent: other runs are left alone. */
  readonly reuse?: Reuse;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly report: Reporter;
}

export function createRecall(options: RecallOptions): Recall {
  const { run, plan, resumes, reuse, store, clock, report } = options;
  const producers = createProducers(run);
  const told = new Set<string>();
  let repair: Repair | undefined;
  const never = new AbortController().signal;

  return {
    async node(place, perform) {
      const known = resumes ? await completedNode(run, place) : undefined;
      if (known === undefined) {
        return undefined;
      }
      const { node, at } = place;
      const own = nodePrefix(run, node.id, at);
      told.add(own);
      for (const prefix of prefixesOf(known, own)) {
        producers.addDormant(prefix, perform);
      }
      const step = { step: node.id, at };
      report({ kind: "step-started", ...step, time: clock.now() });
      if (known.tasks > 0) {
        const { tasks } = known;
        report({ kind: "tasks-recalled", ...step, tasks, reused: 0, time: clock.now() });
      }
      report({ kind: "step-finished", ...step, time: clock.now() });
      return ok(known.value);
    },

    async stage(request) {
      producers.add(request);
      const own = resumes ? await committedTasks(store, run, request) : NONE;
      const reused = await reuse?.stage(request, own);
      const outputs = new Map(own);
      for (const [index, { output, taskPrefix }] of reused?.found ?? []) {
        outputs.set(index, output);
        producers.addReused(taskPrefix, request, index);
      }
      return {
        outputs,
        reused: reused?.found.size ?? 0,
        told: told.has(nodePrefix(run, request.node.id, request.at)),
        committed: (index, output) => reused?.committed(index, output),
        close: async () => reused?.close(),
      };
    },

    invoker(invoker) {
      const made = createRepair(invoker, {
        plan,
        store,
        producers,
        repaired(object, { node, at, work, attempt }) {
          const place = { step: node, at, task: taskName(work), attempt };
          report({ kind: "task-repaired", ...place, object, time: clock.now() });
        },
        distrusted: (producer) => reuse?.forget(producer),
      });
      repair = made;
      const { invoke, invokeBatch } = made;
      return { ...invoker, invoke, ...(invokeBatch && { invokeBatch }) };
    },

    repair(failure) {
      invariant(repair !== undefined, "the invoker is asked for first");
      return repair.mend(failure, never);
    },
  };
}

const NONE: ReadonlyMap<number, TaskOutput> = new Map();

/** Where the objects of a completed node are: below its own prefix, and below those of tasks that it reused. */
function prefixesOf(known: CompletedNode, own: string): ReadonlySet<string> {
  const prefixes = new Set([own]);
  for (const key of known.keys()) {
    if (!key.startsWith(own)) {
      const place = objectPlace(key);
      if (place !== undefined) {
        prefixes.add(place.nodePrefix);
      }
    }
  }
  return prefixes;
}
