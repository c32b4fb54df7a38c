import {
  formatCount,
  formatDuration,
  listRuns,
  type RunState,
  type RunSummary,
  systemClock,
  textTable,
} from "../../runtime/index.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { readWhole } from "../read-number.ts";
import { showTime } from "../show-time.ts";
import { withJournal } from "../with-journal.ts";

const HEADER = ["run", "workflow", "state", "started", "tasks", "duration"];
/** Of these the first ones are texts. */
const TEXTS = 4;

export const run: Action<{
  readonly state: RunState | undefined;
  readonly limit: string;
  readonly json: boolean;
}> = ({ options }, io) => {
  const limit = readWhole("limit", options.limit) ?? Number.POSITIVE_INFINITY;
  return withJournal(io, "read", (journal) => {
    const now = systemClock.now();
    const filter = { limit, ...(options.state === undefined ? {} : { state: options.state }) };
    const runs = journal === undefined ? [] : listRuns(journal, now, filter);
    if (options.json) {
      io.stdout.write(`${JSON.stringify({ runs })}\n`);
    } else if (runs.length === 0) {
      io.stderr.write(journal === undefined ? "no run has been made here yet\n" : "no such runs\n");
    } else {
      const rows = runs.map((summary) => rowOf(summary, now));
      io.stdout.write(
        textTable(HEADER, rows, TEXTS)
          .map((line) => `${line}\n`)
          .join(""),
      );
    }
    return exitCodes.done;
  });
};

function rowOf(
  { run: name, workflow, state, started, ended, tasks, planned }: RunSummary,
  now: number,
): readonly string[] {
  return [
    name,
    workflow,
    state,
    showTime(started),
    tasks === planned ? formatCount(tasks) : `${formatCount(tasks)}/${formatCount(planned)}`,
    formatDuration(Math.max(0, (ended ?? now) - started)),
  ];
}
