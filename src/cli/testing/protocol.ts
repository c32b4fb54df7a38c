/** What the runner and the process that runs a test file say to each other. One file to a process, one test at a time. */
import type { Json } from "../../shared/json.ts";

export interface FileSettings {
  /** Absolute. */
  readonly cwd: string;
  /** Relative to `cwd`, with forward slashes: the test file, and the program that it tests. */
  readonly file: string;
  readonly program: string;
  /** Source of a regular expression that the names of tests must match, as `FILE > NAME`; null: all are run. */
  readonly filter: string | null;
  /** Tests that are done with, by an earlier process for this file. */
  readonly past: readonly string[];
  /** Absolute; a folder for all that tests write. */
  readonly folder: string;
  /** Of what is printed. */
  readonly colour: boolean;
  readonly width: number | null;
  /** Kept values by key; null where the file of them cannot be read. */
  readonly snapshots: Readonly<Record<string, Json>> | null;
  /** Keep what differs, instead of failing. */
  readonly update: boolean;
  /** Only say what there is. */
  readonly list: boolean;
}

export type ToTests = { readonly kind: "file"; readonly settings: FileSettings };

export type FromTests =
  /** The file cannot be run, and why: lines for a person. */
  | { readonly kind: "broken"; readonly text: string }
  | { readonly kind: "loaded"; readonly tests: readonly ListedTest[] }
  | { readonly kind: "started"; readonly name: string; readonly timeoutMs: number }
  /** The test is run once more, to see whether its snapshots are the same. What it prints is known. */
  | { readonly kind: "again"; readonly timeoutMs: number }
  | { readonly kind: "printed"; readonly text: string }
  | {
      readonly kind: "finished";
      readonly name: string;
      readonly report: TestReport;
      /** Code of the test is still running: the next test needs another process. */
      readonly spoilt: boolean;
    }
  /** All tests that are to be run have been. */
  | { readonly kind: "done" };

export interface ListedTest {
  readonly name: string;
  /** Whether it fits the filter. */
  readonly chosen: boolean;
  /** Why it is not to be run, as its author says. */
  readonly skip: string | null;
}

export interface TestReport {
  readonly elapsedMs: number;
  /** Null where it passed. */
  readonly failure: TestFailureText | null;
  /** Keys of the snapshots that were compared, and the values of those that are to be kept. */
  readonly compared: readonly string[];
  readonly kept: Readonly<Record<string, Json>>;
  readonly coverage: readonly WorkflowCoverage[];
}

export interface TestFailureText {
  /** One line. */
  readonly message: string;
  /** All there is to say, the message included; ends with a line end. May have colours. */
  readonly text: string;
}

export interface WorkflowCoverage {
  readonly workflow: string;
  /** In the order of the program. */
  readonly steps: readonly string[];
  readonly run: readonly string[];
}
