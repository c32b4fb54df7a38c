/** What the journal says of runs, as plain values. */

import type { StepTotals } from "../report/step-totals.ts";
import type { RunFailure } from "../run-failure.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** `running` while a driver holds it; `lost`: its driver died, and it can be resumed. */
export type RunState = "running" | "done" | "failed" | "cancelled" | "lost";

/** What is known of a run before it starts. */
export interface RunDetails {
  /** The `.flow` file, as the user named it. */
  readonly file: string;
  /** SHA-256 of the Plan, hexadecimal. */
  readonly plan: string;
  readonly args: readonly PrintedArgument[];
  /** Absolute; null: in the folder of results under the run's name. */
  readonly out: string | null;
  readonly seed: number;
  readonly workers: number;
  /** Of flow. */
  readonly version: string;
}

/** Shortly, and without secrets. */
export interface PrintedArgument {
  readonly name: string;
  readonly text: string;
}

/** Times are milliseconds since 1970. */
export interface RunSummary {
  readonly run: string;
  readonly workflow: string;
  readonly state: RunState;
  readonly started: number;
  /** Null while it runs; of one that was lost, when it was last heard of. */
  readonly ended: number | null;
  /** Tasks committed, and tasks known of. */
  readonly tasks: number;
  readonly planned: number;
}

export interface RunRecord extends RunSummary, RunDetails {
  /** Its row. */
  readonly id: number;
  readonly failure: RunFailure | null;
  /** Texts of the files that the failure points into, by path, as they were. */
  readonly sources: { readonly [path: string]: string };
  /** Null once it is over. */
  readonly holder: ProcessIdentity | null;
}

export interface StepRecord {
  readonly totals: StepTotals;
  /** As `stepLabels` calls it. */
  readonly label: string;
  readonly state: "running" | "done" | "failed" | "cancelled";
  /** Tasks known of, and attempts under way. */
  readonly planned: number;
  readonly running: number;
}
