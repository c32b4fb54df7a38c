/** Functions over the elements of a task: sinks that call them, and calls that read all elements as a stream. */

import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { CallOp, Plan, ReduceOp } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import type { Failure } from "../failure.ts";
import { printItem } from "../print-item.ts";
import { after } from "../runs/after.ts";
import type { Group } from "../runs/groups.ts";
import { TaskError } from "../task-error.ts";
import { type BoundFunction, bindFunction } from "./bound-function.ts";
import { failureFrom } from "./call-failure.ts";
import { placeOfCall, WHOLE } from "./call-watch.ts";
import { createEmission, type Emission } from "./emission.ts";
import type { TaskContext } from "./environment.ts";
import { scopeValue } from "./expression.ts";
import { pushAll, type Sink } from "./sink.ts";
import { type ToSdk, toSdk } from "./to-sdk.ts";

const DEFAULT_BATCH = 256;

/** A function ready to be called by one op, and where its results go. */
export interface Calling {
  readonly context: TaskContext;
  readonly op: CallOp | ReduceOp;
  readonly bound: BoundFunction;
  readonly emission: Emission;
  readonly sinks: readonly Sink[];
}

export async function prepareCall(
  plan: Plan,
  context: TaskContext,
  op: CallOp | ReduceOp,
  sinks: readonly Sink[],
  bytes: "inline" | "object",
): Promise<Calling> {
  const free = op.op === "call" ? [op.free] : op.free;
  const bound = await bindFunction(plan, context, { ...op, free });
  const encoded = sinks.every((sink) => sink.encodes === true);
  return {
    context,
    op,
    bound,
    emission: createEmission(context, bound, op.emits, bytes, encoded),
    sinks,
  };
}

/** One call of an op: what it is given, and where that stands among all that reaches the step. */
interface Call {
  readonly from: number;
  readonly count: number;
  readonly args: readonly unknown[];
  /** The element or key; a text for several; undefined for all of them as a stream. */
  readonly item: Json | undefined;
}

/** Calls the function and passes on what it gives, or leaves the element out. */
function callOnce(calling: Calling, call: Call): void | Promise<void> {
  if (calling.op.onError !== null) {
    const failed = callTolerantly(calling, call);
    return failed instanceof Promise
      ? failed.then((failure) => leaveOut(calling, call, failure))
      : leaveOut(calling, call, failed);
  }
  const { watch } = calling.context;
  const { op } = calling;
  watch.enter(op.step, call.from, call.count, call.item);
  try {
    const waiting = emitCall(calling, call.args, calling.sinks);
    if (waiting !== undefined) {
      return waiting.then(
        () => watch.leave(),
        (error: unknown) => {
          throw placed(calling, error, call);
        },
      );
    }
  } catch (error) {
    throw placed(calling, error, call);
  }
  watch.leave();
}

function emitCall(
  { bound, emission }: Calling,
  args: readonly unknown[],
  sinks: readonly Sink[],
): void | Promise<void> {
  const [first, second, ...rest] = args;
  return emission(bound.call(first, second, ...rest), sinks);
}

function placed({ context, op }: Calling, error: unknown, { item }: Call): TaskError {
  const named = item === undefined ? partitionName(context) : printItem(item);
  return new TaskError(failureFrom(error, { step: op.step, item: named }), { cause: error });
}

/** Why an element is left out. */
type Reason = Pick<Failure, "code" | "message">;

function leaveOut(
  { context, op }: Calling,
  { from, count, item }: Pick<Call, "from" | "count" | "item">,
  reason: Reason | undefined,
): void {
  if (reason === undefined) {
    return;
  }
  const call = { step: op.step, from, count };
  context.meter.counts.skipped += 1;
  context.skipped.add({
    step: op.step,
    place: placeOfCall(context.task, call) ?? "the only element",
    element: item ?? null,
    code: reason.code,
    message: reason.message,
  });
}

/** Of calls during which attempts were lost. */
function poisonOf({ context, op }: Calling, from: number, count: number): Reason | undefined {
  return context.task.care?.poison.find(
    ({ call }) => call.step === op.step && call.from === from && call.count === count,
  );
}

/**
 * Why the call failed, undefined where it succeeded. What it gives is held back until then, so that a failed one leaves
 * nothing behind.
 */
function callTolerantly(
  calling: Calling,
  { from, count, args, item }: Call,
): Reason | undefined | Promise<Reason | undefined> {
  const poison = poisonOf(calling, from, count);
  if (poison !== undefined) {
    return poison;
  }
  const { watch } = calling.context;
  const held = calling.sinks.map((): Json[] => []);
  const holds = held.map(
    (values): Sink => ({
      push: (value) => void values.push(value),
      end: () => undefined,
    }),
  );
  const succeed = (): undefined | Promise<undefined> => {
    watch.leave();
    return after(release(held, calling.sinks, 0), () => undefined);
  };
  const fail = (error: unknown): Reason => {
    if (!(error instanceof TaskError) || !isSkippable(error)) {
      throw error;
    }
    watch.leave();
    return error.failure;
  };
  watch.enter(calling.op.step, from, count, item);
  let waiting: void | Promise<void>;
  try {
    waiting = emitCall(calling, args, holds);
  } catch (error) {
    return fail(error);
  }
  return waiting === undefined ? succeed() : waiting.then(succeed, fail);
}

