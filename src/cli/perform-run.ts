/** A run from its first event to its result: what `flow run` and `flow resume` share. */
import { join } from "node:path";
import type { SourceLookup } from "../compiler/diagnostics/render-text.ts";
import type { Plan } from "../compiler/ir/plan.ts";
import {
  type Charter,
  type CharterDetails,
  flowFolder,
  type OnFailure,
  printArguments,
  type ReadArguments,
  renderSummary,
  resultPath,
  runLocally,
  stepLabels,
  writeOutput,
} from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";
import type { ExitCode } from "./exit-code.ts";
import { displayed, type Presentation, showOutcome } from "./show-outcome.ts";
import { UsageError } from "./usage-error.ts";
import { type WatchOptions, watchRun } from "./watch-run.ts";

export interface RunRequest {
  readonly plan: Plan;
  readonly args: ReadArguments;
  readonly sources: SourceLookup;
  readonly details: CharterDetails;
  /** Absolute folder that paths in spans are relative to. */
  readonly root: string;
  readonly seed: number;
  readonly workers: number;
  readonly onFailure: OnFailure;
  readonly speculation: boolean;
  readonly presentation: Presentation;
  readonly watch: WatchOptions;
  /** A run that goes on. */
  readonly resumed?: { readonly run: string; readonly charter: Charter };
}

export async function performRun(request: RunRequest, io: CliIo): Promise<ExitCode> {
  const { plan, args, sources, details, root, seed, workers, presentation, resumed } = request;
  const folder = flowFolder(io.cwd, io.environment);
  const interruption = io.interrupt();
  const label = stepLabels(plan);
  using watching = watchRun(request.watch, label, io);
  const finished = await runLocally(
    plan,
    {
      args: args.values,
      secrets: args.secrets,
      root,
      seed,
      drain: interruption.first,
      kill: interruption.second,
      folder,
      workers,
      onFailure: request.onFailure,
      speculation: request.speculation,
      details,
      ...(resumed && { run: resumed.run, resumed: resumed.charter }),
      history: {
        file: details.file,
        args: printArguments(plan, args.values, args.secrets),
        out: presentation.out ?? null,
        version: details.version,
        label,
        sourceText: (path) => sources(path)?.text,
        warn: watching.warn,
      },
      deliver: (run, value, storeRoot) =>
        writeOutput({
          type: plan.result,
          value,
          storeRoot,
          folder: presentation.out ?? resultPath(folder, run),
          format: presentation.as,
        }),
    },
    watching.reporters,
  );
  if (!finished.ok) {
    const { error } = finished;
    throw new UsageError(
      error.kind === "held"
        ? `${resumed?.run ?? "the run"} is still going on, in process ${error.holder.pid}`
        : `${resumed?.run ?? "the run"} is being deleted by \`flow gc\``,
    );
  }
  const { storeRoot, outcome } = finished.value;
  if (!presentation.quiet) {
    const placeOf = (key: string): string => displayed(join(storeRoot, key), io);
    io.stderr.write(renderSummary(outcome, { label, placeOf, columns: io.stderr.columns }));
  }
  return showOutcome(plan, finished.value, presentation, sources, io);
}
