/** Functions over the elements of a task: sinks that call them, and calls that read all elements as a stream. */
import type { CallOp, Plan, ReduceOp } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import { after } from "../runs/after.ts";
import type { Group } from "../runs/groups.ts";
import { TaskError } from "../task-error.ts";
import { holdsReferences } from "../text/references.ts";
import { type BoundFunction, bindFunction } from "./bound-function.ts";
import { failureFrom } from "./call-failure.ts";
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

/** Calls the function and passes on what it gives. `item` names the call in failures. */
function callOnce(calling: Calling, args: readonly unknown[], item: Json): void | Promise<void> {
  if (calling.op.onError !== null) {
    const succeeded = callTolerantly(calling, args);
    return typeof succeeded === "boolean"
      ? countSkipped(calling, succeeded)
      : succeeded.then((value) => countSkipped(calling, value));
  }
  try {
    const waiting = emitCall(calling, args, calling.sinks);
    return waiting?.catch((error: unknown) => {
      throw placed(calling, error, item);
    });
  } catch (error) {
    throw placed(calling, error, item);
  }
}

function emitCall(
  { bound, emission }: Calling,
  args: readonly unknown[],
  sinks: readonly Sink[],
): void | Promise<void> {
  const [first, second, ...rest] = args;
  return emission(bound.call(first, second, ...rest), sinks);
}

function placed({ op }: Calling, error: unknown, item: Json): TaskError {
  return new TaskError(failureFrom(error, { step: op.step, item: printItem(item) }), {
    cause: error,
  });
}

function countSkipped({ context }: Calling, succeeded: boolean): void {
  if (!succeeded) {
    context.meter.counts.skipped += 1;
  }
}

/** Whether the call succeeded. What it gives is held back until then, so that a failed one leaves nothing behind. */
function callTolerantly(calling: Calling, args: readonly unknown[]): boolean | Promise<boolean> {
  const held = calling.sinks.map((): Json[] => []);
  const holds = held.map(
    (values): Sink => ({
      push: (value) => void values.push(value),
      end: () => undefined,
    }),
  );
  const succeed = (): true | Promise<true> =>
    after(release(held, calling.sinks, 0), (): true => true);
  const fail = (error: unknown): false => {
    if (!isSkippable(error)) {
      throw error;
    }
    return false;
  };
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

/** Faults of the function or of what it was given; a store that fails is neither. */
function isSkippable(error: unknown): boolean {
  return (
    error instanceof TaskError && ["function", "bad-value", "input"].includes(error.failure.kind)
  );
}

/** Mode `element`: one call for each. */
export function elementSink(calling: Calling): Sink {
  const convert = toSdk(calling.context, freeType(calling, 0));
  return {
    push: (value) => callOnce(calling, [convert(value)], value),
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
  let index = 0;
  const flush = (): void | Promise<void> => {
    const full = batch;
    batch = [];
    index += 1;
    const args = [full.map(convert)];
    if (op.onError === null) {
      return callOnce(calling, args, `batch ${index} of ${full.length} elements`);
    }
    const succeeded = callTolerantly(calling, args);
    const redo = (value: boolean): void | Promise<void> =>
      value
        ? undefined
        : pushAll(full, (element) => callOnce(calling, [[convert(element)]], element));
    return typeof succeeded === "boolean" ? redo(succeeded) : succeeded.then(redo);
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
  return after(callOnce(calling, [whole(convert)], partitionName(calling.context)), () =>
    endAll(calling.sinks),
  );
}

/** One call for each key. */
export function reduceAll(calling: Calling, groups: Iterable<Group>): void | Promise<void> {
  const convertKey = toSdk(calling.context, freeType(calling, 0));
  const converters = calling.bound.free.slice(1).map((type) => {
    invariant(type.kind === "stream", "the function takes a stream of each input");
    return isPlain(type.element) ? undefined : toSdk(calling.context, type.element);
  });
  const iterator = groups[Symbol.iterator]();
  const rest = (): void | Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const { key, streams } = next.value;
      const args = streams.map((stream, index) => {
        const convert = converters[index];
        return convert === undefined ? stream : converted(stream, convert);
      });
      const waiting = callOnce(calling, [convertKey(key), ...args], key);
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
