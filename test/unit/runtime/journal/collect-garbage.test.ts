import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { collectGarbage } from "../../../../src/runtime/journal/collect-garbage.ts";
import { listRuns } from "../../../../src/runtime/journal/find-run.ts";
import { holdRun } from "../../../../src/runtime/journal/hold.ts";
import { addIdentities, useIdentities } from "../../../../src/runtime/journal/identities.ts";
import type { Journal } from "../../../../src/runtime/journal/journal.ts";
import {
  finishRun,
  heldRun,
  newRun,
  openedJournal,
  taskMetrics,
  writeRun,
} from "../../../support/journal.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const key = Uint8Array.of(1, 2, 3);

function write(path: string, bytes: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "x".repeat(bytes));
}

/** A run that is over, with an object of 100 bytes, a log of 10, and an attempt. */
function pastRun(journal: Journal, folder: string, name: string, ended: number): number {
  const run = writeRun(journal, name, ended);
  const place = { step: "s", at: "" };
  run.report(
    { kind: "step-started", ...place, time: ended },
    { kind: "tasks-added", ...place, tasks: 1, time: ended },
    { kind: "task-started", ...place, task: "0", attempt: 1, time: ended },
    { kind: "task-finished", ...place, task: "0", attempt: 1, metrics: taskMetrics(), time: ended },
    { kind: "step-finished", ...place, time: ended },
  );
  finishRun(run, ended);
  write(join(folder, "store/runs", name, "s/@/0/a1/out"), 100);
  write(join(folder, "logs", `${name}.log`), 10);
  return run.id;
}

const collect = (
  journal: Journal,
  folder: string,
  { keepMs = 0, keepRuns = 0, now = 1_000, dryRun = false },
) =>
  collectGarbage(
    journal,
    { storeRoot: join(folder, "store"), logOf: (run) => join(folder, "logs", `${run}.log`) },
    { keepMs, keepRuns },
    now,
    dryRun,
  );

const left = (folder: string) => readdirSync(join(folder, "store/runs")).toSorted();
const rows = (journal: Journal, table: string) =>
  Number(journal.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);

it("deletes all of old runs and nothing of others", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  pastRun(journal, folder.path, "old", 100);
  pastRun(journal, folder.path, "young", 900);
  expect(await collect(journal, folder.path, { keepMs: 500 })).toEqual({
    runs: [{ run: "old", bytes: 110 }],
    leftoverBytes: 0,
    unknown: [],
    used: [],
  });
  expect(left(folder.path)).toEqual(["young"]);
  expect(readdirSync(join(folder.path, "logs"))).toEqual(["young.log"]);
  expect(["runs", "steps", "places", "attempts"].map((table) => rows(journal, table))).toEqual([
    1, 1, 1, 1,
  ]);
});

it("says what it would delete, and does not", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  pastRun(journal, folder.path, "old", 100);
  expect(await collect(journal, folder.path, { dryRun: true })).toMatchObject({
    runs: [{ run: "old", bytes: 110 }],
  });
  expect(left(folder.path)).toEqual(["old"]);
  expect(listRuns(journal, 1_000)).toHaveLength(1);
});

it("keeps the latest runs, and those that go on however long they have", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  heldRun(journal, "going", 1);
  write(join(folder.path, "store/runs/going/x"), 5);
  for (const [at, name] of ["a", "b", "c"].entries()) {
    pastRun(journal, folder.path, name, 100 + at);
  }
  await collect(journal, folder.path, { keepRuns: 2 });
  expect(left(folder.path)).toEqual(["b", "c", "going"]);
});

it("keeps what a run has reused that stays, over runs in between, and lets it go with that run", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const first = pastRun(journal, folder.path, "first", 100);
  const second = pastRun(journal, folder.path, "second", 200);
  const third = pastRun(journal, folder.path, "third", 900);
  addIdentities(journal, first, [{ key, result: '"one"', parts: "{}" }]);
  expect(useIdentities(journal, second, [key, Uint8Array.of(9)])).toEqual([
    { run: "first", result: '"one"', parts: "{}" },
    undefined,
  ]);
  const again = Uint8Array.of(4);
  addIdentities(journal, second, [{ key: again, result: '"two"', parts: "{}" }]);
  useIdentities(journal, third, [again]);
  expect(await collect(journal, folder.path, { keepMs: 500 })).toMatchObject({
    runs: [],
    used: ["second", "first"],
  });
  expect(left(folder.path)).toEqual(["first", "second", "third"]);
  await collect(journal, folder.path, {});
  expect(left(folder.path)).toEqual([]);
  expect(["runs", "uses", "identities"].map((table) => rows(journal, table))).toEqual([0, 0, 0]);
});

it("goes on where a collection was killed, and lets nobody have what it has begun to delete", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const id = pastRun(journal, folder.path, "old", 100);
  addIdentities(journal, id, [{ key, result: "1", parts: "{}" }]);
  journal.database.prepare("UPDATE runs SET state = 'deleting'").run();
  write(join(folder.path, "store/.tmp/gc-old-1/s/out"), 7);
  expect(listRuns(journal, 1_000)).toEqual([]);
  expect(useIdentities(journal, heldRun(journal, "now", 990), [key])).toEqual([undefined]);
  expect(holdRun(journal, newRun("old"), 1_000)).toEqual({
    ok: false,
    error: { kind: "deleting" },
  });
  expect(await collect(journal, folder.path, { keepMs: 10_000, now: 1_100 })).toMatchObject({
    runs: [{ run: "old", bytes: 110 }],
    leftoverBytes: 7,
  });
  expect(left(folder.path)).toEqual([]);
  expect(readdirSync(join(folder.path, "store/.tmp"))).toEqual([]);
});

it("deletes what killed tasks have left for a day, and leaves alone what the journal does not know", async () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const now = Date.now();
  const old = join(folder.path, "store/.tmp/old");
  const young = join(folder.path, "store/.tmp/young");
  write(old, 3);
  write(young, 4);
  utimesSync(old, 1, 1);
  write(join(folder.path, "store/runs/stranger/x"), 5);
  expect(await collect(journal, folder.path, { now })).toEqual({
    runs: [],
    leftoverBytes: 3,
    unknown: ["stranger"],
    used: [],
  });
  expect([old, young].map((path) => existsSync(path))).toEqual([false, true]);
  expect(left(folder.path)).toEqual(["stranger"]);
});
