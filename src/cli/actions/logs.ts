import { setTimeout } from "node:timers/promises";
import { suggest } from "../../compiler/diagnostics/edit-distance.ts";
import {
  createRunLogReader,
  findRun,
  flowFolder,
  type Journal,
  type LogEntry,
  type LogLevel,
  listSteps,
  logLevels,
  logPath,
  matchesTask,
  parseTaskPattern,
  systemClock,
} from "../../runtime/index.ts";
import { displayPrinted } from "../../shared/display-text.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";
import { chooseRun, withJournal } from "../with-journal.ts";

const POLL_MS = 200;

export const run: Action<{ readonly follow: boolean; readonly level: LogLevel }> = (
  { operands: [text = "", task], options: { follow, level } },
  io,
) =>
  withJournal(io, "read", async (journal) => {
    const record = chooseRun(journal, text, systemClock.now());
    const wanted = task === undefined ? () => true : selectTasks(task, stepsOf(journal, record.id));
    const least = logLevels.indexOf(level);
    const path = logPath(flowFolder(io.cwd, io.environment), record.run);
    const goesOn = (): boolean => follow && isRunning(journal, record.run);
    await followLog(
      path,
      (entry) => {
        if (logLevels.indexOf(entry.level) >= least && wanted(entry)) {
          io.stdout.write(`${io.stdout.isTerminal ? onScreen(entry.text) : entry.text}\n`);
        }
      },
      goesOn,
      io,
    );
    return exitCodes.done;
  });

async function followLog(
  path: string,
  print: (entry: LogEntry) => void,
  goesOn: () => boolean,
  io: CliIo,
): Promise<void> {
  using reader = createRunLogReader(path);
  const { first: stopped } = io.interrupt();
  for (let more = true; more && !stopped.aborted; ) {
    // Asked before it is read: what comes after the end of the run would be missed otherwise.
    more = goesOn();
    for (const entry of reader.read()) {
      print(entry);
    }
    if (more) {
      await setTimeout(POLL_MS);
    }
  }
}

/** By the names of all that its tasks do; fusion puts several steps into one. */
interface Step {
  readonly step: string;
  readonly names: readonly string[];
}

function stepsOf(journal: Journal | undefined, run: number): readonly Step[] {
  const steps = journal === undefined ? [] : listSteps(journal, run);
  return steps.map(({ totals: { step }, label }) => ({
    step,
    names: [step, ...label.split(" + ")],
  }));
}

function selectTasks(text: string, steps: readonly Step[]): (entry: LogEntry) => boolean {
  const pattern = parseTaskPattern(text);
  if (pattern === undefined) {
    throw new UsageError(
      `\`${text}\` names no step or task`,
      "A task is named like `words[17]`, and within iterations like `loop/words@4.2[17]`.",
    );
  }
  const chosen = steps.filter(
    ({ step, names }) => names.includes(pattern.step) || step.startsWith(`${pattern.step}/`),
  );
  if (chosen.length === 0) {
    const names = [...new Set(steps.flatMap((step) => step.names))];
    const near = suggest(pattern.step, names);
    throw new UsageError(
      `the run has no step \`${pattern.step}\``,
      near === undefined ? `It has ${names.join(", ") || "none"}.` : `Did you mean \`${near}\`?`,
    );
  }
  const ids = new Set(chosen.map(({ step }) => step));
  return (entry) => ids.has(entry.step) && matchesTask(pattern, entry);
}

function isRunning(journal: Journal | undefined, name: string): boolean {
  const found = journal === undefined ? undefined : findRun(journal, name, systemClock.now());
  return found?.ok === true && found.value.state === "running";
}

/** A file gets the log as it is. */
const onScreen = (text: string): string => text.split("\n").map(displayPrinted).join("\n");
