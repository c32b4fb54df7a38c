/** The processes of functions in other languages that a worker has: one for each folder, started when it is first needed. */
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import { printType } from "../../compiler/ir/print-type.ts";
import type { FlowFunction } from "../executor/environment.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { type Child, failureOfChild, startChild } from "./child.ts";
import { type ForeignProgram, findProgram, handlerOf } from "./command.ts";
import {
  type Conversation,
  initialize,
  openConversation,
  PROTOCOL,
  type Refusal,
  RefusalError,
  type RequestPlace,
} from "./conversation.ts";
import { type Conversations, createForeignFunction } from "./foreign-function.ts";
import { BrokenOffError, encodeFrame, ProtocolError } from "./frame.ts";

export interface ForeignHost {
  /** `path`: the absolute one of the folder, or of a Python module in it. Rejects with a `TaskError`. */
  load(path: string, declared: PlanFunction): Promise<FlowFunction>;
  /**
   * At the end of a task: when it resolves, what the processes printed before they gave their results is printed. Gives the
   * milliseconds that were spent on starting processes since the last time.
   */
  settle(): Promise<number>;
  close(): void;
}

export interface ForeignOptions {
  /** Takes what the processes print; by default it is printed here. */
  readonly print?: (stream: "stdout" | "stderr", text: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Of one folder. */
interface Home {
  child: Promise<Child> | undefined;
  running: Child | undefined;
}

export function createForeignHost({
  print = (stream, text) => void process[stream].write(text),
  environment = process.env,
}: ForeignOptions = {}): ForeignHost {
  const homes = new Map<string, Home>();
  let startMs = 0;

  const start = async (
    program: ForeignProgram,
    declared: PlanFunction,
    request: Omit<RequestPlace, "child">,
  ): Promise<Child> => {
    const begun = performance.now();
    try {
      const child = await startChild({ program, declared, print });
      try {
        await initialize({ ...request, child });
      } catch (error) {
        child.kill();
        throw await failureFrom(error, child, declared);
      }
      return child;
    } finally {
      startMs += performance.now() - begun;
    }
  };

  return {
    async load(path, declared) {
      const program = findProgram(path, declared, environment);
      const home = homes.get(program.folder) ?? { child: undefined, running: undefined };
      homes.set(program.folder, home);
      const request = {
        function: declared.exportName,
        handler: handlerOf(declared),
        requestId: randomUUID(),
        memory: memoryOf(environment),
      };
      const childOf = async (): Promise<Child> => {
        if (home.running?.ended !== undefined) {
          home.child = undefined;
        }
        home.child ??= start(program, declared, request);
        try {
          home.running = await home.child;
          return home.running;
        } catch (error) {
          home.child = undefined;
          throw error;
        }
      };
      await childOf();
      return createForeignFunction(declared, conversationsOf(home, childOf, declared, request));
    },
    async settle() {
      // Pipes that are readable are read in the turn of the event loop that comes before.
      await (homes.size === 0 ? undefined : setImmediate());
      const spent = startMs;
      startMs = 0;
      return spent;
    },
    close() {
      for (const { running } of homes.values()) {
        running?.kill();
      }
    },
  };
}

function conversationsOf(
  home: Home,
  childOf: () => Promise<Child>,
  declared: PlanFunction,
  request: Omit<RequestPlace, "child">,
): Conversations {
  /** Between calls, with the process that each is with. */
  const idle: Conversation[] = [];
  const partners = new WeakMap<Conversation, Child>();
  const types = encodeFrame("T", {
    params: declared.params.map(({ name, type }) => ({ name, type })),
    result: declared.result,
    signature: describe(declared),
  });
  return {
    async open() {
      const child = await childOf();
      for (let known = idle.pop(); known !== undefined; known = idle.pop()) {
        if (partners.get(known) === child) {
          known.resume();
          return known;
        }
      }
      const conversation = openConversation({ ...request, child, requestId: randomUUID() }, types);
      partners.set(conversation, child);
      return conversation;
    },
    release(conversation) {
      conversation.rest();
      idle.push(conversation);
    },
    abandon(conversation) {
      conversation.close();
      // What it does now is not known: the next call gets another process.
      partners.get(conversation)?.kill();
      home.child = undefined;
    },
    failureFrom: (error) => failureFrom(error, home.running, declared),
  };
}

/** `tokenize(chunk: text) -> stream<Count>`, for people who look at what is said. */
function describe({ exportName, params, result }: PlanFunction): string {
  const given = params.map(({ name, type }) => `${name}: ${printType(type)}`).join(", ");
  return `${exportName}(${given})${result === null ? "" : ` -> ${printType(result)}`}`;
}

async function failureFrom(
  error: unknown,
  child: Child | undefined,
  declared: PlanFunction,
): Promise<TaskError> {
  if (error instanceof TaskError) {
    return error;
  }
  // Where it has ended, somebody else answered on its port.
  if (error instanceof RefusalError && child?.ended === undefined) {
    return new TaskError(refused(error.refusal, declared), { cause: error });
  }
  const isMistake = error instanceof ProtocolError && !(error instanceof BrokenOffError);
  const end = isMistake ? undefined : await child?.endSoon();
  if (end !== undefined) {
    return new TaskError(failureOfChild(end, `\`${declared.exportName}\``), { cause: error });
  }
  const message =
    error instanceof ProtocolError
      ? error.message
      : "it closed the connection in the middle of a call";
  return new TaskError(
    failureOf(
      "function",
      `the process of \`${declared.exportName}\` broke the protocol: ${message}`,
      {
        code: "Protocol",
        retryable: true,
      },
    ),
    { cause: error },
  );
}

function refused({ protocol, type, message, stack }: Refusal, declared: PlanFunction) {
  if (protocol === PROTOCOL && type === "Input") {
    return failureOf("input", message);
  }
  if (protocol !== PROTOCOL) {
    const spoken =
      protocol === undefined
        ? "does not say which protocol it speaks"
        : `speaks protocol ${protocol}`;
    return failureOf(
      "input",
      `the program of ${declared.module} ${spoken}; this version of flow speaks ${PROTOCOL} (${message})`,
    );
  }
  return failureOf("function", message, { code: type, stack, retryable: type !== "Protocol" });
}

/** Bytes, as Function Compute says them to every function; null where nobody does. */
function memoryOf(environment: NodeJS.ProcessEnv): number | null {
  const megabytes = Number(environment["FC_FUNCTION_MEMORY_SIZE"]);
  return Number.isFinite(megabytes) && megabytes > 0 ? megabytes * 1024 * 1024 : null;
}
