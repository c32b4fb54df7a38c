/** The map side of an exchange: one task's elements as sorted runs, one for each partition, in one object. */
import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import type { ObjectWriter, TaskStore } from "../store/object-store.ts";
import type { StoredRuns } from "./merge.ts";
import { createRunsWriter, type RunsWriter } from "./runs-writer.ts";

export interface Producer {
  push(element: Json): void | Promise<void>;
  finish(): ProducerRuns | Promise<ProducerRuns>;
}

/** Where runs go: the object that stays, and those that are merged into it when memory did not hold all elements. */
export interface RunPlace {
  readonly store: TaskStore;
  readonly meter: Meter;
  /** The object that stays. */
  output(): ObjectWriter;
  /** One that is deleted with the task; it can be read at `location` once it is closed. */
  spill(): { readonly location: string; readonly writer: ObjectWriter };
  /** Weight of elements held in memory (`Weigh`) that makes a task spill. */
  readonly limit: number;
}

/** Writes a sorted run that is to be merged later. */
export function spillRun(
  place: RunPlace,
  type: IrType,
  partitions: number,
  write: (runs: RunsWriter) => void,
): StoredRuns {
  const { location, writer } = place.spill();
  const runs = createRunsWriter(type, partitions, writer);
  write(runs);
  return { location, runs: runs.close() };
}
