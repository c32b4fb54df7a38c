/** How the program of a folder of functions is started. */
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import { failureOf, TaskError } from "../task-error.ts";

export interface ForeignProgram {
  /** Absolute; the program's working directory. */
  readonly folder: string;
  readonly command: readonly string[];
  /** Added to the environment. */
  readonly environment: { readonly [name: string]: string };
}

/** The file with the command, and the executable that stands for it as on Function Compute. */
const MANIFEST = "flow.json";
const BOOTSTRAP = "bootstrap";

/** Beside this module, from source and in a bundle alike. */
const SHIM = fileURLToPath(new URL("./flow_runtime.py", import.meta.url));

/** Whether the function runs in a process of its own program. `path` is the absolute one of its module. */
export function isForeign(path: string, { runtime }: PlanFunction): boolean {
  return runtime !== "node" || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * `path` is the absolute one of the folder, or of a Python module in it.
 * @throws TaskError (`input`) where nothing says how to start it.
 */
export function findProgram(
  path: string,
  declared: PlanFunction,
  environment: NodeJS.ProcessEnv,
): ForeignProgram {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw input(`there is no ${declared.module}`);
  }
  const folder = found.isDirectory() ? path : dirname(path);
  const command = manifestCommand(folder, declared.module) ?? bootstrapCommand(folder);
  if (command !== undefined) {
    return { folder, command, environment: {} };
  }
  if (declared.runtime === "python") {
    const paths = [dirname(SHIM), environment["PYTHONPATH"] ?? ""].filter((part) => part !== "");
    return {
      folder,
      command: [pythonOf(folder, environment), "-u", SHIM],
      environment: { PYTHONPATH: paths.join(":"), PYTHONDONTWRITEBYTECODE: "1" },
    };
  }
  throw input(
    `${declared.module} is a folder with neither ${MANIFEST} nor an executable ${BOOTSTRAP} to start; for functions in Python write \`{ runtime python }\``,
  );
}

/** `module.function`, as Function Compute names a handler; `main.NAME` for a folder that says nothing else. */
export function handlerOf({ module, exportName, handler }: PlanFunction): string {
  if (handler !== null) {
    return handler;
  }
  const file = basename(module);
  return `${file.endsWith(".py") ? file.slice(0, -".py".length) : "main"}.${exportName}`;
}

/** What to do where a program of that name is not there. */
export function missingProgram(program: string, declared: PlanFunction): TaskError {
  return declared.runtime === "python" && !program.includes("/")
    ? input(
        `\`${declared.exportName}\` is written in Python, and there is no \`${program}\` on the PATH: install Python 3.8 or newer, or name an interpreter in FLOW_PYTHON`,
      )
    : input(`${declared.module} cannot be started: there is no \`${program}\``);
}

function manifestCommand(folder: string, module: string): readonly string[] | undefined {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    return undefined;
  }
  const manifest = parseManifest(readFileSync(path, "utf8"));
  if (manifest === undefined) {
    throw input(
      `${module}/${MANIFEST} does not say how to start the functions: \`{ "command": ["./server", "--fast"] }\` is expected`,
    );
  }
  const [program = "", ...args] = manifest;
  return [program.includes("/") ? resolve(folder, program) : program, ...args];
}

function parseManifest(text: string): readonly string[] | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  const command =
    typeof manifest === "object" && manifest !== null && "command" in manifest
      ? manifest.command
      : undefined;
  return Array.isArray(command) &&
    command.length > 0 &&
    command.every((part) => typeof part === "string" && part !== "")
    ? command
    : undefined;
}

function bootstrapCommand(folder: string): readonly string[] | undefined {
  const path = join(folder, BOOTSTRAP);
  try {
    accessSync(path, constants.X_OK);
    return [path];
  } catch {
    // Not there, or not to be executed.
    return undefined;
  }
}

/** An environment that the folder brings along is meant for it. */
function pythonOf(folder: string, environment: NodeJS.ProcessEnv): string {
  const own = join(folder, ".venv", "bin", "python");
  return environment["FLOW_PYTHON"] ?? (existsSync(own) ? own : "python3");
}

const input = (message: string): TaskError => new TaskError(failureOf("input", message));
