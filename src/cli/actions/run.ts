import { randomInt } from "node:crypto";
import { join } from "node:path";
import { toJsonDiagnostic } from "../../compiler/diagnostics/render-json.ts";
import {
  flowFolder,
  notCsv,
  printArguments,
  readArguments,
  renderSummary,
  runLocally,
  stepLabels,
} from "../../runtime/index.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { renderRefusal } from "../run-document.ts";
import { readOut, readParamsFile, readWorkers } from "../run-settings.ts";
import { showArgumentProblems } from "../show-arguments.ts";
import { displayed, type Presentation, showOutcome } from "../show-outcome.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { type ProgressChoice, watchRun } from "../watch-run.ts";

interface RunOptions {
  readonly workflow: string | undefined;
  readonly params: string | undefined;
  readonly out: string | undefined;
  readonly as: "jsonl" | "csv";
  readonly workers: string | undefined;
  readonly json: boolean;
  readonly progress: ProgressChoice;
  readonly quiet: boolean;
  readonly events: string | undefined;
}

export const run: Action<RunOptions> = async ({ operands, options }, io) => {
  const [file = "", ...assignments] = operands;
  if (options.json && options.events === "-") {
    throw new UsageError("--json and --events - both want standard output");
  }
  const workers = readWorkers(options.workers);
  const { params, folder } = readParamsFile(io.cwd, options.params);
  const presentation: Presentation = {
    out: readOut(io.cwd, options.out),
    as: options.as,
    stdout: options.json ? "document" : options.events === "-" ? "events" : "preview",
    quiet: options.quiet,
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
  using watching = watchRun(options, stepLabels(plan), io);
  const finished = await runLocally(
    plan,
    {
      args: args.value.values,
      secrets: args.value.secrets,
      root: io.cwd,
      seed: randomInt(2 ** 32),
      drain: interruption.first,
      kill: interruption.second,
      folder: flowFolder(io.cwd, io.environment),
      workers,
      history: {
        file,
        args: printArguments(plan, args.value.values, args.value.secrets),
        out: presentation.out ?? null,
        version,
        label: stepLabels(plan),
        sourceText: (path) => checked.sources(path)?.text,
        warn: watching.warn,
      },
    },
    watching.reporters,
  );
  if (!options.quiet) {
    const placeOf = (key: string): string => displayed(join(finished.storeRoot, key), io);
    io.stderr.write(renderSummary(finished.outcome, stepLabels(plan), placeOf));
  }
  return showOutcome(plan, finished, presentation, checked.sources, io);
};
