import { readdirSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../store/store-failure.ts";

/** More are not the code of a function. */
const MOST_FILES = 5_000;

/** Made from the sources, or installed beside them. */
const DERIVED = new Set(["__pycache__", "node_modules", "venv"]);

/**
 * Absolute paths of the files of a folder of functions, ascending, without hidden and derived ones; undefined where they
 * cannot be listed, or are too many.
 */
export function folderFiles(folder: string): readonly string[] | undefined {
  const found: string[] = [];
  const visit = (at: string): boolean => {
    const entries = readdirSync(at, { withFileTypes: true });
    return entries.every((entry) => {
      if (entry.name.startsWith(".") || DERIVED.has(entry.name)) {
        return true;
      }
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        return visit(path);
      }
      found.push(path);
      return found.length <= MOST_FILES;
    });
  };
  try {
    return visit(folder) ? found.toSorted() : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}
