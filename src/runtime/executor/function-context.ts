import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { NodeId } from "../../compiler/ir/plan.ts";
import type { Context } from "../../sdk/context.ts";
import { taskName, taskPrefix } from "../keys.ts";
import type { TaskContext } from "./environment.ts";
import { createFile, storeContent, storeFile } from "./files.ts";
import { createRandom, type RandomSource } from "./random.ts";

/** The context of the calls of one step in a task, one after the other. */
export interface CallContext {
  readonly context: Context;
  /** Begins the next call: its random numbers and key are its own. */
  next(): void;
}

export function createCallContext(task: TaskContext, step: NodeId): CallContext {
  const { environment } = task;
  const place = task.task;
  let call = -1;
  let random: RandomSource | undefined;
  const context: Context = {
    get run() {
      task.beyond.names();
      return place.run;
    },
    get step() {
      task.beyond.names();
      return step;
    },
    get attempt() {
      task.beyond.names();
      return place.attempt;
    },
    get idempotencyKey() {
      task.beyond.names();
      return `${taskPrefix(place)}${step}/${call}`;
    },
    signal: environment.signal,
    random() {
      task.beyond.names();
      random ??= createRandom(`${step}@${place.at}/${taskName(place.work)}/${call}`);
      return random();
    },
    count: (name, by = 1) => environment.count(name, by),
    log: {
      debug: (message) => environment.log("debug", message),
      info: (message) => environment.log("info", message),
      warn: (message) => environment.log("warn", message),
      error: (message) => environment.log("error", message),
    },
    get temporaryDirectory() {
      return environment.temporaryDirectory;
    },
    createFile(name, content) {
      if (name === "" || name === "." || name === ".." || /[/\0]/u.test(name)) {
        throw new TypeError(`${JSON.stringify(name)} is no name for a file`);
      }
      const parts =
        typeof content === "string" || content instanceof Uint8Array ? [content] : content;
      return createFile(task, storeContent(task, name, parts));
    },
    fileAt(path) {
      const location = resolve(environment.temporaryDirectory, path);
      if (!existsSync(location)) {
        throw new Error(`there is no file at ${location}`);
      }
      return createFile(task, storeFile(task, location));
    },
  };
  return {
    context,
    next() {
      call += 1;
      random = undefined;
    },
  };
}
