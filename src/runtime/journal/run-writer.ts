/**
 * Writes the events of a run in groups: one transaction for what happened in some 50 ms, in which an attempt that began and
 * ended is one row. Nobody waits for it, unless it lags so far behind that what it holds would not stay small. A database
 * that refuses ends the history of the run and not the run.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../clock.ts";
import type { StepLabel } from "../report/step-labels.ts";
import type { Reporter, RunEvent, RunEventOf } from "../run-event.ts";
import { createPendingWork, type PendingWork } from "./pending-work.ts";
import { createStatements, type Statements } from "./statements.ts";
import { causeOf, type JournalCause, transaction } from "./transaction.ts";

export interface RunWriter {
  readonly report: Reporter;
  /** Writes what is left. A run that has not finished by then is left to be taken over. */
  close(): void;
}

export interface RunWriterOptions {
  readonly run: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly label: StepLabel;
  /** Text of a file that a span names, to be kept with a failure. */
  readonly sourceText: (path: string) => string | undefined;
  /** Called once, when the history of the run ends before the run. */
  readonly onTrouble: (cause: JournalCause) => void;
}

const GROUP_MS = 50;
const GROUP = 4_096;
/** Changes held while another process writes; past them the run waits for its turn. */
const MOST = 16 * GROUP;
/** The run says that it is alive though nothing happens. */
const HEARTBEAT_MS = 10_000;
const PATIENCE_MS = { group: 20, must: 30_000 } as const;

export function createRunWriter(
  database: DatabaseSync,
  clock: Clock,
  options: RunWriterOptions,
): RunWriter {
  const statements = createStatements(database);
  const pending = createPendingWork(options.started);
  let usable = true;
  let open = true;
  let cancelTimer = (): void => {};
  let due = Number.POSITIVE_INFINITY;
  let group = GROUP;

  const arm = (ms: number): void => {
    const at = clock.now() + ms;
    if (open && usable && at < due) {
      cancelTimer();
      due = at;
      cancelTimer = clock.after(ms, () => {
        due = Number.POSITIVE_INFINITY;
        flush("group");
        arm(pending.size() > 0 ? GROUP_MS : HEARTBEAT_MS);
      });
    }
  };

  const flush = (patience: keyof typeof PATIENCE_MS): void => {
    if (!usable) {
      return;
    }
    try {
      database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS[patience]}`);
      transaction(database, () => write(statements, pending, options, clock.now()));
      pending.written();
      group = GROUP;
    } catch (error) {
      const cause = causeOf(error);
      if (cause === undefined) {
        throw error;
      }
      if (cause !== "busy" || patience === "must") {
        usable = false;
        pending.written();
        options.onTrouble(cause);
      }
      group = pending.size() + GROUP;
    }
  };

  const finish = (event: RunEventOf<"run-finished">): void => {
    cancelTimer();
    pending.apply(event);
    flush("must");
    try {
      statements.endRun(options.run, event, sourcesOf(event, options.sourceText));
    } catch (error) {
      if (causeOf(error) === undefined) {
        throw error;
      }
    }
  };

  arm(HEARTBEAT_MS);
  return {
    report(event: RunEvent) {
      if (!open) {
        return;
      }
      if (event.kind === "run-finished") {
        finish(event);
        return;
      }
      if (usable && pending.apply(event)) {
        if (pending.size() >= group) {
          flush(pending.size() >= MOST ? "must" : "group");
        }
        arm(GROUP_MS);
      }
    },
    close() {
      if (open) {
        open = false;
        cancelTimer();
        if (pending.size() > 0) {
          flush("must");
        }
      }
    },
  };
}

function write(
  statements: Statements,
  pending: PendingWork,
  { run, label }: RunWriterOptions,
  now: number,
): void {
  for (const step of pending.steps()) {
    step.id ??= statements.step(run, step.name, label(step.name));
  }
  for (const place of pending.places()) {
    place.id = statements.place(place);
  }
  for (const attempt of pending.attempts()) {
    statements.attempt(attempt);
  }
  statements.progress(run, pending.counts(), now);
}

function sourcesOf(
  { failure }: RunEventOf<"run-finished">,
  sourceText: RunWriterOptions["sourceText"],
): { readonly [path: string]: string } {
  const files = failure === null ? [] : [failure.origin, failure.function?.origin];
  return Object.fromEntries(
    files.flatMap((span) => {
      const text = span === undefined ? undefined : sourceText(span.file);
      return span === undefined || text === undefined ? [] : [[span.file, text]];
    }),
  );
}
