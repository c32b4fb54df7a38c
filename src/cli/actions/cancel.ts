import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import {
  findRun,
  isAlive,
  type Journal,
  markLost,
  type RunRecord,
  systemClock,
} from "../../runtime/index.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseRun, withJournal } from "../with-journal.ts";

const POLL_MS = 100;
/** Two signals at the same moment are taken for one. */
const APART_MS = 400;
const ANSWER_MS = 10_000;

export const run: Action<{ readonly now: boolean }> = (
  { operands: [text = ""], options: { now: atOnce } },
  io,
) =>
  withJournal(io, "change", async (journal) => {
    const record = chooseRun(journal, text, systemClock.now());
    if (journal === undefined || record.holder === null) {
      io.stderr.write(`${record.run} is ${record.state} already\n`);
      return exitCodes.done;
    }
    if (record.state === "lost") {
      markLost(journal, record.id, systemClock.now());
      io.stderr.write(`the driver of ${record.run} is dead: the run is lost\n`);
      return exitCodes.done;
    }
    if (record.holder.host !== hostname()) {
      io.stderr.write(
        `error: ${record.run} is driven by process ${record.holder.pid} of ${record.holder.host}, which cannot be reached from here\n`,
      );
      return exitCodes.failed;
    }
    return stop(journal, record, atOnce, io);
  });

async function stop(
  journal: Journal,
  record: RunRecord,
  atOnce: boolean,
  io: CliIo,
): Promise<ExitCode> {
  const { first: gaveUp } = io.interrupt();
  signal(record, "SIGTERM");
  if (atOnce) {
    await setTimeout(APART_MS);
    signal(record, "SIGTERM");
  } else {
    io.stderr.write(`waiting for tasks of ${record.run} that run; --now stops them\n`);
  }
  const killAt = atOnce ? systemClock.now() + ANSWER_MS : Number.POSITIVE_INFINITY;
  for (let state = stateOf(journal, record); ; state = stateOf(journal, record)) {
    if (state === "lost") {
      markLost(journal, record.id, systemClock.now());
    }
    if (state !== "running") {
      io.stderr.write(`${record.run} is ${state}\n`);
      return exitCodes.done;
    }
    if (gaveUp.aborted) {
      io.stderr.write(`${record.run} has been asked to end and has not ended yet\n`);
      return exitCodes.interrupted;
    }
    if (systemClock.now() >= killAt) {
      signal(record, "SIGKILL");
    }
    await setTimeout(POLL_MS);
  }
}

/** Nothing where its driver has gone since: the process id may be another's by now. */
function signal({ holder }: RunRecord, name: NodeJS.Signals): void {
  const now = systemClock.now();
  if (holder !== null && isAlive(holder, now, now)) {
    try {
      process.kill(holder.pid, name);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) {
        throw error;
      }
    }
  }
}

function stateOf(journal: Journal, { run: name }: RunRecord): RunRecord["state"] {
  const found = findRun(journal, name, systemClock.now());
  return found.ok ? found.value.state : "lost";
}
