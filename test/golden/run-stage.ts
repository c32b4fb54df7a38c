/** Runs a case with the real driver and executor in this process, one task at a time, and tells what happened. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plan } from "../../src/compiler/ir/plan.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import { type RunOutcome, runPlan } from "../../src/runtime/driver/run-plan.ts";
import { previewResult, type RunEvent, readArguments } from "../../src/runtime/index.ts";
import { createInProcessInvoker } from "../../src/runtime/invoker/in-process.ts";
import { createFileSystemStore } from "../../src/runtime/store/file-system.ts";
import { createExecute } from "../../src/runtime/worker/create-execute.ts";
import { invariant } from "../../src/shared/invariant.ts";
import type { Outputs } from "../support/golden-case.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Modules of functions are kept as `NAME.ts.txt`, arguments one a line in `args`. */
export async function runCase(plan: Plan, inputs: ReadonlyMap<string, string>): Promise<Outputs> {
  using folder = temporaryFolder();
  for (const [path, text] of inputs) {
    const file = join(folder.path, path.replace(/\.ts\.txt$/, ".ts"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const storeRoot = join(folder.path, ".store");
  const { events, outcome } = await run(plan, inputs.get("args") ?? "", folder.path, storeRoot);
  const lines = events.map((event) => JSON.stringify(event, withoutChance));
  return {
    "expected.events.jsonl": lines
      .map((line) => `${line.replaceAll(folder.path, "FOLDER")}\n`)
      .join(""),
    ...(outcome.kind === "done" && {
      "expected.result.txt": preview(plan, outcome, storeRoot),
    }),
  };
}

async function run(plan: Plan, assignments: string, root: string, storeRoot: string) {
  const args = readArguments(plan, {
    assignments: assignments.split("\n").filter((line) => line !== ""),
    params: null,
    workingFolder: root,
    paramsFolder: root,
    root,
    environment: {},
  });
  invariant(args.ok, "the case has arguments that fit");
  const events: RunEvent[] = [];
  const outcome = await runPlan(
    plan,
    { args: args.value.values, root, seed: 1, speculation: false },
    {
      store: createFileSystemStore(storeRoot),
      clock: createJumpingClock(),
      reporters: [(event) => events.push(event)],
      invoker: async () =>
        createInProcessInvoker(createExecute({ plan, root, storeRoot, secrets: [] }, () => {})),
    },
  );
  return { events, outcome };
}

/** Time stands still but for waiting, which takes none of the test's. */
function createJumpingClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    after: (ms, callback) => {
      const handle = setImmediate(() => {
        now += ms;
        callback();
      });
      return () => clearImmediate(handle);
    },
  };
}

/** What was measured, and where in which module something was thrown, differs from machine to machine. */
function withoutChance(key: string, value: unknown): unknown {
  return /^(?:startMs|readMs|computeMs|writeMs|bytesIn|bytesOut|peakMemory|printed|stack)$/.test(
    key,
  )
    ? undefined
    : value;
}

function preview(plan: Plan, outcome: RunOutcome & { kind: "done" }, storeRoot: string): string {
  const text = previewResult({ type: plan.result, value: outcome.result, storeRoot, rows: 100 });
  invariant(text.ok, "the result can be read");
  return text.value;
}
