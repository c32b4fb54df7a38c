/** The inside of a worker process: takes tasks from the channel, runs them one by one, and sends back what came of them. */
import { err, type Result } from "../../shared/result.ts";
import type { CallWatch } from "../executor/call-watch.ts";
import type { Failure } from "../failure.ts";
import type { PlacedCall, Task, TaskOutput } from "../task.ts";
import { failureOf } from "../task-error.ts";
import { userStack } from "../user-stack.ts";
import { createPeakMeter } from "./memory-peak.ts";
import { createPrintedLines } from "./printed-lines.ts";
import type { FromWorker, PrintStream, ToWorker, WorkerSettings } from "./protocol.ts";
import { createTrail, type TrailWriter } from "./trail.ts";

export type Execute = (task: Task) => Promise<Result<TaskOutput, Failure>>;

/** Time for timers that do not hold a process open, once nothing else does. */
const GRACE_MS = 2_000;

/**
 * `prepare` is called once, before the first task; `watch` knows the call that a task is in. Ends the process when the
 * driver is gone.
 */
export function serveTasks(watch: CallWatch, prepare: (settings: WorkerSettings) => Execute): void {
  const peaks = createPeakMeter();
  const printed = createPrintedLines((stream, text) => send({ kind: "printed", stream, text }));
  let execute: Execute | undefined;
  let busy = false;
  let trail: TrailWriter | undefined;
  let grace: NodeJS.Timeout | undefined;

  const done = (result: Result<TaskOutput, Failure>, spoilt: boolean): void => {
    busy = false;
    process.channel?.ref();
    clearTimeout(grace);
    grace = undefined;
    watch.begin(undefined);
    trail?.close();
    trail = undefined;
    const lines = printed.finish();
    send({
      kind: "done",
      spoilt,
      result: result.ok
        ? {
            ok: true,
            value: {
              ...result.value,
              metrics: { ...result.value.metrics, printed: lines, peakMemory: peaks.peak() },
            },
          }
        : result,
    });
  };

  capture("stdout", (text) => printed.write("stdout", text));
  capture("stderr", (text) => printed.write("stderr", text));
  // Timers and sockets of functions may hold the process open.
  process.on("disconnect", () => process.exit());
  // A rejection nobody handles arrives here too. It may be of code that an earlier task left running.
  process.on("uncaughtException", (error: unknown) => {
    if (busy) {
      done(err(placed(strayFailure(error), watch.current())), true);
    } else {
      process.exitCode = 1;
      process.disconnect();
    }
  });
  // While a task runs the channel does not hold the process open, so this says that nothing else does either.
  process.on("beforeExit", () => {
    if (!busy) {
      return;
    }
    if (grace === undefined) {
      grace = setTimeout(() => {}, GRACE_MS);
    } else {
      done(err(placed(unsettled, watch.current())), true);
    }
  });

  const run = ({ task, trail: path }: Extract<ToWorker, { kind: "task" }>): void => {
    if (execute === undefined) {
      done(err(failureOf("lost", "a worker was given a task before its settings")), true);
      return;
    }
    busy = true;
    process.channel?.unref();
    if (path !== null) {
      const writer = createTrail(path);
      trail = writer;
      watch.begin(task, () => writer.write(watch.current()));
    } else {
      watch.begin(task);
    }
    peaks.reset();
    execute(task).then(
      (result) => {
        // A stray error may have ended the task before.
        if (busy) {
          done(result, false);
        }
      },
      (error: unknown) =>
        send({ kind: "bug", stack: error instanceof Error ? `${error.stack}` : String(error) }),
    );
  };

  process.on("message", (message) => {
    const request = message as ToWorker; // the channel has the driver at its other end
    switch (request.kind) {
      case "settings":
        execute = prepare(request.settings);
        send({ kind: "ready" });
        return;
      case "task":
        run(request);
        return;
      case "where":
        send({ kind: "at", call: watch.current() ?? null, calls: watch.calls });
        return;
      default:
        request satisfies never;
    }
  });
}

function strayFailure(error: unknown): Failure {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return failureOf("function", thrown.message, {
    code: thrown.name,
    stack: userStack(thrown),
    retryable: true,
  });
}

const unsettled = failureOf(
  "function",
  "the function waits for a promise that nothing can settle any more",
  { code: "Unsettled", retryable: true },
);

/** The failure of the call that the task was in. */
function placed(failure: Failure, at: PlacedCall | undefined): Failure {
  return at === undefined ? failure : { ...failure, ...at, step: at.call.step };
}

function send(message: FromWorker): void {
  process.send?.(message);
}

/** What functions print must never mix with the output of the run. */
function capture(stream: PrintStream, write: (text: string) => void): void {
  const decoder = new TextDecoder();
  process[stream].write = (
    chunk: string | Uint8Array,
    encodingOrCallback?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ): boolean => {
    write(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
    const written = typeof encodingOrCallback === "function" ? encodingOrCallback : callback;
    if (written !== undefined) {
      process.nextTick(written);
    }
    return true;
  };
}
