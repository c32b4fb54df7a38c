import { randomInt } from "node:crypto";
import { join } from "node:path";
import { toJsonDiagnostic } from "../../compiler/diagnostics/render-json.ts";
import type { Plan } from "../../compiler/ir/plan.ts";
import {
  createProgress,
  flowFolder,
  type LocalRun,
  notCsv,
  type ReadArguments,
  readArguments,
  renderSummary,
  runLocally,
  stepLabels,
  systemClock,
} from "../../runtime/index.ts";
import type { CliIo, Interruption } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { renderRefusal } from "../run-document.ts";
import { readOut, readParamsFile, readWorkers } from "../run-settings.ts";
import { showArgumentProblems } from "../show-arguments.ts";
import { displayed, type Presentation, showOutcome } from "../show-outcome.ts";
import { UsageError } from "../usage-error.ts";

interface RunOptions {
  readonly workflow: string | undefined;
  readonly params: string | undefined;
  readonly out: string | undefined;
  readonly as: "jsonl" | "csv";
  readonly workers: string | undefined;
  readonly json: boolean;
}

export const run: Action<RunOptions> = async ({ operands, options }, io) => {
  const [file = "", ...assignments] = operands;
  const workers = readWorkers(options.workers);
  const { params, folder } = readParamsFile(io.cwd, options.params);
  const presentation: Presentation = {
    out: readOut(io.cwd, options.out),
    as: options.as,
    json: options.json,
  };
  const printRefusal = (...refusal: Parameters<typeof renderRefusal>): void => {
    if (options.json) {
      io.stdout.write(renderRefusal(...refusal));
    }
  };
  const compiled = await compileWorkflow(file, options.workflow, io);
  if (!compiled.ok) {
    const { diagnostics, sources } = compiled.error;
    printRefusal("invalid", {
      diagnostics: diagnostics.map((diagnostic) => toJsonDiagnostic(diagnostic, sources)),
    });
    return exitCodes.failed;
  }
  const { plan, checked } = compiled.value;
  const notFlat = options.as === "csv" ? notCsv(plan.result) : undefined;
  if (notFlat !== undefined) {
    throw new UsageError(notFlat, "Leave out `--as csv`.");
  }
  const args = readArguments(plan, {
    assignments,
    params,
    workingFolder: io.cwd,
    paramsFolder: folder,
    root: io.cwd,
    environment: io.environment,
  });
  if (!args.ok) {
    const problems = showArgumentProblems(args.error, compiled.value, file, io);
    const absent = args.error.every(({ kind }) => kind === "not-found");
    printRefusal(absent ? "missing-input" : "usage-error", { problems });
    return absent ? exitCodes.failed : exitCodes.wrongUsage;
  }
  const interruption = io.interrupt();
  const finished = await runHere(plan, args.value, workers, interruption, io);
  const placeOf = (key: string): string => displayed(join(finished.storeRoot, key), io);
  io.stderr.write(renderSummary(finished.outcome, stepLabels(plan), placeOf));
  return showOutcome(plan, finished, presentation, checked.sources, io);
};

function runHere(
  plan: Plan,
  { values, secrets }: ReadArguments,
  workers: number,
  { first: drain, second: kill }: Interruption,
  io: CliIo,
): Promise<LocalRun> {
  return runLocally(
    plan,
    {
      args: values,
      secrets,
      root: io.cwd,
      seed: randomInt(2 ** 32),
      drain,
      kill,
      folder: flowFolder(io.cwd, io.environment),
      workers,
    },
    [createProgress(io.stderr, systemClock, stepLabels(plan))],
  );
}
