import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { CliIo, TextOutput } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readWorkers } from "../run-settings.ts";
import { findChangedFiles } from "../testing/changed-files.ts";
import { findChangedDependency } from "../testing/dependencies.ts";
import { type FileReport, hasFailed } from "../testing/file-report.ts";
import { type FoundTests, findTests, type TestFile } from "../testing/find-tests.ts";
import { inOrder } from "../testing/in-order.ts";
import { renderJunit } from "../testing/junit.ts";
import { listTestFile, type RunnerSettings, runTestFile } from "../testing/run-test-file.ts";
import { showCoverage, showFailures, showFileLine, showTotals } from "../testing/show-report.ts";
import { renderTestDocument } from "../testing/test-document.ts";
import { createTestReaper, type TestReaper } from "../testing/test-process.ts";
import { UsageError } from "../usage-error.ts";
import { writeText } from "../write-text.ts";

interface TestOptions {
  readonly filter: string | undefined;
  readonly update: boolean;
  readonly "changed-since": string | undefined;
  readonly coverage: boolean;
  readonly junit: string | undefined;
  readonly workers: string | undefined;
  readonly list: boolean;
  readonly json: boolean;
}

export const run: Action<TestOptions> = async ({ operands, options }, io) => {
  const workers = readWorkers(options.workers);
  const found = findTests(operands, io.cwd);
  // With a document on standard output, what people read stands on the other one.
  const output = options.json ? io.stderr : io.stdout;
  const settings: RunnerSettings = {
    cwd: io.cwd,
    filter: readFilter(options.filter),
    update: options.update,
    colour: output.colour,
    width: output.columns ?? null,
  };
  const { chosen, leftOut } = chooseChanged(found.files, options["changed-since"], io, output);
  if (found.files.length === 0 && found.orphans.length === 0) {
    output.write(noTests(operands));
    return finish("failed", 0, [], leftOut, options, io);
  }
  const reaper = createTestReaper();
  const stop = io.interrupt().first;
  try {
    return options.list
      ? await listTests(chosen, settings, workers, reaper, stop, output)
      : await runTests({ ...found, files: chosen }, leftOut, {
          settings,
          options,
          workers,
          reaper,
          stop,
          output,
          io,
        });
  } finally {
    reaper.close();
  }
};

interface Running {
  readonly settings: RunnerSettings;
  readonly options: TestOptions;
  readonly workers: number;
  readonly reaper: TestReaper;
  readonly stop: AbortSignal;
  readonly output: TextOutput;
  readonly io: CliIo;
}

async function runTests(
  { files, orphans }: FoundTests,
  leftOut: readonly string[],
  { settings, options, workers, reaper, stop, output, io }: Running,
): Promise<ExitCode> {
  const started = performance.now();
  const reports: FileReport[] = [];
  await inOrder(
    files,
    workers,
    async (file) => (stop.aborted ? undefined : runTestFile(file, settings, reaper, stop)),
    (report) => {
      if (report !== undefined && (settings.filter === null || isTouched(report))) {
        showFileLine(report, output);
        reports.push(report);
      }
    },
  );
  const elapsedMs = performance.now() - started;
  for (const report of reports) {
    showFailures(report, output);
  }
  showOrphans(orphans, settings, output);
  if (stop.aborted) {
    if (reports.length > 0) {
      showTotals(reports, elapsedMs, output);
    }
    io.stderr.write("interrupted\n");
    finish("cancelled", elapsedMs, reports, leftOut, options, io);
    return exitCodes.interrupted;
  }
  if (reports.length === 0 && files.length > 0) {
    output.write(`no test matches ${JSON.stringify(options.filter ?? "")}\n`);
    return finish("failed", elapsedMs, reports, leftOut, options, io);
  }
  if (options.coverage) {
    output.write("\n");
    showCoverage(reports, output);
  }
  if (reports.length > 0) {
    showTotals(reports, elapsedMs, output);
  }
  const outcome = reports.some(hasFailed) ? "failed" : "passed";
  return finish(outcome, elapsedMs, reports, leftOut, options, io);
}

