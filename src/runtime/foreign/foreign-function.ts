/** A function of another process, called like one of a module: it is given what that would be given, and gives promises. */
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Context } from "../../sdk/context.ts";
import type { Json } from "../../shared/json.ts";
import type { FlowFunction } from "../executor/environment.ts";
import { failureOf, TaskError } from "../task-error.ts";
import type { Conversation } from "./conversation.ts";
import { BrokenOffError, encodeFrame, type Frame, ProtocolError } from "./frame.ts";
import { type FromChild, fromChild } from "./from-child.ts";
import { createHandles, type Handles } from "./handles.ts";
import type { Outgoing } from "./outgoing.ts";
import { isPlain, toChild } from "./to-child.ts";

/** What a call needs of the process around. */
export interface Conversations {
  /** One that no other call is in. Rejects with a `TaskError`. */
  open(): Promise<Conversation>;
  /** The call is over, and another one may follow. */
  release(conversation: Conversation): void;
  /** The call is not over: the process is in an unknown state. */
  abandon(conversation: Conversation): void;
  /** What went wrong, as a failure of the function. */
  failureFrom(error: unknown): Promise<TaskError>;
}

/** Time for a call that is not wanted any more to end by itself. */
const DRAIN_MS = 1_000;

/** What a call gives until its end. */
type Given =
  | { readonly kind: "items"; readonly items: readonly unknown[] }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "end" };

export function createForeignFunction(
  declared: PlanFunction,
  conversations: Conversations,
): FlowFunction {
  const { params } = declared;
  const result: IrType = declared.result ?? { kind: "null" };
  const converters = params.map(({ type }) => toChild(type));
  const plain = params.map(({ type }) => isPlain(type));
  const results = resultConversion(result);
  /** What each conversation was given last, so that what stays the same is sent once. */
  const sent = new WeakMap<Conversation, readonly unknown[]>();

  const callFrame = (
    conversation: Conversation,
    args: readonly unknown[],
    context: Context,
    outgoing: Outgoing,
  ): Buffer => {
    const before = sent.get(conversation);
    const kept: number[] = [];
    const json = converters.map((convert, at): Json => {
      const value = args[at];
      if (before !== undefined && plain[at] === true && isObject(value) && before[at] === value) {
        kept.push(at);
        return null;
      }
      return convert(value, outgoing);
    });
    sent.set(conversation, args.slice(0, params.length));
    return encodeFrame("C", { args: json, kept, context: contextJson(context) }, outgoing.parts);
  };

  const begin = async (args: readonly unknown[]): Promise<Call> => {
    const context = args[params.length] as Context; // the argument after the declared ones
    const conversation = await conversations.open();
    const handles = createHandles();
    try {
      conversation.send(callFrame(conversation, args, context, handles.outgoing()));
    } catch (error) {
      // Reading what it is given first failed, and nothing was sent.
      conversations.release(conversation);
      throw error;
    }
    return createCall(conversation, conversations, { context, handles, results });
  };

  return emitsMany(result)
    ? (...args) => elements(begin, args)
    : async (...args) => {
        const call = await begin(args);
        const given = await call.next();
        if (given.kind !== "value") {
          throw await call.fail(new ProtocolError("it gave a stream where a value was asked for"));
        }
        return given.value;
      };
}

interface Call {
  next(): Promise<Given>;
  /** Ends the call for what it did, and says how to tell the user. */
  fail(error: unknown): Promise<TaskError>;
  /** Nobody wants more of it. */
  cancel(): Promise<void>;
}

interface CallPlace {
  readonly context: Context;
  readonly handles: Handles;
  readonly results: FromChild;
}

