/**
 * The process of a folder of functions, from its start to its end. It stays in the process group of the worker, so that
 * whoever kills that kills it; it is warm until it ends, and does not hold the worker open.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import type { Failure } from "../failure.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { killMarked } from "../worker/process-tree.ts";
import { type ForeignProgram, missingProgram } from "./command.ts";

export interface Child {
  readonly pid: number;
  readonly port: number;
  /** A text that only the two sides know: requests without it are none of ours. */
  readonly instance: string;
  /** Undefined while it runs. */
  readonly ended: ChildEnd | undefined;
  /** Waits a moment for its end, for whoever has seen its connection close. */
  endSoon(): Promise<ChildEnd | undefined>;
  kill(): void;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last that it wrote to its error output. */
  readonly lastWords: string;
}

export interface ChildPlace {
  readonly program: ForeignProgram;
  readonly declared: PlanFunction;
  readonly print: (stream: "stdout" | "stderr", text: string) => void;
}

/** As on Function Compute: so long may a server take until it listens. */
const START_MS = 120_000;
const END_MS = 500;
const LAST_WORDS = 4096;

/** The environment variable that what a child starts inherits. */
const MARK = "FLOW_INSTANCE";

/** Rejects with a `TaskError` where it does not come so far as to listen. */
export async function startChild(place: ChildPlace): Promise<Child> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort(), place);
    } catch (error) {
      if (attempt === PORTS || !(error instanceof TaskError && lostItsPort(error))) {
        throw error;
      }
    }
  }
}

/** Another program may take a port that was free a moment ago. */
const PORTS = 3;

const lostItsPort = ({ failure }: TaskError): boolean =>
  failure.kind === "crash" && /EADDRINUSE|address already in use/i.test(failure.stack ?? "");

async function startOn(port: number, place: ChildPlace): Promise<Child> {
  const { program, declared } = place;
  const instance = randomBytes(16).toString("hex");
  const [command = "", ...args] = program.command;
  const process = spawn(command, args, {
    cwd: program.folder,
    env: {
      ...globalThis.process.env,
      ...program.environment,
      FC_SERVER_PORT: String(port),
      FLOW_PROTOCOL: "1",
      [MARK]: instance,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let lastWords = "";
  let ended: ChildEnd | undefined;
  let missing = false;
  const exit = new Promise<void>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      ended ??= { code, signal, lastWords };
      globalThis.process.removeListener("exit", kill);
      killMarked(MARK, instance);
      resolve();
    };
    // `close` follows once what it has printed is read; whatever it has started may hold that open for ever.
    process.on("close", end);
    process.on("exit", (code, signal) => setTimeout(end, END_MS / 2, code, signal).unref());
    process.on("error", (error) => {
      missing = "code" in error && (error.code === "ENOENT" || error.code === "EACCES");
      lastWords = error.message;
      end(null, null);
    });
  });
  const kill = (): void => {
    process.kill("SIGKILL");
    killMarked(MARK, instance);
  };
  globalThis.process.once("exit", kill);
  // A pipe that it may read to learn that the worker is gone; that it does not is nothing to fail for.
  process.stdin.on("error", () => {});
  process.stdout.setEncoding("utf8").on("data", (text: string) => place.print("stdout", text));
  process.stderr.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
    place.print("stderr", text);
  });

  const deadline = performance.now() + START_MS;
  for (let wait = 2; !(await accepts(port)); wait = Math.min(50, wait * 1.5)) {
    await Promise.race([exit, sleep(wait)]);
    if (missing) {
      throw missingProgram(command, declared);
    }
    if (ended !== undefined) {
      throw new TaskError(failureBeforeStart(ended, declared));
    }
    if (performance.now() > deadline) {
      kill();
      throw new TaskError(
        failureOf(
          "function",
          `${declared.module} did not listen on port ${port} in ${START_MS / 1000} s`,
          {
            code: "Protocol",
          },
        ),
      );
    }
  }
  release(process);
  return {
    pid: process.pid ?? 0,
    port,
    instance,
    get ended() {
      return ended;
    },
    async endSoon() {
      const timer = new AbortController();
      await Promise.race([exit, sleep(END_MS, undefined, { signal: timer.signal })]);
      timer.abort();
      return ended;
    },
    kill,
  };
}

/** Why a call failed whose process ended. */
export function failureOfChild(end: ChildEnd, what: string): Failure {
  const [kind, how] = describeEnd(end);
  const last = lastLine(end.lastWords);
  return failureOf(kind, `the process of ${what} ${how}${last === "" ? "" : `: ${last}`}`, {
    retryable: true,
    stack: end.lastWords.trim() === "" ? null : end.lastWords.trim(),
  });
}

function failureBeforeStart(end: ChildEnd, declared: PlanFunction): Failure {
  return end.code === TOO_OLD
    ? failureOf("input", `\`${declared.exportName}\` cannot run: ${lastLine(end.lastWords)}`)
    : failureOfChild(end, `${declared.module}, before it was ready,`);
}

/** Exit code of our Python program under a Python that it does not run on. */
const TOO_OLD = 98;

/** Signals that come from outside a process, and not from a fault in it. */
const OUTSIDE: ReadonlySet<string> = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);

function describeEnd({ code, signal }: ChildEnd): readonly ["crash" | "lost", string] {
  if (signal !== null) {
    return OUTSIDE.has(signal)
      ? ["lost", `was killed (${signal})`]
      : ["crash", `crashed (${signal})`];
  }
  return code === null
    ? ["lost", "could not be started"]
    : ["crash", `ended with exit code ${code}`];
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** From here on only a call under way keeps the worker waiting. */
function release(child: ChildProcess): void {
  child.unref();
  for (const stream of child.stdio) {
    if (stream !== null && stream !== undefined && "unref" in stream) {
      (stream as { unref(): void }).unref(); // a socket or pipe
    }
  }
}
