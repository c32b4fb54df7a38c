/** Who made an object: the tasks that this driver knows, and nodes that it can get to know by performing them. */
import type { Outcome } from "../driver/outcome.ts";
import type { StageRequest } from "../driver/task-runner.ts";
import { nodePrefix, taskName } from "../keys.ts";
import type { Task } from "../task.ts";
import type { ObjectPlace } from "./object-place.ts";

export interface Producer {
  readonly request: StageRequest;
  /** The attempt whose objects they are, to be made again. */
  readonly task: Task;
}

export interface Producers {
  /** The tasks of a stage write below the prefix of its node. */
  add(request: StageRequest): void;
  /** Task `index` of a stage was done under another prefix, by another run. */
  addReused(taskPrefix: string, request: StageRequest, index: number): void;
  /** What makes objects below the prefix is known once the node has been performed. */
  addDormant(prefix: string, perform: () => Promise<Outcome>): void;
  find(place: ObjectPlace): Promise<Producer | undefined>;
}

interface Reused {
  readonly request: StageRequest;
  readonly index: number;
}

export function createProducers(run: string): Producers {
  const stages = new Map<string, StageRequest[]>();
  const reused = new Map<string, Reused>();
  const dormant = new Map<string, (() => Promise<Outcome>)[]>();
  const names = new WeakMap<StageRequest, ReadonlyMap<string, number>>();

  const indexOf = (request: StageRequest, task: string): number | undefined => {
    let known = names.get(request);
    if (known === undefined) {
      const { work } = request;
      known = new Map(
        Array.from({ length: work.count }, (_, index) => [taskName(work.at(index)), index]),
      );
      names.set(request, known);
    }
    return known.get(task);
  };

  const findKnown = (place: ObjectPlace): Producer | undefined => {
    const elsewhere = reused.get(place.taskPrefix);
    if (elsewhere !== undefined) {
      return producerOf(run, elsewhere, place, `${place.taskPrefix}a${place.attempt}/`);
    }
    for (const request of stages.get(place.nodePrefix) ?? []) {
      const index = indexOf(request, place.task);
      if (index !== undefined) {
        return producerOf(run, { request, index }, place, undefined);
      }
    }
    return undefined;
  };

  return {
    add(request) {
      const prefix = nodePrefix(run, request.node.id, request.at);
      const known = stages.get(prefix);
      if (known === undefined) {
        stages.set(prefix, [request]);
      } else {
        known.push(request);
      }
    },
    addReused: (prefix, request, index) => void reused.set(prefix, { request, index }),
    addDormant(prefix, perform) {
      dormant.set(prefix, [...(dormant.get(prefix) ?? []), perform]);
    },
    async find(place) {
      const known = findKnown(place);
      if (known !== undefined) {
        return known;
      }
      const waking = dormant.get(place.nodePrefix) ?? [];
      dormant.delete(place.nodePrefix);
      for (const perform of waking) {
        await perform();
      }
      return findKnown(place);
    },
  };
}

function producerOf(
  run: string,
  { request, index }: Reused,
  { attempt }: ObjectPlace,
  prefix: string | undefined,
): Producer {
  const { node, at, scope, work } = request;
  return {
    request,
    task: {
      run,
      node: node.id,
      at,
      work: work.at(index),
      attempt,
      scope,
      ...(prefix === undefined ? {} : { prefix }),
    },
  };
}