/** Whether anything of a file is within the filter. */
const isTouched = ({ broken, tests }: FileReport): boolean => broken !== null || tests.length > 0;

function finish(
  outcome: "passed" | "failed" | "cancelled",
  elapsedMs: number,
  reports: readonly FileReport[],
  leftOut: readonly string[],
  { junit, json }: TestOptions,
  io: CliIo,
): ExitCode {
  if (junit !== undefined) {
    writeText(io.cwd, junit, renderJunit(reports, elapsedMs));
  }
  if (json) {
    io.stdout.write(renderTestDocument(outcome, elapsedMs, reports, leftOut));
  }
  return outcome === "passed" ? exitCodes.done : exitCodes.failed;
}

async function listTests(
  files: readonly TestFile[],
  settings: RunnerSettings,
  workers: number,
  reaper: TestReaper,
  stop: AbortSignal,
  output: TextOutput,
): Promise<ExitCode> {
  let hasProblems = false;
  await inOrder(
    files,
    workers,
    async (file) => [file, await listTestFile(file, settings, reaper, stop)] as const,
    ([{ path }, tests]) => {
      if (typeof tests === "string") {
        hasProblems = true;
        output.write(tests);
        return;
      }
      const chosen = tests.filter((test) => test.chosen);
      output.write(
        chosen
          .map(({ name, skip }) => `${path} > ${name}${skip === null ? "" : " (skipped)"}\n`)
          .join(""),
      );
    },
  );
  return stop.aborted ? exitCodes.interrupted : hasProblems ? exitCodes.failed : exitCodes.done;
}

function readFilter(pattern: string | undefined): string | null {
  if (pattern === undefined) {
    return null;
  }
  try {
    return new RegExp(pattern, "iu").source;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UsageError(`--filter takes a regular expression: ${error.message}`);
    }
    throw error;
  }
}

function chooseChanged(
  files: readonly TestFile[],
  ref: string | undefined,
  io: CliIo,
  output: TextOutput,
): { readonly chosen: readonly TestFile[]; readonly leftOut: readonly string[] } {
  if (ref === undefined) {
    return { chosen: files, leftOut: [] };
  }
  const { paths, note } = findChangedFiles(io.cwd, ref);
  const reasons = files.map((file) => ({
    file,
    because: findChangedDependency(file, paths, io.cwd),
  }));
  if (note !== null) {
    output.write(`note: ${note}\n`);
  }
  for (const { file, because } of reasons) {
    output.write(
      because === undefined
        ? `left out: ${file.path}, nothing that it depends on changed since ${ref}\n`
        : `chosen: ${file.path}, because of ${because}\n`,
    );
  }
  return {
    chosen: reasons.flatMap(({ file, because }) => (because === undefined ? [] : [file])),
    leftOut: reasons.flatMap(({ file, because }) => (because === undefined ? [file.path] : [])),
  };
}

function showOrphans(
  orphans: readonly string[],
  { cwd, update }: RunnerSettings,
  output: TextOutput,
): void {
  for (const path of orphans) {
    if (update) {
      rmSync(resolve(cwd, path));
    }
    output.write(`obsolete${update ? ", removed" : ""}: ${path}, there are no tests beside it\n`);
  }
}

function noTests(operands: readonly string[]): string {
  return `no tests found in ${operands.length === 0 ? "." : operands.join(", ")}

Tests of \`words.flow\` stand beside it, in \`words.flowtest.ts\`:

    import { files, test } from "flow-lang/test";

    test("counts the words of a file", async (t) => {
      const { result } = await t.run({ input: files({ "a.txt": "one two two\\n" }) });
      t.snapshot(result);
    });

\`flow test --update\` keeps the snapshot. docs/testing.md says more.
`;
}
