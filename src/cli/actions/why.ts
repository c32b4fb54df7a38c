import { relative } from "node:path";
import {
  createFileSystemStore,
  type ExplainedRun,
  type Explanation,
  explainTask,
  findTasks,
  flowFolder,
  type Journal,
  listRuns,
  matchesTask,
  parseTaskPattern,
  type Reason,
  type RunRecord,
  readCharter,
  storeFolder,
  systemClock,
  type TaskPlace,
  taskLabel,
} from "../../runtime/index.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Action } from "../command.ts";
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

/** Older ones are not looked for. */
const MOST_EARLIER = 20;

async function earlierRuns(
  journal: Journal | undefined,
  { workflow, started, run: name }: RunRecord,
  store: Store,
): Promise<readonly ExplainedRun[]> {
  const found: ExplainedRun[] = [];
  for (const run of journal === undefined ? [] : listRuns(journal, systemClock.now())) {
    if (found.length === MOST_EARLIER) {
      break;
    }
    if (run.workflow === workflow && run.run !== name && run.started <= started) {
      const charter = await readCharter(store, run.run);
      if (charter.ok) {
        found.push({ run: run.run, charter: charter.value });
      }
    }
  }
  return found;
}

function render(explanation: Explanation, root: string): string {
  const { reasons, comparedWith } = explanation;
  const label = taskLabel(explanation);
  const [first] = reasons;
  if (first?.kind === "reused") {
    return `${label} was not done: ${first.run} did the same, as ${first.task}\n`;
  }
  const compared = comparedWith === null ? "" : ` (compared with ${comparedWith})`;
  return `${label} was done${compared}:\n${lines(reasons, root, "  ").join("\n")}\n`;
}

function lines(reasons: readonly Reason[], root: string, indent: string): readonly string[] {
  return reasons.flatMap((reason) => [
    `${indent}${describe(reason, root)}`,
    ...(reason.kind === "input" && reason.cause !== null
      ? lines(reason.cause.reasons, root, `${indent}  `)
      : []),
  ]);
}

function describe(reason: Reason, root: string): string {
  switch (reason.kind) {
    case "reused":
      return `${reason.run} did the same`;
    case "first":
      return "no earlier run of this workflow has done it";
    case "fresh":
      return "nothing has changed: the run was started with --fresh";
    case "not-reusable":
      return `it is not reused: ${reason.why}`;
    case "forgotten":
      return "nothing has changed, but what the earlier run made is not known any more";
    case "code":
      return reason.files.length === 0
        ? `the declaration of \`${reason.function}\` has changed`
        : `the code of \`${reason.function}\` has changed: ${reason.files.join(", ")}`;
    case "step":
      return "what the step does has changed in the program";
    case "argument":
      return reason.before === null || reason.now === null
        ? `\`${reason.name}\` is another one`
        : `\`${reason.name}\` is ${reason.now}, and was ${reason.before}`;
    case "file":
      return `${relative(root, reason.path)} ${reason.isNew ? "was not there before" : "has changed"}`;
    case "input":
      return reason.cause === null
        ? `what \`${reason.step}\` made is another thing`
        : `what \`${reason.step}\` made is another thing: ${taskLabel(reason.cause)} was done again`;
    case "work":
      return "its part of the input is another one";
    default:
      return assertNever(reason);
  }
}
