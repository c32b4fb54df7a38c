/** Has the journal keep a run from its first event to its last, or says why it does not. The run goes on either way. */
import { createHash } from "node:crypto";
import type { Plan } from "../../compiler/ir/plan.ts";
import type { Clock } from "../clock.ts";
import type { StepLabel } from "../report/step-labels.ts";
import type { Reporter, RunEventOf } from "../run-event.ts";
import { holdRun } from "./hold.ts";
import { type Journal, openJournal, sayings } from "./journal.ts";
import type { RunDetails } from "./run-record.ts";
import { createRunWriter, type RunWriter } from "./run-writer.ts";
import { causeOf } from "./transaction.ts";

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
}

export function createRunHistory(plan: Plan, options: KeptRun, clock: Clock): RunHistory {
  let journal: Journal | undefined;
  let writer: RunWriter | undefined;
  return {
    report(event) {
      if (event.kind === "run-started") {
        journal = openFor(options);
        writer = journal === undefined ? undefined : begin(journal, plan, options, event, clock);
      }
      writer?.report(event);
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
  event: RunEventOf<"run-started">,
  clock: Clock,
): RunWriter | undefined {
  if (history === undefined) {
    return undefined;
  }
  const { file, args, out, version, label, sourceText, warn } = history;
  const { run, workflow, time } = event;
  try {
    const digest = createHash("sha256").update(JSON.stringify(plan)).digest("hex");
    const details = { run, workflow, file, args, out, version, seed, workers, plan: digest };
    const held = holdRun(journal, details, time);
    if (!held.ok) {
      warn(`this run is not in the journal: ${run} is there already`);
      return undefined;
    }
    return createRunWriter(journal.database, clock, {
      run: held.value.id,
      started: held.value.started,
      label,
      sourceText,
      onTrouble: (cause) =>
        warn(`the journal keeps no more of this run: ${journal.path} ${sayings[cause]}`),
    });
  } catch (error) {
    const cause = causeOf(error);
    if (cause === undefined) {
      throw error;
    }
    warn(`this run is not in the journal: ${journal.path} ${sayings[cause]}`);
    return undefined;
  }
}
