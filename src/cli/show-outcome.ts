import { existsSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { SourceLookup } from "../compiler/diagnostics/render-text.ts";
import type { Plan } from "../compiler/ir/plan.ts";
import {
  type Failure,
  flowFolder,
  hasBegun,
  type LocalRun,
  previewResult,
  type RowFormat,
  resultPath,
} from "../runtime/index.ts";
import { assertNever } from "../shared/assert-never.ts";
import type { Json } from "../shared/json.ts";
import type { CliIo } from "./cli-io.ts";
import { describeResult } from "./describe-result.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { renderRunDocument } from "./run-document.ts";
import { showFailure } from "./show-failure.ts";

export interface Presentation {
  /** Absolute; where the user wants the result. Undefined: among the results of other runs, and a preview is printed. */
  readonly out: string | undefined;
  readonly as: RowFormat;
  /** What standard output is for: the beginning of the result where that was not asked for elsewhere, or something else. */
  readonly stdout: "preview" | "document" | "events";
  /** Without the place of the result. */
  readonly quiet: boolean;
}

/** Elements of a dataset shown where the result itself was not asked for. */
const PREVIEW_ROWS = 10;

/** Puts the result where it belongs, and says how the run ended: the result on stdout, all else on stderr. */
export function showOutcome(
  plan: Plan,
  local: LocalRun,
  presentation: Presentation,
  sources: SourceLookup,
  io: CliIo,
): ExitCode {
  const { outcome, log } = local;
  switch (outcome.kind) {
    case "cancelled":
      printDocument(presentation, local, {}, io);
      io.stderr.write(`interrupted: \`flow resume ${outcome.run}\` goes on with it\n`);
      return exitCodes.interrupted;
    case "failed":
      printDocument(presentation, local, { failure: outcome.failure }, io);
      showFailure(outcome.failure, sources, existsSync(log) ? displayed(log, io) : undefined, io);
      if (outcome.failure.failure.kind === "store") {
        const folder = displayed(flowFolder(io.cwd, io.environment), io);
        io.stderr.write(
          `hint: What a run keeps is in ${folder}: make room there or see that it can be written, or name another folder in FLOW_DIR, and go on.\n`,
        );
      }
      if (!presentation.quiet && hasBegun(outcome.failure)) {
        io.stderr.write(`\`flow resume ${outcome.run}\` goes on with it\n`);
      }
      return exitCodes.failed;
    case "done": {
      const folder =
        presentation.out ?? resultPath(flowFolder(io.cwd, io.environment), outcome.run);
      const failed =
        outcome.undelivered ?? showPreview(plan, outcome.result, local, presentation, io);
      if (failed !== undefined) {
        printDocument(presentation, local, { failure: { failure: failed } }, io);
        io.stderr.write(`error[${failed.code}]: the result is not written: ${failed.message}\n`);
        if (failed.kind === "store") {
          const place = displayed(dirname(folder), io);
          io.stderr.write(
            `hint: It is kept: see that ${place} has room and can be written, then \`flow resume ${outcome.run}\` writes it and does no task again, or with \`--out DIR\` elsewhere.\n`,
          );
        }
        return exitCodes.failed;
      }
      printDocument(presentation, local, { result: describeResult(folder) }, io);
      if (!presentation.quiet) {
        io.stderr.write(`result: ${displayed(folder, io)}\n`);
      }
      return exitCodes.done;
    }
    default:
      return assertNever(outcome);
  }
}

/** Prints the beginning of a result that was not asked for elsewhere; or says why that failed. */
function showPreview(
  { result: type }: Plan,
  value: Json,
  { storeRoot }: LocalRun,
  { out, stdout }: Presentation,
  io: CliIo,
): Failure | undefined {
  if (out !== undefined || stdout !== "preview") {
    return undefined;
  }
  const preview = previewResult({ type, value, storeRoot, rows: PREVIEW_ROWS });
  if (!preview.ok) {
    return preview.error;
  }
  io.stdout.write(preview.value);
  return undefined;
}

function printDocument(
  { stdout: use }: Presentation,
  { outcome }: LocalRun,
  more: Parameters<typeof renderRunDocument>[1],
  { stdout }: CliIo,
): void {
  if (use === "document") {
    stdout.write(renderRunDocument(outcome, more));
  }
}

/** A path as a person reads it: relative where that is shorter. */
export function displayed(path: string, { cwd }: CliIo): string {
  const shown = relative(cwd, path);
  return shown === "" || shown.startsWith("..") ? path : shown;
}
