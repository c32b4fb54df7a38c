import type { NodeId } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import type { CallPlace, PlacedCall, Task } from "../task.ts";

/**
 * Which call of a function a task is in, for whoever has to say where it was lost. Two numbers and two references are
 * stored for a call and nothing is allocated, since it runs for every element.
 */
export interface CallWatch {
  /** Calls nest: what a call gives may be given to another function at once. `item` is what the call is given. */
  enter(step: NodeId, from: number, count: number, item: Json | undefined): void;
  leave(): void;
  /** Calls that began since the watch was made. */
  readonly calls: number;
  /** The innermost call under way, undefined between calls. */
  current(): PlacedCall | undefined;
  /** For the next task: forgets calls that never ended. `changed` is told of every call that begins or ends. */
  begin(task: Task | undefined, changed?: () => void): void;
}

export function createCallWatch(): CallWatch {
  const steps: NodeId[] = [];
  const froms: number[] = [];
  const counts: number[] = [];
  const items: (Json | undefined)[] = [];
  let depth = 0;
  let calls = 0;
  let task: Task | undefined;
  let listener: (() => void) | undefined;

  return {
    enter(step, from, count, item) {
      steps[depth] = step;
      froms[depth] = from;
      counts[depth] = count;
      items[depth] = item;
      depth += 1;
      calls += 1;
      listener?.();
    },
    leave() {
      depth -= 1;
      listener?.();
    },
    get calls() {
      return calls;
    },
    current() {
      const step = steps[depth - 1];
      if (step === undefined || depth === 0) {
        return undefined;
      }
      const call = { step, from: froms[depth - 1] ?? 0, count: counts[depth - 1] ?? 1 };
      return { call, item: printCall(task, call, items[depth - 1]) };
    },
    begin(next, changed) {
      task = next;
      listener = changed;
      depth = 0;
    },
  };
}

/** `{"n":7} (element 7 of partition 0)`: what a call was given, and where that stands among what reaches the step. */
function printCall(task: Task | undefined, call: CallPlace, item: Json | undefined): string {
  const place = placeOfCall(task, call);
  const text = item === undefined ? undefined : printItem(item);
  return text === undefined
    ? (place ?? "its input")
    : text + (place === undefined ? "" : ` (${place})`);
}

/** Counted from 0, as `for x, i in xs` does; undefined where the task has one element alone. */
export function placeOfCall(
  task: Task | undefined,
  { from, count }: CallPlace,
): string | undefined {
  const work = task?.work;
  if (work === undefined || !("source" in work) || !("index" in work)) {
    return undefined;
  }
  if (work.source.kind === "element") {
    return undefined;
  }
  const partition = `partition ${work.index}`;
  if (count === WHOLE) {
    return partition;
  }
  const what = work.source.kind === "groups" ? "key" : "element";
  return count === 1
    ? `${what} ${from} of ${partition}`
    : `${what}s ${from} to ${from + count - 1} of ${partition}`;
}

/** The `count` of a call that is given a partition as a stream. */
export const WHOLE = 0;
