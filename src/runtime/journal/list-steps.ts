/** What the steps of a run came to, added up by the database over the attempts that it knows. */
import { placeOfAll, type StepTotals } from "../report/step-totals.ts";
import type { Journal } from "./journal.ts";
import type { StepRecord } from "./run-record.ts";
import { attemptStates, placeStates } from "./schema.ts";

type Row = { readonly [column: string]: unknown };

/** In the order in which they started first. `run` is the row of the run. */
export function listSteps(journal: Journal, run: number): readonly StepRecord[] {
  const counters = countersOf(journal, run);
  const kept = keptOf(journal, run);
  const places = byStep(journal, placesSql, run);
  return journal.database
    .prepare(stepsSql)
    .all(run)
    .map((row) => {
      const id = Number(row["id"]);
      const place = places.get(id) ?? {};
      return {
        totals: totalsOf(
          row,
          count(place["planned"]),
          counters.get(id) ?? {},
          placeOfAll(kept.get(id) ?? new Set()),
        ),
        label: String(row["label"]),
        state: stateOf(place),
        planned: count(place["planned"]),
        running: count(row["running"]),
      };
    });
}

const { running, done, retried, failed } = attemptStates;

const stepsSql = `
  SELECT s.id, s.name, s.label,
    count(*) FILTER (WHERE a.state = ${done}) AS tasks,
    count(a.place) AS attempts,
    count(*) FILTER (WHERE a.state = ${running}) AS running,
    count(*) FILTER (WHERE a.state IN (${retried}, ${failed})) AS failed,
    count(*) FILTER (WHERE a.start > 0) AS cold,
    sum(a.read) AS read, sum(a.compute) AS compute, sum(a.write) AS write,
    sum(a.bytes_in) AS bytes_in, sum(a.bytes_out) AS bytes_out,
    sum(a.records_in) AS records_in, sum(a.records_out) AS records_out,
    max(a.peak) AS peak, sum(a.skipped) AS skipped, sum(a.replaced) AS replaced, sum(a.printed) AS printed,
    max(a.started + a.elapsed) FILTER (WHERE a.state = ${done}) - min(a.started) AS elapsed
  FROM steps s LEFT JOIN places p ON p.step = s.id LEFT JOIN attempts a ON a.place = p.id
  WHERE s.run = ? GROUP BY s.id ORDER BY s.id`;

const placesSql = `
  SELECT s.id, sum(p.tasks) AS planned,
    count(*) FILTER (WHERE p.state = ${placeStates.running}) AS running,
    count(*) FILTER (WHERE p.state = ${placeStates.failed}) AS failed,
    count(*) FILTER (WHERE p.state = ${placeStates.cancelled}) AS cancelled
  FROM steps s JOIN places p ON p.step = s.id WHERE s.run = ? GROUP BY s.id`;

function totalsOf(
  row: Row,
  planned: number,
  counters: StepTotals["counters"],
  kept: string | null,
): StepTotals {
  return {
    step: String(row["name"]),
    tasks: count(row["tasks"]),
    planned,
    attempts: count(row["attempts"]),
    takenOver: 0,
    reused: 0,
    repaired: 0,
    computeMs: count(row["compute"]) / 1_000,
    readMs: count(row["read"]) / 1_000,
    writeMs: count(row["write"]) / 1_000,
    bytesIn: count(row["bytes_in"]),
    bytesOut: count(row["bytes_out"]),
    recordsIn: count(row["records_in"]),
    recordsOut: count(row["records_out"]),
    peakMemory: count(row["peak"]),
    failed: count(row["failed"]),
    // The journal is not told; the log is.
    leftBehind: 0,
    skipped: count(row["skipped"]),
    kept,
    replaced: count(row["replaced"]),
    printed: count(row["printed"]),
    counters,
    coldStarts: count(row["cold"]),
    elapsedMs: Math.max(0, count(row["elapsed"])),
  };
}

function stateOf(place: Row): StepRecord["state"] {
  if (count(place["failed"]) > 0) {
    return "failed";
  }
  if (count(place["running"]) > 0) {
    return "running";
  }
  return count(place["cancelled"]) > 0 ? "cancelled" : "done";
}

function countersOf(journal: Journal, run: number): ReadonlyMap<number, StepTotals["counters"]> {
  const found = new Map<number, { [name: string]: number }>();
  const rows = journal.database.prepare(
    `SELECT s.id, c.key AS name, sum(c.value) AS total
     FROM steps s JOIN places p ON p.step = s.id JOIN attempts a ON a.place = p.id, json_each(a.counters) c
     WHERE s.run = ? AND a.counters IS NOT NULL GROUP BY s.id, c.key`,
  );
  for (const row of rows.iterate(run)) {
    const id = Number(row["id"]);
    const counters = found.get(id) ?? {};
    counters[String(row["name"])] = count(row["total"]);
    found.set(id, counters);
  }
  return found;
}

function keptOf({ database }: Journal, run: number): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, Set<string>>();
  const rows = database.prepare(
    `SELECT s.id, a.dead_letters AS key
     FROM steps s JOIN places p ON p.step = s.id JOIN attempts a ON a.place = p.id
     WHERE s.run = ? AND a.dead_letters IS NOT NULL`,
  );
  for (const row of rows.iterate(run)) {
    const id = Number(row["id"]);
    found.set(id, (found.get(id) ?? new Set()).add(String(row["key"])));
  }
  return found;
}

function byStep({ database }: Journal, sql: string, run: number): ReadonlyMap<number, Row> {
  return new Map(
    database
      .prepare(sql)
      .all(run)
      .map((row) => [Number(row["id"]), row]),
  );
}

/** A sum over no rows is null. */
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
