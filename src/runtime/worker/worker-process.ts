/** One worker process as its pool sees it. It leads a process group, so that what a function starts dies with it. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WorkerGroup } from "./cgroups.ts";
import { residentBytes } from "./memory-peak.ts";
import { killMarked } from "./process-tree.ts";
import type { FromWorker, PrintStream, ToWorker, WorkerSettings } from "./protocol.ts";

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Bytes that the process, and what it starts, may use. */
  readonly memory: number;
  /** Cores; null: no limit. */
  readonly cpu: number | null;
  send(message: ToWorker): void;
  /** Ends the whole process group at once. */
  kill(): void;
  /** Bytes resident now; undefined where that is not known. */
  resident(): number | undefined;
}

export interface WorkerEvents {
  readonly message: (message: FromWorker) => void;
  /** Once. `lastWords` are the last characters that the process itself wrote to its error output. */
  readonly exit: (end: WorkerEnd) => void;
  /** Written by native code or child processes, past what the worker captures. */
  readonly printed: (stream: PrintStream, text: string) => void;
}

export interface WorkerLimits {
  readonly memory: number;
  readonly cpu: number | null;
  /** Where the kernel holds them, too. */
  readonly group: WorkerGroup | undefined;
}

export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastWords: string;
  /** The kernel killed a process of it for its memory. */
  readonly ranOutOfMemory: boolean;
}

/** The environment variable that what a worker starts inherits, wherever it goes. */
export const MARK = "FLOW_WORKER";

/** What Node itself needs beside the heap, in bytes. */
const OVERHEAD = 64 * 1024 * 1024;
const LEAST_HEAP_MEGABYTES = 32;

/**
 * V8's own choice grows with the heap's limit and makes a word count peak half as high again, for no time saved. Up to three
 * times as much is resident, beside the limit of the heap: a sixteenth of little memory is enough.
 */
const YOUNG_MEGABYTES = 32;
const YOUNG_SHARE = 1 / 16;

const LAST_WORDS = 4_096;
const LAST_WORDS_MS = 200;

/** `mark`: of this worker alone. */
export function startWorker(
  entry: URL,
  settings: WorkerSettings,
  { memory, cpu, group }: WorkerLimits,
  mark: string,
  events: WorkerEvents,
): WorkerProcess {
  const heap = Math.max(LEAST_HEAP_MEGABYTES, Math.floor((memory - OVERHEAD) / 1024 / 1024));
  const young = Math.min(YOUNG_MEGABYTES, Math.floor((memory * YOUNG_SHARE) / 1024 / 1024));
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [`--max-old-space-size=${heap}`, `--max-semi-space-size=${young}`],
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
    env: {
      ...process.env,
      [MARK]: mark,
      // As Function Compute says it to functions there.
      FC_FUNCTION_MEMORY_SIZE: String(Math.floor(memory / 1024 / 1024)),
    },
  });
  if (child.pid !== undefined) {
    group?.add(child.pid);
  }
  let lastWords = "";
  let ended = false;

  const end = (code: number | null, signal: string | null): void => {
    if (!ended) {
      ended = true;
      killGroup(child);
      killMarked(MARK, mark);
      const ranOutOfMemory = group?.ranOutOfMemory() ?? false;
      group?.remove();
      events.exit({ code, signal, lastWords, ranOutOfMemory });
    }
  };
  readText(child, "stdout", (text) => events.printed("stdout", text));
  readText(child, "stderr", (text) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
    events.printed("stderr", text);
  });
  child.on("message", (message) => events.message(message as FromWorker)); // our own worker is at the other end
  // `close` follows `exit` once the pipes are read to their end; a grandchild may hold them open for ever.
  child.on("close", end);
  child.on("exit", (code, signal) => setTimeout(end, LAST_WORDS_MS, code, signal));
  child.on("error", (error) => {
    lastWords = error.message;
    end(null, null);
  });
  child.send({ kind: "settings", settings } satisfies ToWorker, ignoreSendError);

  return {
    pid: child.pid,
    memory,
    cpu,
    send: (message) => child.send(message, ignoreSendError),
    kill: () => killGroup(child),
    resident: () => (child.pid === undefined ? undefined : residentBytes(child.pid)),
  };
}

/** A channel that closed: `exit` follows and says why. */
function ignoreSendError(): void {}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone.
  }
}

function readText(child: ChildProcess, stream: PrintStream, consume: (text: string) => void): void {
  child[stream]?.setEncoding("utf8").on("data", consume);
}
