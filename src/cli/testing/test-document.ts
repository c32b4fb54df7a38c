import { stripVTControlCharacters } from "node:util";
import type { FileReport, TestOutcome } from "./file-report.ts";

/** What `flow test --json` prints: one JSON document, on one line. Fields are never removed or given another meaning. */
export interface TestDocument {
  readonly outcome: "passed" | "failed" | "cancelled";
  readonly elapsedMs: number;
  readonly files: readonly FileDocument[];
  /** Files that `--changed-since` leaves out. */
  readonly leftOut: readonly string[];
}

interface FileDocument {
  readonly file: string;
  readonly program: string;
  readonly elapsedMs: number;
  /** Why its tests could not be run; null where they could. */
  readonly problem: string | null;
  readonly tests: readonly {
    readonly name: string;
    readonly outcome: TestOutcome["kind"];
    readonly elapsedMs: number;
    /** `message` is one line of `text`. */
    readonly failure: { readonly message: string; readonly text: string } | null;
    /** Why it was not run. */
    readonly reason: string | null;
    readonly printed: string;
  }[];
  readonly snapshots: FileReport["snapshots"];
  readonly coverage: FileReport["coverage"];
}

export function renderTestDocument(
  outcome: TestDocument["outcome"],
  elapsedMs: number,
  files: readonly FileReport[],
  leftOut: readonly string[],
): string {
  const document: TestDocument = {
    outcome,
    elapsedMs: Math.round(elapsedMs),
    files: files.map(describeFile),
    leftOut,
  };
  return `${JSON.stringify(document)}\n`;
}

function describeFile(file: FileReport): FileDocument {
  return {
    file: file.path,
    program: file.program,
    elapsedMs: Math.round(file.elapsedMs),
    problem: file.broken === null ? null : stripVTControlCharacters(file.broken),
    tests: file.tests.map((test) => ({
      name: test.name,
      outcome: test.kind,
      elapsedMs: Math.round(test.elapsedMs),
      failure:
        test.kind === "failed"
          ? { message: test.failure.message, text: stripVTControlCharacters(test.failure.text) }
          : null,
      reason: test.kind === "skipped" ? test.reason : null,
      printed: test.printed,
    })),
    snapshots: file.snapshots,
    coverage: file.coverage,
  };
}
