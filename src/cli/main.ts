/** The process boundary: arguments, streams, signals and exit codes, and the one place where a bug of ours is caught. */
import { text } from "node:stream/consumers";
import type { CliIo, Interruption, TextOutput } from "./cli-io.ts";
import { exitCodes } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";
import { version } from "./version.ts";

const first = new AbortController();
const second = new AbortController();
let listening = false;
let interruptedAt = 0;

const SAME_MOMENT_MS = 300;

const io: CliIo = {
  cwd: process.cwd(),
  environment: process.env,
  stdout: createOutput(process.stdout),
  stderr: createOutput(process.stderr),
  readStdin: () => text(process.stdin),
  interrupt,
};

try {
  process.exitCode = await runCli(process.argv.slice(2), io);
} catch (error) {
  process.exitCode = exitCodes.internal;
  io.stderr.write(describeBug(error));
}

/**
 * The first Ctrl-C asks the command to come to an end, the second one to end, the third one ends the process. A terminal
 * sends it to everyone, and whoever started this process may pass it on besides: what comes at the same moment is the
 * same wish.
 */
function interrupt(): Interruption {
  if (!listening) {
    listening = true;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => obey(signal));
    }
  }
  return { first: first.signal, second: second.signal };
}

function obey(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (first.signal.aborted && now - interruptedAt <= SAME_MOMENT_MS) {
    return;
  }
  interruptedAt = now;
  const next = [first, second].find((wish) => !wish.signal.aborted);
  if (next !== undefined) {
    next.abort();
  } else {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
}

function createOutput(stream: NodeJS.WriteStream): TextOutput {
  let broken: string | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    broken = error.code ?? error.message;
    // The reader has gone (`flow graph FILE | head -1`): there is nobody left to tell, and no reason to fail.
    if (error.code !== "EPIPE") {
      process.once("exit", () => {
        process.exitCode = exitCodes.failed;
      });
      if (stream !== process.stderr) {
        process.stderr.write(`error: cannot write to standard output: ${error.message}\n`);
      }
    }
  });
  const isTerminal = stream.isTTY === true;
  return {
    write: (chunk) => {
      if (broken === undefined && chunk !== "") {
        stream.write(chunk);
      }
    },
    isTerminal,
    colour: isTerminal && (process.env["NO_COLOR"] ?? "") === "",
    get columns() {
      return isTerminal ? sized(stream.columns) : undefined;
    },
    get rows() {
      return isTerminal ? sized(stream.rows) : undefined;
    },
    get broken() {
      return broken;
    },
  };
}

/** A terminal that does not know its size says 0. */
function sized(cells: number): number | undefined {
  return cells > 0 ? cells : undefined;
}

function describeBug(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `flow ${version} met a bug of its own; your program is not to blame.

${trace}

Please report this, with the command and the file that led here.
`;
}
