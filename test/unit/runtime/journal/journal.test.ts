import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { findRun, listRuns } from "../../../../src/runtime/journal/find-run.ts";
import { holdRun, markLost } from "../../../../src/runtime/journal/hold.ts";
import { journalPath, openJournal } from "../../../../src/runtime/journal/journal.ts";
import { schemaVersion } from "../../../../src/runtime/journal/schema.ts";
import { finishRun, heldRun, newRun, openedJournal, writeRun } from "../../../support/journal.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const opening = (folder: string, mode: Parameters<typeof openJournal>[1]) => {
  const opened = openJournal(folder, mode);
  if (opened.ok) {
    opened.value[Symbol.dispose]();
  }
  return opened.ok ? "opened" : opened.error.kind;
};

it("makes its file where it is to, and finds it again", () => {
  using folder = temporaryFolder();
  const inside = join(folder.path, "a", "b");
  expect(opening(inside, "read")).toBe("absent");
  expect(opening(inside, "change")).toBe("absent");
  expect(opening(inside, "make")).toBe("opened");
  expect(opening(inside, "read")).toBe("opened");
});

it("says what a file is that is no journal, and leaves it as it is", () => {
  using folder = temporaryFolder();
  const path = journalPath(folder.path);
  writeFileSync(path, "words ".repeat(1_000));
  expect(opening(folder.path, "make")).toBe("corrupt");
  expect(opening(folder.path, "read")).toBe("corrupt");
  expect(readFileSync(path, "utf8")).toBe("words ".repeat(1_000));
});

it("says that a folder stands in its place, or cannot be made", () => {
  using folder = temporaryFolder();
  mkdirSync(journalPath(folder.path));
  expect(opening(folder.path, "make")).toBe("unwritable");
  expect(opening(folder.path, "read")).toBe("unwritable");
  writeFileSync(join(folder.path, "file"), "");
  expect(opening(join(folder.path, "file"), "make")).toBe("unwritable");
});

it("does not touch what a newer version has written", () => {
  using folder = temporaryFolder();
  openedJournal(folder.path)[Symbol.dispose]();
  const database = new DatabaseSync(journalPath(folder.path));
  database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  database.close();
  expect(opening(folder.path, "make")).toBe("newer");
  expect(opening(folder.path, "read")).toBe("newer");
});

it("takes a file without tables for none while another process makes it", () => {
  using folder = temporaryFolder();
  new DatabaseSync(journalPath(folder.path)).close();
  expect(opening(folder.path, "read")).toBe("absent");
  expect(opening(folder.path, "make")).toBe("opened");
});

it("lets several have it open and write by turns", () => {
  using folder = temporaryFolder();
  using first = openedJournal(folder.path);
  using second = openedJournal(folder.path);
  heldRun(first, "a", 1);
  heldRun(second, "b", 2);
  expect(listRuns(first, 3).map(({ run }) => run)).toEqual(["b", "a"]);
});

it("lets one driver hold a run, and takes over what a dead one held", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const id = heldRun(journal, "r", 5);
  expect(holdRun(journal, newRun("r"), 6)).toMatchObject({
    ok: false,
    error: { kind: "held", holder: { pid: process.pid } },
  });
  // The same process id, given to another process since.
  journal.database.prepare("UPDATE runs SET process = 'an earlier one'").run();
  expect(listRuns(journal, 10)).toMatchObject([{ run: "r", state: "lost", ended: 5 }]);
  expect(holdRun(journal, newRun("r", { workers: 7 }), 11)).toEqual({
    ok: true,
    value: { id, started: 5 },
  });
  expect(findRun(journal, "r", 12)).toMatchObject({
    value: { state: "running", workers: 7, started: 5 },
  });
});

it("believes a holder on another machine for as long as it keeps saying that it is there", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  heldRun(journal, "r", 0);
  journal.database.prepare("UPDATE runs SET host = 'elsewhere', pid = 1").run();
  expect(listRuns(journal, 50_000)).toMatchObject([{ state: "running" }]);
  expect(listRuns(journal, 70_000)).toMatchObject([{ state: "lost" }]);
});

it("marks a run as lost only where its driver is dead", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const id = heldRun(journal, "r", 3);
  expect(markLost(journal, id, 4)).toBe(false);
  journal.database.prepare("UPDATE runs SET process = 'an earlier one'").run();
  expect(markLost(journal, id, 4)).toBe(true);
  expect(markLost(journal, id, 4)).toBe(false);
  expect(findRun(journal, "r", 5)).toMatchObject({
    value: { state: "lost", ended: 3, holder: null },
  });
});

it.each([
  ["one", { value: { run: "one" } }],
  ["on", { value: { run: "one" } }],
  ["three", { value: { run: "three" } }],
  ["three-", { value: { run: "three-b" } }],
  ["last", { value: { run: "three-b" } }],
  ["latest", { value: { run: "three-b" } }],
  ["t", { error: { kind: "ambiguous", names: ["three-b", "three"] } }],
  ["x", { error: { kind: "unknown", names: ["three-b", "three", "one"] } }],
  ["", { error: { kind: "unknown" } }],
])("finds %j", (text, expected) => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  for (const [at, name] of ["one", "three", "three-b"].entries()) {
    heldRun(journal, name, at);
  }
  expect(findRun(journal, text, 9)).toMatchObject(expected);
});

it("lists runs by state, as many as are asked for", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  for (const [at, name] of ["a", "b", "c"].entries()) {
    finishRun(writeRun(journal, name, at), at + 10);
  }
  heldRun(journal, "d", 20);
  const names = (filter: Parameters<typeof listRuns>[2]) =>
    listRuns(journal, 30, filter).map(({ run }) => run);
  expect(names({})).toEqual(["d", "c", "b", "a"]);
  expect(names({ state: "done", limit: 2 })).toEqual(["c", "b"]);
  expect(names({ state: "failed" })).toEqual([]);
});
