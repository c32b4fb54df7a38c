/**
 * What control holds: small JSON in which data stands by reference. Types are known statically, so references need no
 * tag to be recognised; each has the shape given here.
 */
import type { Json } from "../../shared/json.ts";
import type { ExchangeKey, OrderBy } from "./plan.ts";
import type { IrType } from "./type.ts";

/**
 * A file. `path` is a location: a path of the file system (absolute, forward slashes), or `store:KEY` for an object that
 * a task of this or an earlier run wrote. `name` is the last part of the name the user knows it by; `size` counts bytes.
 */
export interface FileValue {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/** Bytes `start` (inclusive) to `end` (exclusive) of the object at `path`, a location as in `FileValue`. */
export interface ByteRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** UTF-8 lines, or bytes: one or more ranges, read in order. A range of a `text` begins and ends at line ends. */
export interface TextValue {
  readonly ranges: readonly ByteRange[];
  /** Sum of the ranges' lengths in bytes. */
  readonly size: number;
}

/** As `TextValue`; `inline` (base64) instead of ranges inside dataset records. */
export type BytesValue = TextValue | { readonly inline: string; readonly size: number };

/** A dataset held by control: where its stage manifest is, and the counts that need no look at it. */
export interface DatasetValue {
  /** Key of a `StageManifest`. */
  readonly manifest: string;
  readonly partitions: number;
  readonly records: number;
  readonly bytes: number;
}

/** One ordered partition of a dataset. */
export interface Partition {
  readonly records: number;
  readonly bytes: number;
  /** Read in order; none for an empty partition. */
  readonly slices: readonly Slice[];
}

/** Records `from` (inclusive) to `to` (exclusive) of one object of rows, or values that stand in the manifest itself. */
export type Slice =
  | {
      readonly kind: "rows";
      readonly key: string;
      /** CRC-32 of the whole object. */
      readonly checksum: number;
      /** Records in the object. */
      readonly records: number;
      readonly from: number;
      readonly to: number;
      /** Index into `StageManifest.schemas`: the type the rows were written with. */
      readonly schema: number;
    }
  | { readonly kind: "inline"; readonly values: readonly Json[] };

/** Written once when a stage has all its tasks committed; readers of a wide stage read this one object. */
export interface StageManifest {
  readonly schema: 1;
  readonly schemas: readonly IrType[];
  readonly partitions: readonly Partition[];
}

/** What a shuffle or range sort made, held by control. */
export interface GroupsValue {
  /** Key of an `ExchangeManifest`. */
  readonly manifest: string;
  readonly partitions: number;
  readonly records: number;
  readonly bytes: number;
}

/** One producer task's runs: one object, partition `p` at bytes `offsets[p]` to `offsets[p + 1]`, counted from `first`. */
export interface ProducerRuns {
  readonly key: string;
  /** The first partition it has rows of; 0 where absent. */
  readonly first?: number;
  /** Partitions + 1 numbers, ascending. */
  readonly offsets: readonly number[];
  /** Records of each partition. */
  readonly records: readonly number[];
  /** CRC-32 of each partition's bytes. */
  readonly checksums: readonly number[];
  /** Heaviest first; absent where no key is heavy. */
  readonly heavy?: readonly HeavyKey[];
}

/** A key that many rows have; of a sort by several columns, the list of their values. */
export interface HeavyKey {
  readonly key: Json;
  readonly records: number;
}

export interface ExchangeManifest {
  readonly schema: 1;
  readonly partitions: number;
  /** One per input of the exchange, in order. */
  readonly inputs: readonly ExchangeRuns[];
  /** How evenly rows are spread; null where there is a single partition, or no row. */
  readonly skew: Skew | null;
}

/** Of the partitions of an exchange, all inputs together. */
export interface Skew {
  /** The one with most bytes. */
  readonly largest: {
    readonly partition: number;
    readonly records: number;
    readonly bytes: number;
  };
  readonly medianBytes: number;
  readonly records: number;
  /**
   * Keys that many of the rows have, heaviest first. At least so many rows have them: a producer counts its heaviest keys
   * only.
   */
  readonly heavy: readonly HeavyKey[];
}

/** The sorted runs of one input of an exchange, with what a reader must know to merge them. */
export interface ExchangeRuns {
  /** Of the rows in the runs: `exchangeRows`. */
  readonly rows: IrType;
  /** Of the rows; null where the runs are those of a sort, which have no key. */
  readonly key: ExchangeKey | null;
  /** Of the rows of one key; of all rows where there is no key. */
  readonly order: readonly OrderBy[];
  /** In the order of the partitions of the input. */
  readonly producers: readonly ProducerRuns[];
}
