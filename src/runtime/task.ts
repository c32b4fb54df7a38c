/**
 * A task is one piece of work of one plan node, done by the task executor; whoever asks for it does not matter. It is
 * self-contained given the Plan: control has already turned manifests into the values and partitions it names.
 */

import type { NodeId } from "../compiler/ir/plan.ts";
import type { IrType } from "../compiler/ir/type.ts";
import type { ExchangeRuns, FileValue, Partition, ProducerRuns } from "../compiler/ir/value.ts";
import type { Json, JsonObject } from "../shared/json.ts";

export interface Task {
  readonly run: string;
  readonly node: NodeId;
  /** Index path of the region the node stands in, `""` at the top: element indices and loop rounds, `17.3`. */
  readonly at: string;
  /** What this task does within its node; with `node` and `at` its identity. */
  readonly work: TaskWork;
  /** From 1. */
  readonly attempt: number;
  /** Values of what the node's expressions mention, by id. */
  readonly scope: JsonObject;
  /** Set where an attempt before this one was lost with its process: this one says which call it is in. */
  readonly care?: Care;
  /** Prefix of the objects of a task that is done again for one that is lost; absent: the attempt's own. */
  readonly prefix?: string;
}

/** First attempts at tasks of one stage, for one worker, in order. */
export interface TaskBatch extends Omit<Task, "work" | "care"> {
  readonly works: readonly [TaskWork, ...TaskWork[]];
}

export interface Care {
  /** Calls during which attempts were lost: their elements are left out. In the order in which they were found. */
  readonly poison: readonly Poison[];
}

export interface Poison {
  readonly call: CallPlace;
  /** Why its attempt was lost. */
  readonly code: string;
  readonly message: string;
}

/**
 * A call of a function within a task: it is given the elements (or, of a `reduce`, the keys) `from` to `from + count` of
 * those that reach the step, counted from 0; `count` is 0 where it is given all of them as a stream.
 */
export interface CallPlace {
  readonly step: NodeId;
  readonly from: number;
  readonly count: number;
}

/** A call, and what it was given, printed shortly. */
export interface PlacedCall {
  readonly call: CallPlace;
  readonly item: string;
}

export type TaskWork =
  | { readonly kind: "call" }
  | { readonly kind: "files"; readonly base: string }
  | {
      readonly kind: "split";
      readonly source: readonly SplitSource[];
      readonly into: number | null;
    }
  /** Task `index` of a map. */
  | { readonly kind: "map"; readonly index: number; readonly source: TaskSource }
  /**
   * Producer `index` of input `input` of an exchange. `splitters` where it is by range: the keys at which partitions 1, 2,
   * ... begin, in the order of the sort; an element that is equal to a splitter belongs behind it. Fewer than partitions
   * ask for where the input is small: the last ones stay empty.
   */
  | {
      readonly kind: "produce";
      readonly input: number;
      readonly index: number;
      readonly source: TaskSource;
      readonly partitions: number;
      readonly splitters: readonly Json[] | null;
    }
  /**
   * Task `index` of those that merge the runs of neighbouring producers of input `input`: partitions `first` and so many
   * that follow, of which alone `runs` tells, as partitions 0, 1, ...
   */
  | {
      readonly kind: "regroup";
      readonly input: number;
      readonly index: number;
      readonly first: number;
      readonly partitions: number;
      readonly runs: ExchangeRuns;
    }
  /**
   * Up to `size` keys of one partition, the same ones every time, from which control chooses the splitters of a range exchange.
   * A key, here and in `splitters`, is the list of the values that the input's `order` names, in its order.
   */
  | {
      readonly kind: "sample";
      readonly input: number;
      readonly index: number;
      readonly source: TaskSource;
      readonly size: number;
    }
  | {
      readonly kind: "fold";
      readonly index: number;
      readonly source: TaskSource;
      readonly first: boolean;
    }
  /** `values` in order, at level `level` (from 1) of the tree. */
  | {
      readonly kind: "merge";
      readonly level: number;
      readonly index: number;
      readonly values: readonly Json[];
    }
  | {
      readonly kind: "take";
      readonly schemas: readonly IrType[];
      readonly partitions: readonly Partition[];
      readonly count: number;
    };

export type SplitSource =
  | { readonly kind: "file"; readonly file: FileValue }
  | {
      readonly kind: "text";
      readonly ranges: readonly {
        readonly path: string;
        readonly start: number;
        readonly end: number;
      }[];
    };

export type TaskSource =
  /** `firstIndex`: elements in all partitions before this one. */
  | {
      readonly kind: "partition";
      readonly schemas: readonly IrType[];
      readonly partition: Partition;
      readonly firstIndex: number;
    }
  | { readonly kind: "element"; readonly value: Json; readonly index: number }
  /** Partition `partition` of the runs of every input. */
  | {
      readonly kind: "groups";
      readonly partition: number;
      readonly inputs: readonly ExchangeRuns[];
    };

/** What a finished attempt committed. */
export interface TaskOutput {
  readonly result: TaskResult;
  readonly metrics: TaskMetrics;
  /** Absent where nothing was left out. */
  readonly deadLetters?: DeadLetters;
  /** What shaped the result besides the task itself; absent where nothing did. */
  readonly beyond?: Beyond;
}

export interface Beyond {
  /** It asked for random numbers, or its place in the run: they follow from the names of steps and tasks. */
  readonly names: boolean;
  /** Files of users that it was handed or read, without those of the store. Null: too many to tell. */
  readonly files: readonly string[] | null;
}

/** Where the elements are that `on_error skip` left out: a JSON Lines object, as docs/runtime.md describes it. */
export interface DeadLetters {
  readonly key: string;
  /** How many each step left out, and the first of them. */
  readonly steps: readonly {
    readonly step: NodeId;
    readonly count: number;
    readonly first: { readonly item: string; readonly code: string; readonly message: string };
  }[];
}

export type TaskResult =
  /** `call` with one value, `fold`, `merge`. A fold over nothing gives no value. */
  | { readonly kind: "value"; readonly value: Json | undefined }
  /** One output partition per stream: one for `dataset`, several for `streams`, in declared order. */
  | { readonly kind: "partitions"; readonly outputs: readonly WrittenPartition[] }
  /** `map` to a list, `take`, `sample`, `files` (values: `FileValue`), `split` (values: `TextValue`). */
  | { readonly kind: "list"; readonly values: readonly Json[] }
  | { readonly kind: "runs"; readonly runs: ProducerRuns; readonly bytes: number };

/** A partition whose slices refer to `schema`. */
export interface WrittenPartition {
  readonly schema: IrType;
  readonly partition: Partition;
}

/** Times in milliseconds, sizes in bytes. */
export interface TaskMetrics {
  /** Starting the worker, where this task was its first; else 0. */
  readonly startMs: number;
  /** Reading and decoding input, outside the function. */
  readonly readMs: number;
  /** Inside the function and the pure expressions around it. */
  readonly computeMs: number;
  /** Encoding and writing output. */
  readonly writeMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
  /** Largest resident set of the worker while the task ran. */
  readonly peakMemory: number;
  /** Elements left out by `on_error skip`. */
  readonly skipped: number;
  /** Invalid UTF-8 sequences replaced by U+FFFD. */
  readonly replaced: number;
  /** Lines that the function printed. */
  readonly printed: number;
  /** What the function counted, by name; absent where it counted nothing. */
  readonly counters?: { readonly [name: string]: number };
}
