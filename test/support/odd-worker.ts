/** A worker whose "function" does to its process whatever the task's scope asks for. */
import { spawn } from "node:child_process";
import { createCallWatch } from "../../src/runtime/executor/call-watch.ts";
import type { Task, TaskOutput } from "../../src/runtime/task.ts";
import { serveTasks } from "../../src/runtime/worker/serve-tasks.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { ok, type Result } from "../../src/shared/result.ts";
import { metricsOf } from "./task-metrics.ts";

const watch = createCallWatch();
let tasks = 0;
const kept: unknown[] = [];
const trap = Promise.withResolvers<void>();
const untraced = Promise.withResolvers<void>();
void untraced.promise.then(() => {
  throw new TypeError("thrown by whoever");
});

/** As the executor does around each call of a function. */
function inCall(result: () => Promise<Json>): Promise<Json> {
  watch.enter("n", 3, 1, "an element");
  return result();
}

const deeds: { readonly [name: string]: (argument: Json) => Json | Promise<Json> } = {
  /** Tasks that this process has run before. */
  count: () => tasks,
  pid: () => process.pid,
  print: (argument) => {
    // biome-ignore lint/suspicious/noConsole: it is what functions print with
    console.log("%s\nsecond line", argument);
    process.stderr.write("no newline");
    return null;
  },
  exit: (argument) => process.exit(Number(argument)),
  signal: (argument) => {
    process.kill(process.pid, argument as NodeJS.Signals);
    return new Promise(() => {});
  },
  stray: () => {
    setTimeout(() => {
      throw new TypeError("thrown from a timer");
    }, 1);
    return new Promise(() => {});
  },
  /** Rejects a promise that nobody waits for, and succeeds. */
  floating: () => {
    void Promise.reject(new TypeError("nobody waits"));
    return "done";
  },
  /** Succeeds, and goes wrong during a task after it, which is `spring`. */
  trap: () => {
    void trap.promise.then(() => {
      throw new TypeError("thrown late");
    });
    return process.pid;
  },
  spring: async () => {
    trap.resolve();
    await new Promise(setImmediate);
    return process.pid;
  },
  /** As `spring`, of an error that no task can be told from another for. */
  springUntraced: async () => {
    untraced.resolve();
    await new Promise(setImmediate);
    return process.pid;
  },
  /** Waits for a timer that is not due in any test. */
  sleep: () => inCall(() => new Promise((resolve) => setTimeout(resolve, 600_000, null))),
  unsettled: () => inCall(() => new Promise(() => {})),
  forever: () => {
    for (;;) {
      kept.length = 0;
    }
  },
  heap: () => {
    for (let i = 0; ; i++) {
      kept.push(Array.from({ length: 1_000 }, () => i));
    }
  },
  buffers: async () => {
    for (;;) {
      kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
  /** As a broken invariant of the executor does. */
  bug: () => Promise.reject(new Error("a broken promise of ours")),
  /** A process of the function's own, which would run on for a minute. */
  grandchild: () => {
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    process.stdout.write(`${child.pid}\n`);
    return new Promise(() => {});
  },
};

const metrics = metricsOf();

/** Of a task by itself its scope, of one of a batch its element. */
function deedOf({ scope, work }: Task): JsonObject {
  return work.kind === "map" && work.source.kind === "element"
    ? (work.source.value as JsonObject) // as `worker-pool.test.ts` sends it
    : scope;
}

serveTasks(watch, () => async (task): Promise<Result<TaskOutput, never>> => {
  const [name, argument] = Object.entries(deedOf(task))[0] ?? ["echo"];
  const deed = deeds[name];
  const value = name === "echo" ? argument : await deed?.(argument ?? null);
  tasks += 1;
  return ok({ result: { kind: "value", value }, metrics });
});
