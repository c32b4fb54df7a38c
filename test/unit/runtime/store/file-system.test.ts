import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFileSystemStore } from "../../../../src/runtime/store/file-system.ts";
import {
  createFileTaskStore,
  type FileTaskStore,
} from "../../../../src/runtime/store/file-task-store.ts";
import { fileFailure } from "../../../../src/runtime/store/store-failure.ts";
import {
  describeStoreLaws,
  describeTaskStoreLaws,
  failureOf,
} from "../../../support/store-laws.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

describeStoreLaws(async () => {
  const folder = temporaryFolder();
  return {
    store: createFileSystemStore(folder.path),
    dispose: async () => folder[Symbol.dispose](),
  };
});

describeTaskStoreLaws(async () => {
  const folder = temporaryFolder();
  const opened: FileTaskStore[] = [];
  return {
    store: createFileSystemStore(folder.path),
    tasks(prefix) {
      const tasks = createFileTaskStore({ root: folder.path, prefix });
      opened.push(tasks);
      return tasks;
    },
    async dispose() {
      for (const tasks of opened) {
        tasks.close();
      }
      folder[Symbol.dispose]();
    },
  };
});

it.each(["put", "putIfAbsent", "writer"])(
  "shows nothing of an object whose process was killed while it was written (%s)",
  async (way) => {
    using folder = temporaryFolder();
    const doomed = new URL("../../../support/doomed-writer.ts", import.meta.url);
    const { signal } = spawnSync(process.execPath, [doomed.pathname, folder.path, way]);
    expect(signal).toBe("SIGKILL");
    expect(readdirSync(join(folder.path, ".tmp"))).toHaveLength(1);
    const store = createFileSystemStore(folder.path);
    expect(await store.list("")).toEqual({ ok: true, value: [] });
    expect(await store.putIfAbsent("a/b", Buffer.of(1))).toEqual({
      ok: true,
      value: { created: true },
    });
  },
);

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