function createCall(
  conversation: Conversation,
  conversations: Conversations,
  { context, handles, results }: CallPlace,
): Call {
  let over = false;
  /** What reading for the function failed with: the function is told, and it is this that its failure says. */
  let readFailure: TaskError | undefined;

  const end = (): void => {
    over = true;
    conversations.release(conversation);
  };
  const fail = async (error: unknown): Promise<TaskError> => {
    const wasOver = over;
    over = true;
    const failure = await conversations.failureFrom(error);
    if (!wasOver) {
      conversations.abandon(conversation);
    }
    return failure;
  };
  const answer = (question: unknown): Buffer => {
    try {
      return handles.answer(question);
    } catch (error) {
      if (error instanceof ProtocolError) {
        throw error;
      }
      if (error instanceof TaskError) {
        readFailure = error;
      }
      return encodeFrame("P", { failed: error instanceof Error ? error.message : String(error) });
    }
  };
  /** What a frame gives; undefined for one that gives nothing. */
  const take = ({ kind, json, binary }: Frame): Given | undefined => {
    const place = { binary, handles, context };
    switch (kind) {
      case "R":
        conversation.send(answer(json));
        return undefined;
      case "L":
        log(context, json);
        return undefined;
      case "N":
        count(context, json);
        return undefined;
      case "I":
        if (!Array.isArray(json)) {
          throw new ProtocolError("it gave elements that are no list");
        }
        return { kind: "items", items: json.map((item: unknown) => results(item, place)) };
      case "V": {
        const value = results(isObject(json) ? json["value"] : undefined, place);
        end();
        return { kind: "value", value };
      }
      case "E":
        end();
        return { kind: "end" };
      default: {
        end();
        throw readFailure ?? thrownThere(json);
      }
    }
  };
  const next = async (): Promise<Given> => {
    try {
      for (;;) {
        const frame = await conversation.receive();
        if (frame === undefined) {
          throw new BrokenOffError("it ended its answer in the middle of a call");
        }
        const given = take(frame);
        if (given !== undefined) {
          return given;
        }
      }
    } catch (error) {
      if (over && error instanceof TaskError) {
        throw error;
      }
      throw await fail(error);
    }
  };
  return {
    next,
    fail,
    async cancel() {
      const deadline = performance.now() + DRAIN_MS;
      const late = setTimeout(() => {
        if (!over) {
          over = true;
          conversations.abandon(conversation);
        }
      }, DRAIN_MS);
      try {
        while (!over && performance.now() < deadline) {
          await next();
        }
      } catch {
        // Whatever it is, the call had failed before.
      } finally {
        clearTimeout(late);
      }
    },
  };
}

/** Elements one by one, as a generator would give them. */
function elements(
  begin: (args: readonly unknown[]) => Promise<Call>,
  args: readonly unknown[],
): AsyncIterable<unknown> {
  return {
    async *[Symbol.asyncIterator]() {
      const call = await begin(args);
      let over = false;
      try {
        for (;;) {
          const given = await call.next();
          if (given.kind === "value") {
            over = true;
            throw await call.fail(
              new ProtocolError("it gave a value where a stream was asked for"),
            );
          }
          if (given.kind === "end") {
            over = true;
            return;
          }
          yield* given.items;
        }
      } catch (error) {
        over = true;
        throw error;
      } finally {
        if (!over) {
          await call.cancel();
        }
      }
    },
  };
}

/** What a function gives at a time: the value, an element, or an element under the name of its stream. */
function resultConversion(type: IrType): FromChild {
  switch (type.kind) {
    case "stream":
    case "dataset":
      return fromChild(type.element);
    case "record":
      return emitsMany(type)
        ? fromChild({
            ...type,
            fields: type.fields.map((field) => ({ ...field, type: elementOf(field.type) })),
          })
        : fromChild(type);
    default:
      return fromChild(type);
  }
}

const elementOf = (type: IrType): IrType =>
  type.kind === "stream" || type.kind === "dataset" ? type.element : type;

const isStream = ({ kind }: IrType): boolean => kind === "stream" || kind === "dataset";

const emitsMany = (type: IrType): boolean =>
  isStream(type) || (type.kind === "record" && type.fields.some((field) => isStream(field.type)));

function contextJson(context: Context): Json {
  const { run, step, attempt, idempotencyKey, temporaryDirectory } = context;
  return {
    run,
    step,
    attempt,
    idempotencyKey,
    temporaryDirectory,
    seed: Math.floor(context.random() * 2 ** 32),
  };
}

/** What the function threw. */
function thrownThere(json: unknown): TaskError {
  const { code, message, stack } = isObject(json) ? json : {};
  const name = typeof code === "string" && code !== "" ? code : "Error";
  return new TaskError(
    failureOf("function", typeof message === "string" && message !== "" ? message : name, {
      code: name,
      stack: typeof stack === "string" && stack !== "" ? stack : null,
      retryable: true,
    }),
  );
}

function log({ log: lines }: Context, json: unknown): void {
  const { level, message } = isObject(json) ? json : {};
  if (
    typeof message !== "string" ||
    (level !== "debug" && level !== "info" && level !== "warn" && level !== "error")
  ) {
    throw new ProtocolError(`it logged ${JSON.stringify(json)}`);
  }
  lines[level](message);
}

function count(context: Context, json: unknown): void {
  const { name, by } = isObject(json) ? json : {};
  if (typeof name !== "string" || typeof by !== "number" || !Number.isFinite(by)) {
    throw new ProtocolError(`it counted ${JSON.stringify(json)}`);
  }
  context.count(name, by);
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null;
