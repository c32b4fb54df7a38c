import { createMeter, type Meter } from "../../src/runtime/meter.ts";
import { createMemoryStore } from "../../src/runtime/store/memory.ts";
import type { TaskStore } from "../../src/runtime/store/object-store.ts";

/** A task's view of files that stand in memory under the given paths. */
export function memoryFiles(files: { readonly [path: string]: string | Uint8Array }): {
  readonly store: TaskStore;
  readonly meter: Meter;
} {
  const entries = Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]);
  const store = createMemoryStore(Object.fromEntries(entries));
  return { store: store.taskStore("out/"), meter: createMeter(() => 0) };
}
