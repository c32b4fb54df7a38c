import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Whether expected files are to be written instead of compared: `npm run bless`. */
    bless: boolean;
  }
}

/**
 * Vitest's global set-up. Lets tests with expected files of their own follow `vitest run -u`; and gives all tests one
 * temporary folder, removed at the end, so that nothing of a test stays that failed, was killed, or was never awaited.
 */
export function setup(project: TestProject): () => void {
  project.provide("bless", project.config.snapshotOptions.updateSnapshot === "all");
  const folder = mkdtempSync(join(tmpdir(), "flow-tests-"));
  // Workers and what they start inherit it.
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
