/**
 * What is learnt from attempts that were lost with their process: which call was to blame. The attempt after the first one
 * is made with care, so that it leaves behind which call it is in; when it is lost too, that call's elements are left out
 * of the next one, as MapReduce skips bad records (Dean & Ghemawat 2004, section 4.6). Pure.
 */
import type { PlanNode } from "../../compiler/ir/plan.ts";
import { callsEachElement, expandsElements, tolerantSteps } from "../../control/policy.ts";
import type { CareWanted } from "../core/events.ts";
import type { Failure } from "../failure.ts";
import type { CallPlace, Care, TaskWork } from "../task.ts";

/** Of one task, from its first lost attempt on. */
export interface Suspicion extends Care {
  /** Blamed once by what may have been another call's doing. */
  readonly suspect: CallPlace | null;
  /** How often such a blame was not confirmed. */
  readonly doubts: number;
}

export interface LostAttempt {
  readonly node: PlanNode;
  readonly work: TaskWork;
  readonly failure: Failure;
  /** Whether it had all the memory that a task of the step may have. */
  readonly mostMemory: boolean;
}

export interface Judgement {
  /** What another attempt would be good for. */
  readonly care: CareWanted;
  readonly suspicion: Suspicion | undefined;
}

const NO_POISON: Suspicion = { poison: [], suspect: null, doubts: 0 };

/** Blames that contradict each other, after which no element is to blame. */
const MOST_DOUBTS = 3;

export function judge(lost: LostAttempt, before: Suspicion | undefined): Judgement {
  const { failure, node } = lost;
  if (!endsInCall(lost)) {
    return { care: "none", suspicion: before };
  }
  const tolerant = tolerantSteps(node);
  if (tolerant.size === 0) {
    return { care: wantsName(lost, before) ? "name" : "none", suspicion: before ?? NO_POISON };
  }
  const { call } = failure;
  if (call === undefined) {
    return { care: before === undefined ? "skip" : "none", suspicion: before ?? NO_POISON };
  }
  return tolerant.has(call.step)
    ? blame(lost, call, before ?? NO_POISON)
    : { care: "none", suspicion: before ?? NO_POISON };
}

/** Whether the failure is one that ends an attempt in the midst of a call, and not one that the executor has met. */
function endsInCall({ failure, mostMemory }: LostAttempt): boolean {
  switch (failure.kind) {
    case "timeout":
    case "crash":
      return true;
    case "out-of-memory":
      return mostMemory;
    case "function":
      return failure.call !== undefined || failure.leftBehind === true;
    default:
      return false;
  }
}

function blame({ failure }: LostAttempt, call: CallPlace, before: Suspicion): Judgement {
  if (!isCertain(failure) && !isSame(before.suspect, call)) {
    const doubts = before.doubts + (before.suspect === null ? 0 : 1);
    return {
      care: doubts < MOST_DOUBTS ? "skip" : "none",
      suspicion: { ...before, suspect: call, doubts },
    };
  }
  const poison = { call, code: failure.code, message: failure.message };
  return {
    care: "skip",
    suspicion: { poison: [...before.poison, poison], suspect: null, doubts: 0 },
  };
}

/**
 * A call that ends its process, or never ends, does so itself, and an error that is left behind knows the call that began
 * it. Memory may have been filled by calls before: which one is met then depends on time, and so one blame is not enough.
 */
function isCertain({ kind, code, leftBehind }: Failure): boolean {
  return kind === "timeout" || kind === "crash" || code === "Unsettled" || leftBehind === true;
}

const isSame = (a: CallPlace | null, b: CallPlace): boolean =>
  a !== null && a.step === b.step && a.from === b.from && a.count === b.count;

/** Whether the attempt could not say which of several elements it was at, and another one could. */
function wantsName({ node, work, failure }: LostAttempt, before: Suspicion | undefined): boolean {
  return (
    before === undefined &&
    failure.call === undefined &&
    failure.item === null &&
    (hasSeveral(work) || expandsElements(node)) &&
    callsEachElement(node) &&
    !("options" in node && node.options.effect)
  );
}

function hasSeveral(work: TaskWork): boolean {
  if (!("source" in work) || work.kind === "split") {
    return false;
  }
  const { source } = work;
  return source.kind === "groups" || (source.kind === "partition" && source.partition.records > 1);
}

/** Elements that the task will leave out. */
export function poisoned({ poison }: Care): number {
  return poison.filter(({ call }) => call.count <= 1).length;
}
