import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import type { Failure } from "../../../../src/runtime/failure.ts";
import { createFileSystemStore } from "../../../../src/runtime/store/file-system.ts";
import { createFileTaskStore } from "../../../../src/runtime/store/file-task-store.ts";
import { fileFailure } from "../../../../src/runtime/store/store-failure.ts";
import { TaskError } from "../../../../src/runtime/task-error.ts";
import { describeStoreLaws } from "../../../support/store-laws.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

describeStoreLaws(async () => {
  const folder = temporaryFolder();
  return {
    store: createFileSystemStore(folder.path),
    dispose: async () => folder[Symbol.dispose](),
  };
});

it("makes a task's object visible only when it is closed, with the checksum of its bytes", async () => {
  using folder = temporaryFolder();
  const store = createFileSystemStore(folder.path);
  const tasks = createFileTaskStore({ root: folder.path, prefix: "runs/1/" });
  const writer = tasks.create("part/0");
  writer.write(Buffer.from("ab"));
  writer.write(Buffer.from("c"));
  expect(await store.list("")).toEqual({ ok: true, value: [] });
  expect(writer.close()).toEqual({ checksum: crc32("abc") });
  expect(await store.list("")).toEqual({ ok: true, value: ["runs/1/part/0"] });
  expect(Buffer.from(tasks.read("store:runs/1/part/0", 1, 10)).toString()).toBe("bc");
  expect(tasks.size("store:runs/1/part/0")).toBe(3);
  tasks.close();
});

it("leaves nothing behind when a writer is aborted", () => {
  using folder = temporaryFolder();
  const tasks = createFileTaskStore({ root: folder.path, prefix: "runs/1/" });
  const writer = tasks.create("part");
  writer.write(Buffer.from("ab"));
  writer.abort();
  expect(readdirSync(folder.path, { recursive: true })).toEqual([".tmp"]);
});

it("keeps a bounded number of files open and reads on", () => {
  using folder = temporaryFolder();
  const tasks = createFileTaskStore({ root: folder.path, prefix: "" });
  const paths = Array.from({ length: 300 }, (_, index) => join(folder.path, `f${index}`));
  for (const path of paths) {
    writeFileSync(path, path);
  }
  for (const path of [...paths, ...paths]) {
    expect(Buffer.from(tasks.read(path, 0, 1000)).toString()).toBe(path);
  }
  expect(readdirSync("/proc/self/fd").length).toBeLessThan(400);
  tasks.close();
});

it("says whose fault a missing file or object is", () => {
  using folder = temporaryFolder();
  const tasks = createFileTaskStore({ root: folder.path, prefix: "" });
  const file = join(folder.path, "absent.txt");
  expect(failureOf(() => tasks.read(file, 0, 1))).toMatchObject({
    kind: "input",
    message: `there is no file ${file}`,
    retryable: false,
  });
  expect(failureOf(() => tasks.size("store:a/b"))).toMatchObject({
    kind: "store",
    message: "the object a/b is not in the store",
    retryable: true,
  });
});

it("says what else is wrong with a file", () => {
  using folder = temporaryFolder();
  const tasks = createFileTaskStore({ root: folder.path, prefix: "" });
  mkdirSync(join(folder.path, "directory"));
  expect(failureOf(() => tasks.read(join(folder.path, "directory"), 0, 1)).message).toMatch(
    /^cannot read .*directory: it is a directory$/u,
  );
  if (process.getuid?.() !== 0) {
    writeFileSync(join(folder.path, "secret"), "");
    chmodSync(join(folder.path, "secret"), 0);
    expect(failureOf(() => tasks.read(join(folder.path, "secret"), 0, 1)).message).toMatch(
      /permission denied$/u,
    );
  }
});

it("calls a full disk by its name and does not retry it", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
  });
  expect(fileFailure(full, "store:runs/1/a", "write")).toEqual({
    kind: "store",
    code: "Store",
    message: "cannot write runs/1/a: no space is left on the disk (ENOSPC)",
    retryable: false,
    step: null,
    item: "runs/1/a",
    stack: null,
  });
});

it("refuses keys that leave the root", async () => {
  using folder = temporaryFolder();
  const store = createFileSystemStore(folder.path);
  for (const key of ["../x", "/x", "a//b", "a/./b", "", "a\0b"]) {
    await expect(store.get(key), key).rejects.toThrow("is a relative path");
  }
});

function failureOf(operation: () => unknown): Failure {
  try {
    operation();
  } catch (error) {
    if (error instanceof TaskError) {
      return error.failure;
    }
    throw error;
  }
  expect.fail("no failure");
}
