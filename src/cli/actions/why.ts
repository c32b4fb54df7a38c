import {
  createFileSystemStore,
  type ExplainedRun,
  type Explanation,
  explainTask,
  findTasks,
  flowFolder,
  matchesTask,
  parseTaskPattern,
  readCharter,
  storeFolder,
  systemClock,
  type TaskPlace,
  taskLabel,
} from "../../runtime/index.ts";
import type { Action } from "../command.ts";
import { describeReasons } from "../describe-reasons.ts";
import { earlierRuns } from "../earlier-runs.ts";
import { exitCodes } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";
import { chooseRun, withJournal } from "../with-journal.ts";

type Store = ReturnType<typeof createFileSystemStore>;

export const run: Action<{ readonly json: boolean }> = (
  { operands: [text = "", task = ""], options: { json } },
  io,
) =>
  withJournal(io, "read", async (journal) => {
    const record = chooseRun(journal, text, systemClock.now());
    const pattern = parseTaskPattern(task);
    if (pattern === undefined) {
      throw new UsageError(`\`${task}\` names no task`, "Tasks are named as `words[3]`.");
    }
    const store = createFileSystemStore(storeFolder(flowFolder(io.cwd, io.environment)));
    const charter = await readCharter(store, record.run);
    if (!charter.ok) {
      throw new UsageError(`the store does not say what ${record.run} was asked to do`);
    }
    const explained: ExplainedRun = { run: record.run, charter: charter.value };
    const places = (await findTasks(store, explained, pattern.step)).filter((place) =>
      matchesTask(pattern, place),
    );
    const earlier = await earlierRuns(journal, record, store);
    const explanation = await firstOf(store, explained, places, earlier);
    if (explanation === undefined) {
      throw new UsageError(
        `${record.run} has no task \`${task}\``,
        `\`flow show ${record.run}\` lists its steps.`,
      );
    }
    io.stdout.write(
      json
        ? `${JSON.stringify({ run: record.run, ...explanation })}\n`
        : render(explanation, charter.value.root),
    );
    return exitCodes.done;
  });

/** A task that was done says more than one that was not. */
async function firstOf(
  store: Store,
  run: ExplainedRun,
  places: readonly TaskPlace[],
  earlier: readonly ExplainedRun[],
): Promise<Explanation | undefined> {
  let first: Explanation | undefined;
  for (const place of places) {
    const explanation = await explainTask(store, run, place, earlier);
    first ??= explanation;
    if (explanation !== undefined && explanation.reasons[0]?.kind !== "reused") {
      return explanation;
    }
  }
  return first;
}

function render(explanation: Explanation, root: string): string {
  const { reasons, comparedWith } = explanation;
  const label = taskLabel(explanation);
  const [first] = reasons;
  if (first?.kind === "reused") {
    return `${label} was not done: ${first.run} did the same, as ${first.task}\n`;
  }
  const compared = comparedWith === null ? "" : ` (compared with ${comparedWith})`;
  return `${label} was done${compared}:\n${describeReasons(reasons, root, "  ").join("\n")}\n`;
}
