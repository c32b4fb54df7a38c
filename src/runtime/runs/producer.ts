/** The map side of an exchange: one task's elements as sorted runs, one for each partition, in one object. */
import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import type { ObjectWriter, TaskStore } from "../store/object-store.ts";
import { createRunsWriter, type RunsWriter } from "./runs-writer.ts";
import type { StoredRuns } from "./stored-runs.ts";

export interface Producer {
  push(element: Json): void | Promise<void>;
  finish(): ProducerRuns | Promise<ProducerRuns>;
}

/** Where runs go that are merged later, and what merging may hold. */
export interface RunPlace {
  readonly store: TaskStore;
  readonly meter: Meter;
  /** One that is deleted with the task; it can be read at `location` once it is closed. */
  spill(): { readonly location: string; readonly writer: ObjectWriter };
  /** Bytes of blocks held where runs are merged. */
  readonly mergeBytes: number;
}

/** Where a producer's runs go. */
export interface ProducerPlace extends RunPlace {
  /** The object that stays. */
  output(): ObjectWriter;
  /** Bytes of elements held in memory that make the producer spill. */
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
