/** The writes of a run, prepared once. Each throws what the database throws. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { invariant } from "../../shared/invariant.ts";
import type { RunEventOf } from "../run-event.ts";
import type { PendingAttempt, PendingPlace } from "./pending-work.ts";

export interface Statements {
  /** The id of its row. */
  step(run: number, name: string, label: string): number;
  place(place: PendingPlace): number;
  attempt(attempt: PendingAttempt): void;
  /** Adds to what the run has done and has to do, and says that it is alive. */
  progress(
    run: number,
    counts: { readonly tasks: number; readonly planned: number },
    now: number,
  ): void;
  /** The run is over and nobody holds it. */
  endRun(
    run: number,
    event: RunEventOf<"run-finished">,
    sources: { readonly [path: string]: string },
  ): void;
}

export function createStatements(database: DatabaseSync): Statements {
  const step = database.prepare(
    `INSERT INTO steps (run, name, label) VALUES (?, ?, ?)
     ON CONFLICT (run, name) DO UPDATE SET label = excluded.label RETURNING id`,
  );
  const place = database.prepare(
    `INSERT INTO places (step, at, tasks, state) VALUES (?, ?, ?, ?)
     ON CONFLICT (step, at) DO UPDATE SET tasks = tasks + excluded.tasks, state = excluded.state RETURNING id`,
  );
  const attempt = database.prepare(
    `INSERT OR REPLACE INTO attempts VALUES (${Array.from({ length: 21 }, () => "?").join(", ")})`,
  );
  const progress = database.prepare(
    "UPDATE runs SET tasks = tasks + ?, planned = planned + ?, seen = ? WHERE id = ?",
  );
  const endRun = database.prepare(
    `UPDATE runs SET state = ?, ended = ?, failure = ?, sources = ?,
     pid = NULL, process = NULL, host = NULL WHERE id = ?`,
  );
  return {
    step: (run, name, label) => idFrom(step, run, name, label),
    place: ({ step: { id }, at, added, state }) => {
      invariant(id !== undefined, "a step is written before its places");
      return idFrom(place, id, at, added, state);
    },
    attempt(row) {
      const { metrics } = row;
      const { id } = row.place;
      invariant(id !== undefined, "a place is written before its attempts");
      const bound = [id, row.task, row.attempt, row.state, row.started, row.elapsed];
      const ended =
        metrics === null
          ? nothing
          : [
              microseconds(metrics.startMs),
              microseconds(metrics.readMs),
              microseconds(metrics.computeMs),
              microseconds(metrics.writeMs),
              metrics.bytesIn,
              metrics.bytesOut,
              metrics.recordsIn,
              metrics.recordsOut,
              metrics.peakMemory,
              metrics.skipped,
              metrics.replaced,
              metrics.printed,
              metrics.counters === undefined ? null : JSON.stringify(metrics.counters),
            ];
      const failure = row.failure === null ? null : JSON.stringify(row.failure);
      attempt.run(...bound, ...ended, row.deadLetters, failure);
    },
    progress: (run, { tasks, planned }, now) => {
      progress.run(tasks, planned, now, run);
    },
    endRun(run, { outcome, failure, time }, sources) {
      const kept = failure === null ? null : JSON.stringify(failure);
      endRun.run(outcome, time, kept, kept === null ? null : JSON.stringify(sources), run);
    },
  };
}

const nothing: readonly null[] = Array.from({ length: 13 }, () => null);

const microseconds = (ms: number): number => Math.round(ms * 1_000);

function idFrom(statement: StatementSync, ...values: readonly (string | number)[]): number {
  return Number(statement.get(...values)?.["id"]);
}
