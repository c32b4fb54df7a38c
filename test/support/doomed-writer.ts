/** Run as a process: begins to write the object `a/b` into the store at the first argument, and kills itself in the middle. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createFileSystemStore } from "../../src/runtime/store/file-system.ts";
import { createFileTaskStore } from "../../src/runtime/store/file-task-store.ts";

const [root = "", way] = process.argv.slice(2);
const bytes = Buffer.alloc(64 * 1024 * 1024, "x");
const die = (): boolean => process.kill(process.pid, "SIGKILL");

if (way === "writer") {
  createFileTaskStore({ root, prefix: "a/" }).create("b").write(bytes);
  die();
}
const store = createFileSystemStore(root);
void (way === "put" ? store.put("a/b", bytes) : store.putIfAbsent("a/b", bytes));
const watch = (): void => {
  const [file] = readdirSync(root).includes(".tmp") ? readdirSync(join(root, ".tmp")) : [];
  if (file !== undefined && statSync(join(root, ".tmp", file)).size > 0) {
    die();
  }
  setImmediate(watch);
};
watch();
