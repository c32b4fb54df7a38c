import { randomInt } from "node:crypto";
import { toJsonDiagnostic } from "../../compiler/diagnostics/render-json.ts";
import { notCsv, type OnFailure, readArguments } from "../../runtime/index.ts";
import type { Action } from "../command.ts";
import { compileWorkflow } from "../compile-workflow.ts";
import { exitCodes } from "../exit-code.ts";
import { performRun } from "../perform-run.ts";
import { renderRefusal } from "../run-document.ts";
import { readOut, readParamsFile, readWorkers } from "../run-settings.ts";
import { showArgumentProblems } from "../show-arguments.ts";
import type { Presentation } from "../show-outcome.ts";
import { digestSources } from "../source-digests.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import type { ProgressChoice } from "../watch-run.ts";

interface RunOptions {
  readonly workflow: string | undefined;
  readonly params: string | undefined;
  readonly out: string | undefined;
  readonly as: "jsonl" | "csv";
  readonly workers: string | undefined;
  readonly "on-failure": OnFailure;
  readonly "no-speculation": boolean;
  readonly json: boolean;
  readonly progress: ProgressChoice;
  readonly quiet: boolean;
  readonly events: string | undefined;
  readonly fresh: boolean;
  readonly keep: boolean;
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
  return performRun(
    {
      plan,
      args: args.value,
      sources: checked.sources,
      details: {
        version,
        file,
        sources: digestSources(checked),
        out: presentation.out ?? null,
        as: options.as,
        fresh: options.fresh,
        keep: options.keep,
      },
      root: io.cwd,
      seed: randomInt(2 ** 32),
      workers,
      onFailure: options["on-failure"],
      speculation: !options["no-speculation"],
      presentation,
      watch: options,
    },
    io,
  );
};
