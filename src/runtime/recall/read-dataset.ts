import type { StageManifest } from "../../compiler/ir/value.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";

/** The manifest of a dataset, by its key; undefined where it cannot be read. */
export async function readDataset(
  store: ObjectStore,
  manifest: string,
): Promise<StageManifest | undefined> {
  const bytes = await store.get(manifest);
  const opened = bytes.ok ? openJson(bytes.value) : undefined;
  return opened as unknown as StageManifest | undefined; // control writes there
}