function release(
  held: readonly (readonly Json[])[],
  sinks: readonly Sink[],
  from: number,
): void | Promise<void> {
  for (let i = from; i < held.length; i++) {
    const sink = sinks[i];
    const waiting = sink && pushAll(held[i] ?? [], sink.push);
    if (waiting !== undefined) {
      return waiting.then(() => release(held, sinks, i + 1));
    }
  }
}

/**
 * Faults of the function or of what it was given; a store that fails is neither. A crash that is met here is that of a
 * function in a process of its own.
 */
function isSkippable({ failure }: TaskError): boolean {
  return ["function", "crash", "bad-value", "input"].includes(failure.kind);
}

/** Mode `element`: one call for each. */
export function elementSink(calling: Calling): Sink {
  const convert = toSdk(calling.context, freeType(calling, 0));
  let from = 0;
  return {
    push: (value) =>
      callOnce(calling, { from: from++, count: 1, args: [convert(value)], item: value }),
    end: () => endAll(calling.sinks),
  };
}

/** Mode `batch`: one call for as many as the op says, and one for the rest. */
export function batchSink(calling: Calling, op: CallOp): Sink {
  const type = freeType(calling, 0);
  invariant(type.kind === "list", "a batch is a list");
  const convert = toSdk(calling.context, type.element);
  const size =
    op.batch === null ? DEFAULT_BATCH : Number(scopeValue(calling.context, op.batch, op.step));
  let batch: Json[] = [];
  let batches = 0;
  let next = 0;
  const flush = (): void | Promise<void> => {
    const full = batch;
    const from = next;
    batch = [];
    next += full.length;
    batches += 1;
    const call: Call = {
      from,
      count: full.length,
      args: [full.map(convert)],
      item: `batch ${batches} of ${full.length} elements`,
    };
    if (op.onError === null) {
      return callOnce(calling, call);
    }
    let index = from;
    const alone = (element: Json): void | Promise<void> =>
      callOnce(calling, { from: index++, count: 1, args: [[convert(element)]], item: element });
    if (full.length === 1) {
      return pushAll(full, alone);
    }
    const failed = callTolerantly(calling, call);
    const redo = (reason: Reason | undefined): void | Promise<void> =>
      reason === undefined ? undefined : pushAll(full, alone);
    return failed instanceof Promise ? failed.then(redo) : redo(failed);
  };
  return {
    push(value) {
      batch.push(value);
      return batch.length >= size ? flush() : undefined;
    },
    end: () => after(batch.length === 0 ? undefined : flush(), () => endAll(calling.sinks)),
  };
}

/** Modes `stream` and `dataset`: one call for all. `whole` is what the free parameter is given. */
export function callWithAll(
  calling: Calling,
  whole: (convert: ToSdk) => unknown,
): void | Promise<void> {
  const type = freeType(calling, 0);
  invariant(type.kind === "stream" || type.kind === "dataset", "the function takes a partition");
  const convert = toSdk(calling.context, type.element);
  const call: Call = { from: 0, count: WHOLE, args: [whole(convert)], item: undefined };
  return after(callOnce(calling, call), () => endAll(calling.sinks));
}

/** One call for each key. */
export function reduceAll(calling: Calling, groups: Iterable<Group>): void | Promise<void> {
  const convertKey = toSdk(calling.context, freeType(calling, 0));
  const converters = calling.bound.free.slice(1).map((type) => {
    invariant(type.kind === "stream", "the function takes a stream of each input");
    return isPlain(type.element) ? undefined : toSdk(calling.context, type.element);
  });
  const iterator = groups[Symbol.iterator]();
  let from = 0;
  const rest = (): void | Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const { key, streams } = next.value;
      const args = streams.map((stream, index) => {
        const convert = converters[index];
        return convert === undefined ? stream : converted(stream, convert);
      });
      const waiting = callOnce(calling, {
        from: from++,
        count: 1,
        args: [convertKey(key), ...args],
        item: key,
      });
      if (waiting !== undefined) {
        return waiting.then(rest);
      }
    }
  };
  return after(rest(), () => endAll(calling.sinks));
}

export function* converted(elements: Iterable<Json>, convert: ToSdk): Generator<unknown> {
  for (const element of elements) {
    yield convert(element);
  }
}

export function endAll(sinks: readonly Sink[], from = 0): void | Promise<void> {
  for (let i = from; i < sinks.length; i++) {
    const waiting = sinks[i]?.end();
    if (waiting !== undefined) {
      return waiting.then(() => endAll(sinks, i + 1));
    }
  }
}

const isPlain = (type: IrType): boolean => !holdsReferences(type);

function freeType({ bound }: Calling, index: number): IrType {
  const type = bound.free[index];
  invariant(type !== undefined, `\`${bound.name}\` has a free parameter`);
  return type;
}

function partitionName({ task }: TaskContext): string {
  return "index" in task.work ? `partition ${task.work.index}` : "its input";
}
