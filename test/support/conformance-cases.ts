import { readdirSync, readFileSync } from "node:fs";
import type { ConformanceCase } from "../../src/evaluator/conformance.ts";

const folder = new URL("../conformance/evaluator/cases/", import.meta.url);

export interface ConformanceTopic {
  readonly topic: string;
  readonly cases: readonly ConformanceCase[];
}

/** The evaluator's suite, by topic. */
export function conformanceTopics(): readonly ConformanceTopic[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      topic: name.replace(/\.json$/u, ""),
      cases: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as readonly ConformanceCase[],
    }));
}
