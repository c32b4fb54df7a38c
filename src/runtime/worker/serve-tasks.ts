/** The inside of a worker process: takes tasks from the channel, runs them one by one, and sends back what came of all. */
import { AsyncLocalStorage } from "node:async_hooks";
import { err, ok, type Result } from "../../shared/result.ts";
import { functionOfStep } from "../driver/places.ts";
import { thrownByFunction } from "../executor/call-failure.ts";
import type { CallWatch } from "../executor/call-watch.ts";
import type { Failure } from "../failure.ts";
import { taskName } from "../keys.ts";
import type { AttemptPlace } from "../run-event.ts";
import type { PlacedCall, Task, TaskMetrics, TaskOutput, TaskWork } from "../task.ts";
import { failureOf } from "../task-error.ts";
import { captureOutput } from "./capture-output.ts";
import { createPeakMeter } from "./memory-peak.ts";
import { createPrintedLines } from "./printed-lines.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./protocol.ts";
import { createTrail, type TrailWriter } from "./trail.ts";

export type Execute = (task: Task) => Promise<Result<TaskOutput, Failure>>;

/** What code runs for, however long after: promises and timers carry it along. */
interface Origin {
  readonly place: AttemptPlace;
  /** Known of an attempt that is made with care, between its calls undefined. */
  readonly call: PlacedCall | undefined;
}

/** Tasks that were sent together. */
interface Assignment {
  readonly tasks: readonly Task[];
  /** Of those that are over. */
  readonly outcomes: Result<TaskOutput, Failure>[];
}

/** Time for timers that do not hold a process open, once nothing else does. */
const GRACE_MS = 2_000;

/**
 * `prepare` is called once, before the first task; `watch` knows the call that a task is in. Ends the process when the
 * driver is gone.
 */
