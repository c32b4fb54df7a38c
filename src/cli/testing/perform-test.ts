/** One test: runs it under its time limit, and says how it ended. */
import { join } from "node:path";
import type { Arguments, DeclaredTest, TestRunOptions, WorkflowTest } from "../../sdk/test.ts";
import type { CliIo } from "../cli-io.ts";
import { showFailure } from "../show-failure.ts";
import { createSnapshotRecorder, type SnapshotRecorder } from "./compare-snapshot.ts";
import { describeDifference } from "./describe-difference.ts";
import { describeError } from "./describe-error.ts";
import { inlineIo } from "./inline-io.ts";
import { jsonOf } from "./json-of.ts";
import { layoutJson } from "./layout-json.ts";
import type { FileSettings, TestReport, WorkflowCoverage } from "./protocol.ts";
import { type PerformedRun, runWorkflow } from "./run-workflow.ts";
import { TestFailure } from "./test-failure.ts";
import type { TestedProgram } from "./tested-program.ts";

const DEFAULT_TIMEOUT_MS = 10_000;

export const timeLimitOf = ({ options }: DeclaredTest): number =>
  options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

export interface TestPlace {
  readonly settings: FileSettings;
  readonly program: TestedProgram;
  readonly io: CliIo;
  readonly print: (text: string) => void;
  /** Is told that the test is run once more. */
  readonly again: (timeoutMs: number) => void;
}

export interface Performed {
  readonly report: TestReport;
  /** Something of the test is still running. */
  readonly spoilt: boolean;
}

/** `stray` rejects with what is thrown past the test: an error in a callback, a rejection that nobody handles. */
export async function performTest(
  test: DeclaredTest,
  place: TestPlace,
  stray: Promise<never>,
): Promise<Performed> {
  const started = performance.now();
  const stop = new AbortController();
  const coverage: WorkflowCoverage[] = [];
  const first = createAttempt(test, place, coverage, stop.signal);
  let failed = await within(test, first.perform(), stray);
  if (!failed.spoilt && first.snapshots.changed.size > 0) {
    place.again(timeLimitOf(test));
    const second = createAttempt(test, place, [], stop.signal);
    const again = await within(test, second.perform(), stray);
    failed = {
      spoilt: again.spoilt,
      error: unsteady(first.snapshots, second.snapshots, place.settings.colour) ?? failed.error,
    };
  }
  stop.abort();
  const isKept = failed.error === undefined && place.settings.update;
  return {
    spoilt: failed.spoilt,
    report: {
      elapsedMs: performance.now() - started,
      failure: failed.error === undefined ? null : describeError(failed.error.thrown, place),
      compared: [...first.snapshots.seen.keys()],
      kept: Object.fromEntries(
        [...first.snapshots.seen].filter(([key]) => isKept && first.snapshots.changed.has(key)),
      ),
      coverage,
    },
  };
}

interface Ended {
  readonly error: { readonly thrown: unknown } | undefined;
  readonly spoilt: boolean;
}

async function within(
  test: DeclaredTest,
  body: Promise<void>,
  stray: Promise<never>,
): Promise<Ended> {
  const limit = timeLimitOf(test);
  let settled = false;
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TestFailure(tooLong(limit))), limit);
  });
  const watched = body.finally(() => {
    settled = true;
  });
  try {
    await Promise.race([watched, expired, stray]);
    return { error: undefined, spoilt: false };
  } catch (thrown) {
    return { error: { thrown }, spoilt: !settled };
  } finally {
    clearTimeout(timer);
    watched.catch(() => {}); // came too late, or was told above
  }
}

export const tooLong = (limitMs: number): string =>
  `the test takes longer than ${limitMs} ms, its time limit`;

interface Attempt {
  readonly snapshots: SnapshotRecorder;
  perform(): Promise<void>;
}

let runs = 0;

function createAttempt(
  test: DeclaredTest,
  { settings, program, io, print }: TestPlace,
  coverage: WorkflowCoverage[],
  kill: AbortSignal,
): Attempt {
  const snapshots = createSnapshotRecorder(test.name, settings);
  let underway = 0;
  const start = async (args: Arguments, options: TestRunOptions): Promise<PerformedRun> => {
    runs += 1;
    const folder = join(settings.folder, `run-${runs}`);
    underway += 1;
    try {
      const place = { program, testFile: settings.file, folder, io, print, kill };
      const run = await runWorkflow(place, args, options);
      coverage.push(run.coverage);
      return run;
    } finally {
      underway -= 1;
    }
  };
  const t: WorkflowTest = {
    async run<Result>(args: Arguments = {}, options: TestRunOptions = {}) {
      const run = await start(args, options);
      if (run.outcome.kind === "failed") {
        const shown = inlineIo(io);
        showFailure(run.outcome.failure, run.compiled.checked.sources, undefined, shown.io);
        const { message } = run.outcome.failure.failure;
        throw new TestFailure(
          `the run failed: ${run.readable(message)}`,
          run.readable(shown.text()),
        );
      }
      return { result: run.result as Result, step: run.step }; // what the test says it is
    },
    async fail(args = {}, options = {}) {
      const { outcome, result, step, readable } = await start(args, options);
      if (outcome.kind !== "failed") {
        throw new TestFailure(
          "the run was to fail, and has a result",
          `${layoutJson(jsonOf(result)).replaceAll(/^/gm, "    ")}\n`,
        );
      }
      const { failure, step: node } = outcome.failure;
      return {
        code: failure.code,
        message: readable(failure.message),
        item: failure.item === null ? null : readable(failure.item),
        failedStep: failure.step ?? node,
        step,
      };
    },
    snapshot: (value, label) => snapshots.compare(value, label),
  };
  return {
    snapshots,
    async perform() {
      await test.body(t);
      if (underway > 0) {
        throw new TestFailure("a run goes on past the end of the test: `await` it");
      }
    },
  };
}

/** A value that is not the same the next time is worth nothing as a snapshot, and says more than what was kept of it. */
function unsteady(
  first: SnapshotRecorder,
  second: SnapshotRecorder,
  colour: boolean,
): Ended["error"] {
  for (const [key, value] of first.seen) {
    const again = second.seen.get(key);
    const [before, after] = [layoutJson(value), again === undefined ? "" : layoutJson(again)];
    if (again !== undefined && before !== after) {
      return {
        thrown: new TestFailure(
          `the value of snapshot \`${key}\` is not the same when the test is run again`,
          `${describeDifference(before, after, colour)}hint: What functions draw from \`ctx.random\` is the same in every run; clocks and \`Math.random\` are not.\n`,
        ),
      };
    }
  }
  return undefined;
}
