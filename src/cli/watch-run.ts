/** What a run is told to while it goes on: progress on standard error, and a file of events. */
import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import {
  createEventStream,
  createLiveProgress,
  createPlainProgress,
  type EventSink,
  type Progress,
  type Reporter,
  type StepLabel,
  systemClock,
} from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";
import { describeFileError } from "./disk-host.ts";
import { UsageError } from "./usage-error.ts";

export type ProgressChoice = "auto" | "plain" | "none";

export interface WatchOptions {
  readonly progress: ProgressChoice;
  readonly quiet: boolean;
  /** A path, `-` for standard output; undefined: no events. */
  readonly events: string | undefined;
}

/** Disposed of when the run is over, however that came. */
export interface RunWatch extends Disposable {
  readonly reporters: readonly Reporter[];
  /** Says a clause on standard error, above what is drawn there. */
  warn(message: string): void;
}

/** Throws `UsageError` where the file of events cannot be made. */
export function watchRun(options: WatchOptions, label: StepLabel, io: CliIo): RunWatch {
  const { events } = options;
  const sink = events === undefined ? undefined : openSink(events, io);
  const progress = createProgress(options, label, io);
  const warn = (message: string): void => {
    const text = `warning: ${message}`;
    if (progress === undefined) {
      io.stderr.write(`${text}\n`);
    } else {
      progress.say(text);
    }
  };
  const stream =
    sink === undefined
      ? undefined
      : createEventStream(sink, systemClock, (code) =>
          warn(
            `no more events are written to ${events === "-" ? "standard output" : events}: ${code}`,
          ),
        );
  return {
    reporters: [progress, stream].flatMap((each) => (each === undefined ? [] : [each.report])),
    warn,
    [Symbol.dispose]() {
      progress?.close();
      stream?.close();
      sink?.[Symbol.dispose]();
    },
  };
}

function createProgress(
  { progress, quiet }: WatchOptions,
  label: StepLabel,
  { stderr }: CliIo,
): Progress | undefined {
  if (quiet || progress === "none") {
    return undefined;
  }
  return progress === "auto" && stderr.isTerminal
    ? createLiveProgress(stderr, systemClock, label)
    : createPlainProgress(stderr, systemClock, label);
}

function openSink(path: string, io: CliIo): EventSink & Disposable {
  if (path === "-") {
    return {
      write(text) {
        io.stdout.write(text);
        if (io.stdout.broken !== undefined) {
          throw Object.assign(new Error("standard output is closed"), { code: io.stdout.broken });
        }
      },
      [Symbol.dispose]: () => {},
    };
  }
  const file = openFile(path, io);
  return {
    write(text) {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(file, bytes, at);
      }
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** A pipe with a name waits for its reader. */
function openFile(path: string, io: CliIo): number {
  try {
    return openSync(resolve(io.cwd, path), "w");
  } catch (error) {
    throw new UsageError(describeFileError(error, path));
  }
}
