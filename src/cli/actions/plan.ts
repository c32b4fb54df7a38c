import {
  createFileSystemStore,
  explainUndone,
  type ForecastStep,
  flowFolder,
  forecastLocally,
  formatCount,
  formatSize,
  type LocalForecast,
  openJournal,
  type Reason,
  readArguments,
  stepLabels,
  storeFolder,
  systemClock,
  textTable,
} from "../../runtime/index.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { describeReason } from "../describe-reasons.ts";
import { earlierRuns } from "../earlier-runs.ts";
import { exitCodes } from "../exit-code.ts";
import { readParamsFile } from "../run-settings.ts";
import { showArgumentProblems } from "../show-arguments.ts";
import { showFailure } from "../show-failure.ts";
import { digestSources } from "../source-digests.ts";
import { version } from "../version.ts";

interface PlanOptions {
  readonly workflow: string | undefined;
  readonly params: string | undefined;
  readonly fresh: boolean;
  readonly json: boolean;
}

interface ExplainedStep extends ForecastStep {
  /** Why its first task left to do would be done. */
  readonly reasons: readonly Reason[];
}

export const run: Action<PlanOptions> = async ({ operands, options }, io) => {
  const [file = "", ...assignments] = operands;
  const { params, folder: paramsFolder } = readParamsFile(io.cwd, options.params);
  const compiled = await compileWorkflow(file, options.workflow, io);
  if (!compiled.ok) {
    return exitCodes.failed;
  }
  const { plan, checked } = compiled.value;
  const args = readArguments(plan, {
    assignments,
    params,
    workingFolder: io.cwd,
    paramsFolder,
    root: io.cwd,
    environment: io.environment,
  });
  if (!args.ok) {
    showArgumentProblems(args.error, compiled.value, file, io);
    const absent = args.error.every(({ kind }) => kind === "not-found");
    return absent ? exitCodes.failed : exitCodes.wrongUsage;
  }
  const folder = flowFolder(io.cwd, io.environment);
  const found = await forecastLocally(plan, {
    args: args.value.values,
    secrets: args.value.secrets,
    root: io.cwd,
    folder,
    details: {
      version,
      file,
      sources: digestSources(checked),
      out: null,
      as: "jsonl",
      fresh: options.fresh,
      keep: false,
    },
  });
  const steps = await explained(found, plan.workflow, folder);
  if (options.json) {
    const shown = steps.map(({ first, ...step }) => ({ ...step, task: first?.task ?? null }));
    io.stdout.write(
      `${JSON.stringify({ workflow: plan.workflow, steps: shown, failure: found.failure })}\n`,
    );
  } else {
    io.stdout.write(render(steps, stepLabels(plan), io.cwd));
  }
  if (found.failure !== null) {
    showFailure(found.failure, checked.sources, undefined, io);
    return exitCodes.failed;
  }
  return exitCodes.done;
};

async function explained(
  { steps, charter }: LocalForecast,
  workflow: string,
  folder: string,
): Promise<readonly ExplainedStep[]> {
  const opened = openJournal(folder, "read");
  using journal = opened.ok ? opened.value : undefined;
  const store = createFileSystemStore(storeFolder(folder));
  const now = { workflow, started: systemClock.now(), run: "" };
  const earlier = await earlierRuns(journal, now, store);
  const all: ExplainedStep[] = [];
  for (const step of steps) {
    const { first } = step;
    const reasons =
      first === null
        ? []
        : await explainUndone(store, { run: "", charter }, first, first.noted, earlier);
    all.push({ ...step, reasons });
  }
  return all;
}

const HEADER = ["step", "tasks", "reused", "to do", "reads"];

function render(
  steps: readonly ExplainedStep[],
  label: (step: string) => string,
  root: string,
): string {
  const rows = steps.map(({ step, tasks, reused, behind, bytes }) => [
    label(step),
    tasks === null ? "?" : `${behind ? "~" : ""}${formatCount(tasks)}`,
    behind ? "" : formatCount(reused),
    tasks === null ? "?" : `${behind ? "~" : ""}${formatCount(tasks - reused)}`,
    behind ? "behind" : bytes === 0 ? "" : formatSize(bytes),
  ]);
  const why = steps.flatMap(({ step, reasons }) =>
    reasons.map((reason) => `${label(step)}: ${describeReason(reason, root)}`),
  );
  return [...textTable(HEADER, rows), ...why].map((line) => `${line}\n`).join("");
}
