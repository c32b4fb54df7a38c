import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import { createMemoryTaskStore } from "../../../../src/runtime/store/memory-task-store.ts";
import { storeLocation } from "../../../../src/runtime/store/store-failure.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

it("reads objects from memory and files from disk", () => {
  using folder = temporaryFolder();
  const store = createMemoryTaskStore(createMemoryStore(), { root: folder.path, prefix: "a/" });
  const file = join(folder.path, "b.txt");
  writeFileSync(file, "on disk");
  const writer = store.create("b");
  writer.write(Buffer.from("in memory"));
  writer.close();
  const textOf = (location: string): string => Buffer.from(store.read(location, 3, 100)).toString();
  expect([textOf(storeLocation("a/b")), textOf(file)]).toEqual(["memory", "disk"]);
  expect([store.size(storeLocation("a/b")), store.size(file)]).toEqual([9, 7]);
  store.close();
});

it("writes an object to disk when its path is asked for, and not before", () => {
  using folder = temporaryFolder();
  const store = createMemoryTaskStore(createMemoryStore(), { root: folder.path, prefix: "a/" });
  const writer = store.create("b");
  writer.write(Buffer.from("bytes"));
  writer.close();
  expect(existsSync(join(folder.path, "a"))).toBe(false);
  expect(readFileSync(store.localPath(storeLocation("a/b")), "utf8")).toBe("bytes");
  expect(existsSync(store.localPath(storeLocation("a/none")))).toBe(false);
  store.close();
});
