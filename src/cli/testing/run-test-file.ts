/** One test file: runs it in a process, and in another one for what is left where a test ruins the first. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertNever } from "../../shared/assert-never.ts";
import type { Json } from "../../shared/json.ts";
import type { FileReport, Snapshots, TestOutcome } from "./file-report.ts";
import { noSnapshots } from "./file-report.ts";
import type { TestFile } from "./find-tests.ts";
import { tooLong } from "./perform-test.ts";
import type { FileSettings, FromTests, ListedTest, WorkflowCoverage } from "./protocol.ts";
import { readSnapshots, writeSnapshots } from "./snapshot-file.ts";
import { startTestProcess, type TestReaper } from "./test-process.ts";

export interface RunnerSettings {
  readonly cwd: string;
  /** Source of a regular expression; null: none. */
  readonly filter: string | null;
  readonly update: boolean;
  readonly colour: boolean;
  readonly width: number | null;
}

/** Time that a process has beyond the limit of a test, to say itself that it is over. */
const GRACE_MS = 1_000;
/** To load a test file and all that it imports. */
const LOAD_MS = 30_000;
/** Of what a test prints. */
const MOST_PRINTED = 64 * 1024;

/** Undefined where `stop` was aborted. */
export async function runTestFile(
  file: TestFile,
  settings: RunnerSettings,
  reaper: TestReaper,
  stop: AbortSignal,
): Promise<FileReport | undefined> {
  const started = performance.now();
  const kept = readSnapshots(settings.cwd, file.snapshotFile);
  const folder = mkdtempSync(join(tmpdir(), "flow-test-"));
  const state: FileState = {
    tests: [],
    reports: new Map(),
    compared: new Set(),
    kept: {},
    coverage: [],
  };
  let broken: string | null = null;
  try {
    for (let isDone = false; !isDone && broken === null; ) {
      const session = await runSession(
        {
          ...settings,
          file: file.path,
          program: file.program,
          past: [...state.reports.keys()],
          folder: join(folder, String(state.reports.size)),
          snapshots: kept.ok ? kept.value : null,
          list: false,
        },
        state,
        reaper,
        stop,
      );
      broken = session.broken;
      isDone = session.done;
      if (stop.aborted) {
        return undefined;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (broken === null && !kept.ok && state.compared.size > 0 && !mayReplace(state, settings)) {
    broken = `error: ${kept.error}\nhint: Restore it, or let \`flow test --update\` write all of it anew.\n`;
  }
  const elapsedMs = performance.now() - started;
  const tests = state.tests.flatMap((test) => outcomeOf(test, state.reports));
  const report = { ...file, elapsedMs, broken, tests, coverage: state.coverage };
  const snapshots = keepSnapshots(report, state, kept.ok ? kept.value : {}, settings);
  return { ...report, snapshots };
}

/** The tests of a file, without running them; a text where it cannot be loaded. */
export async function listTestFile(
  file: TestFile,
  settings: RunnerSettings,
  reaper: TestReaper,
  stop: AbortSignal,
): Promise<readonly ListedTest[] | string> {
  const state: FileState = {
    tests: [],
    reports: new Map(),
    compared: new Set(),
    kept: {},
    coverage: [],
  };
  const folder = mkdtempSync(join(tmpdir(), "flow-test-"));
  try {
    const { broken } = await runSession(
      {
        ...settings,
        file: file.path,
        program: file.program,
        past: [],
        folder,
        snapshots: {},
        list: true,
      },
      state,
      reaper,
      stop,
    );
    return broken ?? state.tests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface FileState {
  tests: readonly ListedTest[];
  readonly reports: Map<string, TestOutcome>;
  readonly compared: Set<string>;
  readonly kept: { [key: string]: Json };
  readonly coverage: WorkflowCoverage[];
}

interface Session {
  readonly broken: string | null;
  /** No test is left. */
  readonly done: boolean;
}

/** One process, until it is done, or ruined, or ended. */
function runSession(
  settings: FileSettings,
  state: FileState,
  reaper: TestReaper,
  stop: AbortSignal,
): Promise<Session> {
  const { promise, resolve } = Promise.withResolvers<Session>();
  let session: Session | undefined;
  let current: { readonly name: string; readonly started: number } | undefined;
  let printed = "";
  let isRepeated = false;
  let timer: NodeJS.Timeout | undefined;
  let overdue: string | undefined;

  const finish = (ended: Session): void => {
    session ??= ended;
    child.kill();
  };
  const watch = (ms: number, why: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      overdue = why;
      child.kill();
    }, ms);
  };
  const receive = (message: FromTests): void => {
    switch (message.kind) {
      case "broken":
        finish({ broken: message.text, done: true });
        return;
      case "loaded":
        state.tests = message.tests;
        clearTimeout(timer);
        if (settings.list) {
          finish({ broken: null, done: true });
        }
        return;
      case "started":
        current = { name: message.name, started: performance.now() };
        printed = "";
        isRepeated = false;
        watch(message.timeoutMs + GRACE_MS, tooLong(message.timeoutMs));
        return;
      case "again":
        isRepeated = true;
        watch(message.timeoutMs + GRACE_MS, tooLong(message.timeoutMs));
        return;
      case "printed":
        printed = isRepeated ? printed : (printed + message.text).slice(0, MOST_PRINTED);
        return;
      case "finished": {
        const { name, report } = message;
        clearTimeout(timer);
        current = undefined;
        const { elapsedMs, failure } = report;
        state.reports.set(
          name,
          failure === null
            ? { kind: "passed", name, elapsedMs, printed }
            : { kind: "failed", name, elapsedMs, printed, failure },
        );
        for (const key of report.compared) {
          state.compared.add(key);
        }
        Object.assign(state.kept, report.kept);
        state.coverage.push(...report.coverage);
        if (message.spoilt) {
          finish({ broken: null, done: false });
        }
        return;
      }
      case "done":
        finish({ broken: null, done: true });
        return;
      default:
        assertNever(message);
    }
  };
  const ended = (why: string, lastWords: string): void => {
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
    if (session !== undefined || stop.aborted) {
      resolve(session ?? { broken: null, done: true });
      return;
    }
    if (current === undefined) {
      const problem = overdue ?? `the process of ${settings.file} ended outside its tests: ${why}`;
      resolve({ broken: `error: ${problem}\n${quote(lastWords)}`, done: true });
      return;
    }
    const { name, started } = current;
    const message = overdue ?? `the test ended its process: ${why}`;
    state.reports.set(name, {
      kind: "failed",
      name,
      elapsedMs: performance.now() - started,
      printed,
      failure: { message, text: `error: ${message}\n${quote(lastWords)}` },
    });
    resolve({ broken: null, done: false });
  };
  const onStop = (): void => child.kill();
  const child = startTestProcess(settings, reaper, { message: receive, ended });
  stop.addEventListener("abort", onStop, { once: true });
  if (stop.aborted) {
    child.kill();
  }
  watch(LOAD_MS, `${settings.file} takes longer than ${LOAD_MS / 1000} s to load`);
  return promise;
}

const quote = (text: string): string => (text === "" ? "" : `${text.replaceAll(/^/gmu, "    ")}\n`);

function outcomeOf(
  { name, chosen, skip }: ListedTest,
  reports: ReadonlyMap<string, TestOutcome>,
): readonly TestOutcome[] {
  if (!chosen) {
    return [];
  }
  if (skip !== null) {
    return [{ kind: "skipped", name, elapsedMs: 0, printed: "", reason: skip }];
  }
  const report = reports.get(name);
  return report === undefined ? [] : [report];
}

/** Snapshots that cannot be read are written anew only where that gives all of them. */
function mayReplace({ tests, reports }: FileState, { update }: RunnerSettings): boolean {
  return update && tests.every(({ name }) => reports.get(name)?.kind === "passed");
}

/** What no test asks for is known only where every test has come to its end. */
function keepSnapshots(
  report: Omit<FileReport, "snapshots">,
  { tests, compared, kept }: FileState,
  before: Snapshots,
  { cwd, update }: RunnerSettings,
): FileReport["snapshots"] {
  const isWhole =
    report.broken === null &&
    tests.every(({ chosen }) => chosen) &&
    report.tests.every(({ kind }) => kind === "passed");
  const obsolete = isWhole ? Object.keys(before).filter((key) => !compared.has(key)) : [];
  const keys = Object.keys(kept);
  if (!update || report.broken !== null || (keys.length === 0 && obsolete.length === 0)) {
    return { ...noSnapshots, obsolete };
  }
  const left = Object.entries(before).filter(([key]) => !obsolete.includes(key));
  writeSnapshots(cwd, report.snapshotFile, { ...Object.fromEntries(left), ...kept });
  return { kept: keys, obsolete, removed: true };
}
