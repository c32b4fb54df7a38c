/**
 * What a test of a workflow imports from `flow-lang/test`. `flow test` loads the file `NAME.flowtest.ts` that stands beside
 * `NAME.flow`, and runs what it declares.
 */

/**
 * Declares a test. Its name is the only one of that name in its file. The test passes where `body` returns, or the promise
 * that it gives is fulfilled; any assertion library that throws will do.
 * @throws Error outside `flow test`.
 */
export function test(name: string, body: TestBody): void;
export function test(name: string, options: TestOptions, body: TestBody): void;
export function test(
  name: string,
  ...rest: readonly [TestBody] | readonly [TestOptions, TestBody]
): void {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest;
  const declare = (globalThis as CollectorHolder)[COLLECTOR];
  if (declare === undefined) {
    throw new Error("tests of workflows are run by `flow test`");
  }
  declare({ name, options, body });
}

export type TestBody = (t: WorkflowTest) => void | Promise<void>;

export interface TestOptions {
  /** Milliseconds after which the test has failed. 10 s unless given. */
  readonly timeoutMs?: number;
  /** Why the test is not run. */
  readonly skip?: string;
}

/** What a test is given. */
export interface WorkflowTest {
  /** Runs the workflow of the `.flow` file. What it rejects with, where the run fails, shows the step that failed. */
  run<Result = unknown>(args?: Arguments, options?: TestRunOptions): Promise<DoneRun<Result>>;
  /** Runs the workflow, which has to fail. */
  fail(args?: Arguments, options?: TestRunOptions): Promise<FailedRun>;
  /**
   * Compares a value with the one kept in `NAME.flowtest.json` under the name of the test, and of `label` where there are
   * several. `flow test --update` keeps those that are missing or differ.
   * @throws Error where they differ, or none is kept.
   */
  snapshot(value: unknown, label?: string): void;
}

/**
 * By parameter, as in a parameter file: paths are relative to the test file, a secret is its text. What is left out has its
 * default.
 */
export type Arguments = Readonly<Record<string, unknown>>;

export interface TestRunOptions {
  /** Which workflow, where the file declares several and none is called `main`. */
  readonly workflow?: string;
  /** In place of functions of the program, by their names there. What they give is checked as that of the functions is. */
  readonly stubs?: Stubs;
  /** Of `Context.random`. 1 unless given. */
  readonly seed?: number;
}

/** Of a function's type, such as `flow types` writes it. */
export type Stubs = Readonly<Record<string, (...args: never[]) => unknown>>;

interface Run {
  /**
   * What the tasks of a step came to, over all its iterations; zeros where it did not run.
   * @throws Error where the workflow has no such step.
   */
  step(name: string): StepFacts;
}

export interface DoneRun<Result> extends Run {
  /** Plain values: a dataset is an array, a `text` a string, `bytes` a Uint8Array, a file a `ResultFile`. */
  readonly result: Result;
}

export interface FailedRun extends Run {
  /** What `try ... catch e` would see as `e.code` and `e.message`. */
  readonly code: string;
  readonly message: string;
  /** Where it failed: the step, and the element or argument, if it is known. */
  readonly failedStep: string;
  readonly item: string | null;
}

export interface StepFacts {
  /** Tasks that succeeded, attempts at them, and how many of those failed. */
  readonly tasks: number;
  readonly attempts: number;
  readonly failed: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
  /** Elements left out by `on_error skip`. */
  readonly skipped: number;
  /** What functions counted, by name. */
  readonly counters: Readonly<Record<string, number>>;
}

/** A file that a run made or was given. */
export interface ResultFile {
  readonly name: string;
  /** A string where it is UTF-8. */
  readonly content: string | Uint8Array;
}

export type FileContent = string | Uint8Array;

/** Files by name, for a parameter `files`. A name may have folders in it. */
export function files(contents: Readonly<Record<string, FileContent>>): InlineFiles {
  return { [INLINE]: "files", contents };
}

/** For a parameter `file`, `text` or `bytes`. */
export function file(name: string, content: FileContent): InlineFiles {
  return { [INLINE]: "file", contents: { [name]: content } };
}

export type Cell = string | number | boolean | null;

/** Rows as CSV (RFC 4180) with a header: `columns`, or the fields of all rows in the order in which they come first. */
export function csv(
  rows: readonly Readonly<Record<string, Cell>>[],
  columns: readonly string[] = [...new Set(rows.flatMap(Object.keys))],
): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column] ?? null)));
  return [columns.map(csvCell), ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}

/** Rows as JSON lines. */
export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) || (text === "" && cell !== null)
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

export interface InlineFiles {
  readonly [INLINE]: "files" | "file";
  readonly contents: Readonly<Record<string, FileContent>>;
}

export interface DeclaredTest {
  readonly name: string;
  readonly options: TestOptions;
  readonly body: TestBody;
}

export interface CollectorHolder {
  [COLLECTOR]?: (test: DeclaredTest) => void;
}

/** Test files may load another copy of this module than the runner has; symbols of the registry are the same in both. */
export const INLINE: unique symbol = Symbol.for("flow-lang/test/inline");
export const COLLECTOR: unique symbol = Symbol.for("flow-lang/test/collector");
