import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Whether expected files are to be written instead of compared: `npm run bless`. */
    bless: boolean;
  }
}

/** Vitest's global set-up: lets tests with expected files of their own follow `vitest run -u`. */
export function setup(project: TestProject): void {
  project.provide("bless", project.config.snapshotOptions.updateSnapshot === "all");
}
