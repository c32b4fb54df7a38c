/** Calls of foreign functions without a task around them. */
import type { PlanFunction } from "../../src/compiler/ir/plan.ts";
import type { Context } from "../../src/sdk/context.ts";
import { origin } from "./plan-builder.ts";

export function foreignFunction(parts: Partial<PlanFunction> = {}): PlanFunction {
  return {
    module: "./functions",
    exportName: "f",
    params: [],
    result: { kind: "int" },
    effect: false,
    runtime: "node",
    handler: null,
    origin,
    ...parts,
  };
}

export interface CallRecord {
  readonly context: Context;
  readonly said: string[];
}

export function recordContext(temporaryDirectory = "/nowhere"): CallRecord {
  const said: string[] = [];
  const file = (): never => {
    throw new Error("no files here");
  };
  const line = (level: string) => (message: string) => void said.push(`${level}: ${message}`);
  return {
    said,
    context: {
      run: "r",
      step: "s",
      attempt: 1,
      idempotencyKey: "r/s/0",
      signal: new AbortController().signal,
      random: () => 0.5,
      count: (name, by = 1) => void said.push(`${name} +${by}`),
      log: { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
      temporaryDirectory,
      createFile: file,
      fileAt: file,
    },
  };
}
