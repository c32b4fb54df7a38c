/** What has happened and is not yet in the database: the latest of each step, place and attempt. */
import { assertNever } from "../../shared/assert-never.ts";
import type { Failure } from "../failure.ts";
import type { AttemptPlace, RunEvent, StepPlace } from "../run-event.ts";
import type { TaskMetrics } from "../task.ts";
import { attemptStates, placeStates } from "./schema.ts";

export interface PendingStep {
  readonly name: string;
  /** Of its row, once it has one. */
  id: number | undefined;
}

export interface PendingPlace {
  readonly step: PendingStep;
  readonly at: string;
  id: number | undefined;
  /** Tasks added since it was written. */
  added: number;
  state: number;
  dirty: boolean;
  /** By task and number. */
  readonly running: Map<string, PendingAttempt>;
}

export interface PendingAttempt {
  readonly place: PendingPlace;
  readonly task: string;
  readonly attempt: number;
  /** Milliseconds after the start of the run. */
  readonly started: number;
  elapsed: number | null;
  state: number;
  metrics: TaskMetrics | null;
  deadLetters: string | null;
  failure: Failure | null;
  dirty: boolean;
}

export interface PendingWork {
  /** Whether there is something to be written for it. */
  apply(event: RunEvent): boolean;
  /** Changes that are held. */
  size(): number;
  steps(): Iterable<PendingStep>;
  places(): Iterable<PendingPlace>;
  attempts(): Iterable<PendingAttempt>;
  /** Since the last writing. */
  counts(): { readonly tasks: number; readonly planned: number };
  /** All of it is in the database, or never will be. */
  written(): void;
}

/** `began`: when the run did. */
export function createPendingWork(began: number): PendingWork {
  const steps = new Map<string, PendingStep>();
  /** Those under way, and those that changed. */
  const places = new Map<string, PendingPlace>();
  let newSteps: PendingStep[] = [];
  let dirtyPlaces: PendingPlace[] = [];
  let dirtyAttempts: PendingAttempt[] = [];
  let tasks = 0;
  let planned = 0;

  const stepOf = (name: string): PendingStep => {
    const known = steps.get(name);
    if (known !== undefined) {
      return known;
    }
    const made = { name, id: undefined };
    steps.set(name, made);
    newSteps.push(made);
    return made;
  };

  const placeOf = ({ step, at }: StepPlace): PendingPlace => {
    const key = keyOf({ step, at });
    const known = places.get(key);
    if (known !== undefined) {
      return known;
    }
    const made: PendingPlace = {
      step: stepOf(step),
      at,
      id: undefined,
      added: 0,
      state: placeStates.running,
      dirty: false,
      running: new Map(),
    };
    places.set(key, made);
    change(made);
    return made;
  };

  const change = (place: PendingPlace): void => {
    if (!place.dirty) {
      place.dirty = true;
      dirtyPlaces.push(place);
    }
  };

  const changeAttempt = (attempt: PendingAttempt): void => {
    if (!attempt.dirty) {
      attempt.dirty = true;
      dirtyAttempts.push(attempt);
    }
  };

  const start = (event: AttemptPlace & { readonly time: number }): PendingAttempt => {
    const place = placeOf(event);
    const made: PendingAttempt = {
      place,
      task: event.task,
      attempt: event.attempt,
      started: event.time - began,
      elapsed: null,
      state: attemptStates.running,
      metrics: null,
      deadLetters: null,
      failure: null,
      dirty: false,
    };
    place.running.set(nameOf(event), made);
    changeAttempt(made);
    return made;
  };

  const end = (
    event: AttemptPlace & { readonly time: number },
    state: number,
    more: Partial<Pick<PendingAttempt, "metrics" | "deadLetters" | "failure">>,
  ): void => {
    const name = nameOf(event);
    const attempt = placeOf(event).running.get(name) ?? start(event);
    attempt.place.running.delete(name);
    attempt.state = state;
    attempt.elapsed = event.time - began - attempt.started;
    Object.assign(attempt, more);
    changeAttempt(attempt);
  };

  const close = (place: PendingPlace, state: number): void => {
    place.state = state;
    change(place);
    for (const attempt of place.running.values()) {
      attempt.state = attemptStates.cancelled;
      changeAttempt(attempt);
    }
    place.running.clear();
  };

  return {
    apply(event) {
      switch (event.kind) {
        case "step-started":
          close(placeOf(event), placeStates.running);
          return true;
        case "tasks-added": {
          const place = placeOf(event);
          place.added += event.tasks;
          planned += event.tasks;
          change(place);
          return true;
        }
        case "tasks-recalled": {
          // What another run did is neither done by this one nor left to be done.
          const own = event.tasks - event.reused;
          const place = placeOf(event);
          place.added += own;
          planned += own;
          change(place);
          return true;
        }
        case "task-started":
          start(event);
          return true;
        case "task-finished":
          tasks += 1;
          end(event, attemptStates.done, {
            metrics: event.metrics,
            deadLetters: event.deadLetters ?? null,
          });
          return true;
        case "task-retried":
          end(event, attemptStates.retried, { failure: event.failure });
          return true;
        case "task-failed":
          end(event, attemptStates.failed, { failure: event.failure });
          return true;
        case "task-dropped": {
          // One that outlives its step was cancelled with that.
          const isRunning = places.get(keyOf(event))?.running.has(nameOf(event)) === true;
          if (isRunning) {
            end(event, attemptStates.cancelled, {});
          }
          return isRunning;
        }
        case "step-finished":
          close(placeOf(event), placeStates.done);
          return true;
        case "step-failed":
          close(placeOf(event), placeStates.failed);
          return true;
        case "step-cancelled":
          close(placeOf(event), placeStates.cancelled);
          return true;
        case "run-finished":
          for (const place of places.values()) {
            if (place.state === placeStates.running) {
              close(place, placeStates.cancelled);
            }
          }
          return true;
        case "run-started":
        case "run-draining":
        case "task-waiting":
        case "task-repaired":
        case "note":
        case "log":
        case "error-left-behind":
          return false;
        default:
          return assertNever(event);
      }
    },
    size: () => dirtyAttempts.length + dirtyPlaces.length,
    steps: () => newSteps,
    places: () => dirtyPlaces,
    attempts: () => dirtyAttempts,
    counts: () => ({ tasks, planned }),
    written() {
      for (const attempt of dirtyAttempts) {
        attempt.dirty = false;
      }
      for (const place of dirtyPlaces) {
        place.dirty = false;
        place.added = 0;
        if (place.state !== placeStates.running) {
          places.delete(keyOf({ step: place.step.name, at: place.at }));
        }
      }
      newSteps = [];
      dirtyPlaces = [];
      dirtyAttempts = [];
      tasks = 0;
      planned = 0;
    },
  };
}

const keyOf = ({ step, at }: StepPlace): string => (at === "" ? step : `${step}@${at}`);

const nameOf = ({ task, attempt }: AttemptPlace): string => `${task}#${attempt}`;
