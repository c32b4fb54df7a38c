import type { Plan } from "../../compiler/ir/plan.ts";
import { invariant } from "../../shared/invariant.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import { createMeter, type Meter } from "../meter.ts";
import { meteredStore } from "../store/metered-store.ts";
import type { Task, TaskMetrics, TaskOutput } from "../task.ts";
import { createBeyondRecorder, notingStore } from "./beyond.ts";
import { failureFrom } from "./call-failure.ts";
import { createCallWatch } from "./call-watch.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createObjectNames, type ExecutorEnvironment, type TaskContext } from "./environment.ts";
import { performWork } from "./perform-work.ts";

/**
 * Does a task in this process. What the user's program, functions, inputs or the store are to blame for is a failure; a
 * rejection is a bug of the runtime. Objects are written under the prefix of the environment's store, and nothing else is
 * committed. `startMs`, `peakMemory` and `printed` of the metrics are left 0 to the process around.
 */
export async function executeTask(
  plan: Plan,
  task: Task,
  environment: ExecutorEnvironment,
): Promise<Result<TaskOutput, Failure>> {
  const meter = createMeter(environment.now);
  const beyond = createBeyondRecorder(environment.localPath);
  const context: TaskContext = {
    environment,
    store: meteredStore(notingStore(environment.store, beyond), meter),
    meter,
    task,
    names: createObjectNames(),
    beyond,
    watch: environment.watch ?? createCallWatch(),
    // Past the meter: what is left out is no output of the step.
    skipped: createDeadLetters(environment.store, environment.conceal ?? ((text) => text)),
    lookUp(id) {
      const value = Object.hasOwn(task.scope, id) ? task.scope[id] : undefined;
      invariant(value !== undefined, `\`${id}\` is in the scope of ${task.node}`);
      return value;
    },
  };
  try {
    const result = await performWork(plan, context);
    const deadLetters = context.skipped.close();
    const more = beyond.close();
    return ok({
      result,
      metrics: metricsOf(meter),
      ...(deadLetters === undefined ? {} : { deadLetters }),
      ...(more === undefined ? {} : { beyond: more }),
    });
  } catch (error) {
    context.skipped.abort();
    return err(failureFrom(error, { step: null, item: null }));
  }
}

function metricsOf(meter: Meter): TaskMetrics {
  const { read, compute, write } = meter.times();
  return {
    startMs: 0,
    readMs: read,
    computeMs: compute,
    writeMs: write,
    ...meter.counts,
    peakMemory: 0,
    printed: 0,
  };
}
