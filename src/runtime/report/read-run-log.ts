/** Reads the log of a run as `run-log.ts` writes it, from where it was left: it may still grow. */
import { closeSync, openSync, readSync } from "node:fs";
import { errorCode } from "../store/store-failure.ts";

export const logLevels = ["info", "warning", "error"] as const;

/**
 * `info`: what functions print; `warning`: what they print to standard error, and attempts that failed and were repeated;
 * `error`: those that were not, and errors that functions left behind.
 */
export type LogLevel = (typeof logLevels)[number];

export interface LogEntry {
  readonly step: string;
  readonly at: string;
  readonly task: string;
  readonly level: LogLevel;
  /** Its lines as they stand in the file, without a line end. */
  readonly text: string;
}

export interface RunLogReader extends Disposable {
  /** Entries that have been written whole since the last call. */
  read(): Generator<LogEntry>;
}

const CHUNK = 256 * 1024;
const levelOf = {
  stdout: "info",
  stderr: "warning",
  retried: "warning",
  failed: "error",
  stray: "error",
} as const;
const HEAD =
  /^\S+Z ([^\s@[]+)(?:@([^\s[]*))?\[([^\]\s]+)\] #\d+ (stdout|stderr|retried|failed|stray): /;

/** A log that is not there is empty so far. */
export function createRunLogReader(path: string): RunLogReader {
  let file: number | undefined;
  let rest = "";
  let head: { readonly entry: Omit<LogEntry, "text">; lines: string[] } | undefined;
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(CHUNK);

  const opened = (): number | undefined => {
    try {
      file ??= openSync(path, "r");
    } catch (error) {
      if (errorCode(error) !== "ENOENT") {
        throw error;
      }
    }
    return file;
  };

  const close = function* (): Generator<LogEntry> {
    if (head !== undefined) {
      yield { ...head.entry, text: head.lines.join("\n") };
      head = undefined;
    }
  };

  return {
    *read() {
      const from = opened();
      if (from === undefined) {
        return;
      }
      for (let size = readSync(from, buffer); size > 0; size = readSync(from, buffer)) {
        const lines = (rest + decoder.decode(buffer.subarray(0, size), { stream: true })).split(
          "\n",
        );
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const match = HEAD.exec(line);
          if (match === null) {
            head?.lines.push(line);
            continue;
          }
          yield* close();
          const [, step = "", at = "", task = "", kind] = match;
          // The pattern has these four and no other.
          const level = levelOf[kind as keyof typeof levelOf];
          head = { entry: { step, at, task, level }, lines: [line] };
        }
      }
      yield* close();
    },
    [Symbol.dispose]() {
      if (file !== undefined) {
        closeSync(file);
      }
    },
  };
}
