/** Functions of users' modules, imported when they are first called and kept for the life of the worker. */
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import type { FlowFunction } from "../executor/environment.ts";
import { isForeign } from "../foreign/command.ts";
import { createForeignHost, type ForeignHost } from "../foreign/foreign-host.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { userStack } from "../user-stack.ts";

/**
 * `root` is the absolute folder that paths in spans are relative to; functions in other languages run in processes of
 * `foreign`. Rejects with a `TaskError`.
 */
export function createFunctionLoader(
  root: string,
  foreign: ForeignHost = createForeignHost(),
): (declared: PlanFunction) => Promise<FlowFunction> {
  const loaded = new Map<string, Promise<FlowFunction>>();
  return (declared) => {
    const path = resolve(root, dirname(declared.origin.file), declared.module);
    const id = `${declared.exportName} ${path}`;
    const known = loaded.get(id) ?? load(path, declared, foreign);
    loaded.set(id, known);
    return known;
  };
}

async function load(
  path: string,
  declared: PlanFunction,
  foreign: ForeignHost,
): Promise<FlowFunction> {
  if (isForeign(path, declared)) {
    return await foreign.load(path, declared);
  }
  const exported = (await importModule(path, declared.module))[declared.exportName];
  if (typeof exported !== "function") {
    throw new TaskError(
      failureOf("input", `${declared.module} has no function \`${declared.exportName}\``),
    );
  }
  return exported as FlowFunction; // a function; `flow check` has compared its signature
}

async function importModule(
  path: string,
  name: string,
): Promise<{ readonly [name: string]: unknown }> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    throw new TaskError(
      failureOf("function", `${name} cannot be loaded: ${error.message}`, {
        code: error.name,
        stack: userStack(error),
      }),
      { cause },
    );
  }
}
