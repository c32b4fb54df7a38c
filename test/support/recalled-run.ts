/** Runs of one program over one folder, in this process, that can be stopped anywhere and gone on with. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { compile, selectWorkflow } from "../../src/compiler/index.ts";
import type { Plan } from "../../src/compiler/ir/plan.ts";
import type { Committer } from "../../src/runtime/driver/committer.ts";
import { type RunOutcome, runPlan } from "../../src/runtime/driver/run-plan.ts";
import { createInProcessInvoker } from "../../src/runtime/invoker/in-process.ts";
import { taskName } from "../../src/runtime/keys.ts";
import { writeOutput } from "../../src/runtime/output/write-output.ts";
import { createCleaner } from "../../src/runtime/recall/create-cleaner.ts";
import { createRecall } from "../../src/runtime/recall/create-recall.ts";
import type { Reuse } from "../../src/runtime/recall/reuse.ts";
import type { RunEvent } from "../../src/runtime/run-event.ts";
import { createFileSystemStore } from "../../src/runtime/store/file-system.ts";
import { createVirtualClock } from "../../src/runtime/virtual-clock.ts";
import { createExecute } from "../../src/runtime/worker/create-execute.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { checkText } from "./check-text.ts";

export interface RecalledRun {
  readonly outcome: RunOutcome;
  readonly events: readonly RunEvent[];
  /** Attempts in the order in which they started, as `step@at/task`. */
  readonly executed: readonly string[];
  /** Files of the result, by name; none where it was not delivered. */
  readonly files: { readonly [name: string]: string };
}

export interface RecalledRunOptions {
  readonly folder: string;
  readonly args?: JsonObject;
  /** Name of the run; the same one again goes on with it. */
  readonly run: string;
  readonly resumes: boolean;
  readonly reuse?: Reuse;
  /** Deletes what is not needed any more, however small. */
  readonly cleans?: boolean;
  /** Kills the driver when it is told of this event. */
  readonly killAt?: (event: RunEvent, index: number) => boolean;
}

export function compileText(text: string): Plan {
  const result = checkText(text);
  expect(result.diagnostics.map(({ message }) => message)).toEqual([]);
  const workflow = selectWorkflow(result, undefined);
  return workflow.ok ? compile(result, workflow.value) : expect.fail("there is no workflow");
}

export async function recalledRun(plan: Plan, options: RecalledRunOptions): Promise<RecalledRun> {
  const { folder, run, resumes, reuse, killAt, cleans = false } = options;
  const storeRoot = join(folder, "store");
  const store = createFileSystemStore(storeRoot);
  const events: RunEvent[] = [];
  const executed: string[] = [];
  const kill = new AbortController();
  const clock = createVirtualClock(0);
  const settings = { plan, root: folder, storeRoot, secrets: [] };
  const execute = createExecute(settings, () => {});
  const out = join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  const outcome = await runPlan(
    plan,
    { args: options.args ?? {}, root: folder, seed: 1, run, kill: kill.signal },
    {
      store,
      clock,
      reporters: [
        (event) => {
          events.push(event);
          if (killAt?.(event, events.length) === true) {
            kill.abort();
          }
        },
      ],
      invoker: async () =>
        createInProcessInvoker((task) => {
          executed.push(`${task.node}@${task.at}/${taskName(task.work)}`);
          return execute(task);
        }),
      recall: (_run, report) =>
        createRecall({ run, plan, resumes, store, clock, report, ...(reuse && { reuse }) }),
      ...(cleans && {
        cleaner: (_run: string, committer: Committer) =>
          createCleaner({
            run,
            plan,
            store,
            committer,
            usedByOthers: () => false,
            smallBytes: 0,
          }),
      }),
      deliver: (value) =>
        writeOutput({ type: plan.result, value, storeRoot, folder: out, format: "jsonl" }),
    },
  );
  return { outcome, events, executed, files: readFiles(out) };
}

function readFiles(folder: string): { readonly [name: string]: string } {
  try {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted()
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
    );
  } catch {
    // Nothing was delivered.
    return {};
  }
}

/** Every file of the store, by path. */
export function storedObjects(folder: string): readonly string[] {
  return readdirSync(join(folder, "store"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Changes one byte in the middle of a file. */
export function damage(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  writeFileSync(path, bytes);
}