export function serveTasks(watch: CallWatch, prepare: (settings: WorkerSettings) => Execute): void {
  const peaks = createPeakMeter();
  const printed = createPrintedLines((stream, text) =>
    send({ kind: "printed", index: assignment.outcomes.length, stream, text }),
  );
  let execute: Execute | undefined;
  const origins = new AsyncLocalStorage<Origin>();
  let functionOf = (_step: string): string | null => null;
  let assignment: Assignment = { tasks: [], outcomes: [] };
  /** A task is under way. */
  let busy = false;
  /** The attempt under way, or the last one. */
  let latest: AttemptPlace | undefined;
  let served = 0;
  /** The executor has found the attempt under way to fail. */
  let failed = false;
  /** Code of an attempt before has gone wrong since. */
  let spoilt = false;
  let trail: TrailWriter | undefined;
  let grace: NodeJS.Timeout | undefined;

  /** The task under way has come to `outcome`; the one behind it follows where the worker is fit for it. */
  const done = (outcome: Result<TaskOutput, Failure>): void => {
    busy = false;
    failed = false;
    clearTimeout(grace);
    grace = undefined;
    watch.begin(undefined);
    trail?.close();
    trail = undefined;
    const lines = printed.finish();
    assignment.outcomes.push(outcome.ok ? withMetrics(outcome.value, { printed: lines }) : outcome);
    const next = assignment.tasks[assignment.outcomes.length];
    if (next === undefined || spoilt) {
      sendOutcomes(assignment);
    } else {
      run(next, null);
    }
  };

  const sendOutcomes = ({ tasks, outcomes }: Assignment): void => {
    process.channel?.ref();
    const peakMemory = peaks.peak();
    send({
      kind: "done",
      spoilt,
      outcomes: tasks.map((_, index) => {
        const outcome = outcomes[index];
        return outcome?.ok === true ? withMetrics(outcome.value, { peakMemory }) : outcome;
      }),
    });
  };

  // What functions print must never mix with the output of the run.
  captureOutput("stdout", (text) => printed.write("stdout", text));
  captureOutput("stderr", (text) => printed.write("stderr", text));
  // Timers and sockets of functions may hold the process open.
  process.on("disconnect", () => process.exit());
  // A rejection that nobody handles arrives here too.
  process.on("uncaughtException", (error: unknown) => {
    if (latest === undefined) {
      process.stderr.write(error instanceof Error ? `${error.stack}\n` : `${String(error)}\n`);
      process.exit(1);
    }
    spoilt = true;
    const origin = origins.getStore();
    // Before a second task there is nothing else that it could be of.
    const place = origin?.place ?? (served === 1 ? latest : undefined);
    const failure = leftBehind(error);
    if (busy && place === latest && !failed) {
      done(err(placed(failure, origin?.call)));
      return;
    }
    send({
      kind: "left-behind",
      place: place ?? latest,
      function: place === undefined ? null : functionOf(place.step),
      certain: place !== undefined,
      failure,
    });
    if (busy && place === undefined) {
      done(err(disturbed));
    }
  });
  // While a task runs the channel does not hold the process open, so this says that nothing else does either.
  process.on("beforeExit", () => {
    if (!busy) {
      return;
    }
    if (grace === undefined) {
      grace = setTimeout(() => {}, GRACE_MS);
    } else {
      // What it waits for may have gone down with the code that was left behind.
      const failure = spoilt ? disturbed : placed(unsettled, watch.current());
      spoilt = true;
      done(err(failure));
    }
  });

  const begin = (tasks: readonly [Task, ...Task[]], path: string | null): void => {
    assignment = { tasks, outcomes: [] };
    process.channel?.unref();
    peaks.reset();
    run(tasks[0], path);
  };

  const run = (task: Task, path: string | null): void => {
    const perform = execute;
    if (perform === undefined) {
      spoilt = true;
      done(err(failureOf("lost", "a worker was given a task before its settings")));
      return;
    }
    busy = true;
    served += 1;
    const { node, at, attempt } = task;
    const place = { step: node, at, task: taskName(task.work), attempt };
    latest = place;
    if (path !== null) {
      const writer = createTrail(path);
      trail = writer;
      watch.begin(task, () => {
        const call = watch.current();
        writer.write(call);
        origins.enterWith({ place, call });
      });
    } else {
      watch.begin(task);
    }
    // A rejection is known to be left behind once the code that runs has come to its end: in the turn after it.
    const finish = (result: Result<TaskOutput, Failure>): void => {
      failed = !result.ok;
      setImmediate(() => {
        // Something that was left behind may have ended the attempt before.
        if (busy && latest === place) {
          done(result);
        }
      });
    };
    origins
      .run({ place, call: undefined }, () => perform(task))
      .then(finish, (error: unknown) =>
        send({ kind: "bug", stack: error instanceof Error ? `${error.stack}` : String(error) }),
      );
  };

  process.on("message", (message) => {
    const request = message as ToWorker; // the channel has the driver at its other end
    switch (request.kind) {
      case "settings":
        execute = prepare(request.settings);
        functionOf = (step) => functionOfStep(request.settings.plan, step);
        send({ kind: "ready" });
        return;
      case "task":
        begin([request.task], request.trail);
        return;
      case "batch": {
        const { works, ...shared } = request.batch;
        const [first, ...rest] = works;
        const taskOf = (work: TaskWork): Task => ({ ...shared, work });
        begin([taskOf(first), ...rest.map(taskOf)], null);
        return;
      }
      case "where":
        send({ kind: "at", call: watch.current() ?? null, calls: watch.calls });
        return;
      default:
        request satisfies never;
    }
  });
}

function withMetrics(
  output: TaskOutput,
  metrics: Partial<TaskMetrics>,
): Result<TaskOutput, Failure> {
  return ok({ ...output, metrics: { ...output.metrics, ...metrics } });
}

function leftBehind(error: unknown): Failure {
  return { ...thrownByFunction(error).failure, leftBehind: true };
}

/** Of an attempt that cannot go on for what others have left behind in its worker. */
const disturbed = failureOf(
  "lost",
  "the worker was disturbed by what an earlier call of a function left behind in it",
  { retryable: true },
);

const unsettled = failureOf(
  "function",
  "the function waits for a promise that nothing can settle any more",
  { code: "Unsettled", retryable: true },
);

/** The failure of the call that the task was in. */
function placed(failure: Failure, at: PlacedCall | undefined): Failure {
  return at === undefined ? failure : { ...failure, ...at, step: at.call.step };
}

function send(message: FromWorker): void {
  process.send?.(message);
}
