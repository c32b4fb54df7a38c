/** What came of a test file. */
import type { Json } from "../../shared/json.ts";
import type { TestFile } from "./find-tests.ts";
import type { TestFailureText, WorkflowCoverage } from "./protocol.ts";

export interface FileReport extends TestFile {
  readonly elapsedMs: number;
  /** Why its tests could not be run, as lines for a person; null where they could. */
  readonly broken: string | null;
  /** In the order in which the file declares them, those that the filter leaves out omitted. */
  readonly tests: readonly TestOutcome[];
  readonly snapshots: SnapshotReport;
  readonly coverage: readonly WorkflowCoverage[];
}

export type TestOutcome = {
  readonly name: string;
  readonly elapsedMs: number;
  /** What was printed while it ran. */
  readonly printed: string;
} & (
  | { readonly kind: "passed" }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly failure: TestFailureText }
);

export interface SnapshotReport {
  /** Keys of those that were written. */
  readonly kept: readonly string[];
  /** Keys that no test asked for, and whether they were removed. */
  readonly obsolete: readonly string[];
  readonly removed: boolean;
}

export const noSnapshots: SnapshotReport = { kept: [], obsolete: [], removed: false };

export type Snapshots = Readonly<Record<string, Json>>;

/** Whether it makes the command fail. */
export function hasFailed({ broken, tests }: FileReport): boolean {
  return broken !== null || tests.some(({ kind }) => kind === "failed");
}
