/** Has the journal keep a run from its first event to its last, or says why it does not. The run goes on either way. */
import { createHash } from "node:crypto";
import type { Plan } from "../../compiler/ir/plan.ts";
import { ok, type Result } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { StepLabel } from "../report/step-labels.ts";
import type { Reporter } from "../run-event.ts";
import { holdRun, type NotHeld } from "./hold.ts";
import { type Journal, openJournal, sayings } from "./journal.ts";
import type { RunDetails } from "./run-record.ts";
import { createRunWriter, type RunWriter } from "./run-writer.ts";
import { causeOf, patiently } from "./transaction.ts";

export interface HistoryOptions extends Pick<RunDetails, "file" | "args" | "out" | "version"> {
  readonly label: StepLabel;
  /** Text of a file that a span names, to be kept with a failure. */
  readonly sourceText: (path: string) => string | undefined;
  /** Told once, in a clause without final stop, why the journal does not keep the run, or not all of it. */
  readonly warn: (message: string) => void;
}

interface KeptRun extends Pick<RunDetails, "seed" | "workers"> {
  /** Of the journal. */
  readonly folder: string;
  /** Absent: the journal does not keep the run. */
  readonly history?: HistoryOptions;
}

export interface RunHistory extends Disposable {
  readonly report: Reporter;
  /** Registers the run, or takes over a lost one; `now` in milliseconds since 1970. */
  hold(run: string, now: number): Result<KeptRunRow | undefined, NotHeld>;
}

/** Where the journal keeps a run. */
export interface KeptRunRow {
  readonly journal: Journal;
  /** Its row. */
  readonly id: number;
}

export function createRunHistory(plan: Plan, options: KeptRun, clock: Clock): RunHistory {
  let journal: Journal | undefined;
  let writer: RunWriter | undefined;
  return {
    report: (event) => writer?.report(event),
    hold(run, now) {
      journal = openFor(options);
      const begun =
        journal === undefined ? ok(undefined) : begin(journal, plan, options, run, now, clock);
      if (!begun.ok || begun.value === undefined || journal === undefined) {
        return begun.ok ? ok(undefined) : begun;
      }
      writer = begun.value.writer;
      return ok({ journal, id: begun.value.id });
    },
    [Symbol.dispose]() {
      writer?.close();
      journal?.[Symbol.dispose]();
    },
  };
}

function openFor({ folder, history }: KeptRun): Journal | undefined {
  if (history === undefined) {
    return undefined;
  }
  const opened = openJournal(folder, "make");
  if (!opened.ok) {
    history.warn(`this run is not in the journal: ${opened.error.message}`);
    return undefined;
  }
  return opened.value;
}

function begin(
  journal: Journal,
  plan: Plan,
  { history, seed, workers }: KeptRun,
  run: string,
  now: number,
  clock: Clock,
): Result<{ readonly id: number; readonly writer: RunWriter } | undefined, NotHeld> {
  if (history === undefined) {
    return ok(undefined);
  }
  const { file, args, out, version, label, sourceText, warn } = history;
  const { workflow } = plan;
  try {
    const digest = createHash("sha256").update(JSON.stringify(plan)).digest("hex");
    const details = { run, workflow, file, args, out, version, seed, workers, plan: digest };
    const held = patiently(() => holdRun(journal, details, now));
    if (!held.ok) {
      return held;
    }
    const { id, started } = held.value;
    const writer = createRunWriter(journal.database, clock, {
      run: id,
      started,
      label,
      sourceText,
      onTrouble: (cause) =>
        warn(`the journal keeps no more of this run: ${journal.path} ${sayings[cause]}`),
    });
    return ok({ id, writer });
  } catch (error) {
    const cause = causeOf(error);
    if (cause === undefined) {
      throw error;
    }
    warn(`this run is not in the journal: ${journal.path} ${sayings[cause]}`);
    return ok(undefined);
  }
}
