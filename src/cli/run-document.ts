import type { JsonDiagnostic } from "../compiler/diagnostics/render-json.ts";
import type { Failure, RunFailure, RunOutcome, StepTotals } from "../runtime/index.ts";
import type { DescribedResult } from "./describe-result.ts";

/** What `flow run --json` prints: one JSON document, on one line. Fields are never removed or given another meaning. */
export interface RunDocument {
  /** Null where no run was started. */
  readonly run: string | null;
  /** `invalid`: the program has errors. `missing-input`: files that the arguments name are not there. */
  readonly outcome: "done" | "failed" | "cancelled" | "invalid" | "missing-input" | "usage-error";
  readonly elapsedMs: number;
  /** Of a run that is done. */
  readonly result?: DescribedResult;
  /** Of one that failed; without a step where the result could not be written. */
  readonly failure?: RunFailure | { readonly failure: Failure };
  /** Of a program that is invalid; warnings too. */
  readonly diagnostics?: readonly JsonDiagnostic[];
  /** What is wrong with the command line, or not there. */
  readonly problems?: readonly UsageProblem[];
  /** In the order in which they started. */
  readonly steps: readonly StepTotals[];
}

export interface UsageProblem {
  /** A clause without final stop. */
  readonly message: string;
  /** A full sentence. */
  readonly hint: string | null;
  /** The parameter or argument it is about, as the user wrote it. */
  readonly argument: string | null;
}

export function renderRunDocument(
  { run, kind, elapsedMs, steps }: RunOutcome,
  more: Pick<RunDocument, "result" | "failure">,
): string {
  const outcome = more.failure === undefined ? kind : "failed";
  return renderDocument({ run, outcome, elapsedMs, ...more, steps });
}

/** The document of a run that was not started. */
export function renderRefusal(
  outcome: RunDocument["outcome"],
  why: Pick<RunDocument, "diagnostics" | "problems">,
): string {
  return renderDocument({ run: null, outcome, elapsedMs: 0, ...why, steps: [] });
}

const renderDocument = (document: RunDocument): string => `${JSON.stringify(document)}\n`;
