/** The inside of a worker process: takes tasks from the channel, runs them one by one, and sends back what came of them. */
import { err, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { Task, TaskOutput } from "../task.ts";
import { failureOf } from "../task-error.ts";
import { createPeakMeter } from "./memory-peak.ts";
import { createPrintedLines } from "./printed-lines.ts";
import type { FromWorker, PrintStream, ToWorker, WorkerSettings } from "./protocol.ts";

export type Execute = (task: Task) => Promise<Result<TaskOutput, Failure>>;

/** `prepare` is called once, before the first task. Ends the process when the driver is gone. */
export function serveTasks(prepare: (settings: WorkerSettings) => Execute): void {
  const peaks = createPeakMeter();
  const printed = createPrintedLines((stream, text) => send({ kind: "printed", stream, text }));
  let execute: Execute | undefined;
  let busy = false;

  const done = (result: Result<TaskOutput, Failure>, spoilt: boolean): void => {
    busy = false;
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
      done(err(strayFailure(error)), true);
    } else {
      process.exitCode = 1;
      process.disconnect();
    }
  });
  process.on("message", (message) => {
    const request = message as ToWorker; // the channel has the driver at its other end
    if (request.kind === "settings") {
      execute = prepare(request.settings);
      send({ kind: "ready" });
      return;
    }
    if (execute === undefined) {
      done(err(failureOf("lost", "a worker was given a task before its settings")), true);
      return;
    }
    busy = true;
    peaks.reset();
    execute(request.task).then(
      (result) => {
        // A stray error may have ended the task before.
        if (busy) {
          done(result, false);
        }
      },
      (error: unknown) =>
        send({ kind: "bug", stack: error instanceof Error ? `${error.stack}` : String(error) }),
    );
  });
}

function strayFailure(error: unknown): Failure {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return failureOf("function", thrown.message, {
    code: thrown.name,
    stack: thrown.stack ?? null,
    retryable: true,
  });
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
