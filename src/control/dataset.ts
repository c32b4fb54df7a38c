/** Stage manifests: how datasets are made of what tasks wrote, and made anew from each other without copying. */
import type { IrType } from "../compiler/ir/type.ts";
import type {
  DatasetValue,
  ExchangeManifest,
  FileValue,
  GroupsValue,
  Partition,
  ProducerRuns,
  Slice,
  StageManifest,
  TextValue,
} from "../compiler/ir/value.ts";
import type { WrittenPartition } from "../runtime/task.ts";
import { canonicalJsonSize } from "../shared/canonical-json.ts";
import type { Json } from "../shared/json.ts";

/** Consecutive files of a listing share a partition until it has so many bytes or files. */
export const PACKED_BYTES = 64 * 1024 * 1024;
export const PACKED_FILES = 32;

/** The small form of a dataset, for scopes; `key` is where its manifest is committed. */
export function datasetValue(key: string, manifest: StageManifest): DatasetValue {
  return { manifest: key, ...totalsOf(manifest.partitions) };
}

export function groupsValue(key: string, manifest: ExchangeManifest): GroupsValue {
  let records = 0;
  let bytes = 0;
  for (const { producers } of manifest.inputs) {
    for (const runs of producers) {
      records += sum(runs.records);
      bytes += runBytes(runs);
    }
  }
  return { manifest: key, partitions: manifest.partitions, records, bytes };
}

/** The partitions that tasks wrote, in the order of the tasks; equal schemas are listed once. */
export function stageOf(written: readonly WrittenPartition[]): StageManifest {
  const schemas = createSchemas();
  return {
    partitions: written.map(({ schema, partition }) => {
      const index = schemas.indexOf(schema);
      return partition.slices.every((slice) => slice.kind === "inline" || slice.schema === index)
        ? partition
        : { ...partition, slices: partition.slices.map((slice) => withSchema(slice, () => index)) };
    }),
    schemas: schemas.list,
    schema: 1,
  };
}

/** Values that stand in the manifest itself, partition by partition. */
export function inlineStage(partitions: readonly (readonly Json[])[]): StageManifest {
  return {
    schema: 1,
    schemas: [],
    partitions: partitions.map((values) => ({
      records: values.length,
      bytes: sum(values.map((value) => canonicalJsonSize(value) + 1)),
      slices: values.length === 0 ? [] : [{ kind: "inline", values }],
    })),
  };
}

/** A listing as a dataset of files. `bytes` are those of the files, for `size` counts the data behind references. */
export function filesStage(files: readonly FileValue[]): StageManifest {
  const packs: FileValue[][] = [];
  let bytes = 0;
  for (const file of files) {
    const pack = packs.at(-1);
    if (pack === undefined || pack.length === PACKED_FILES || bytes >= PACKED_BYTES) {
      packs.push([file]);
      bytes = file.size;
    } else {
      pack.push(file);
      bytes += file.size;
    }
  }
  return {
    schema: 1,
    schemas: [],
    partitions: packs.map((pack) => ({
      records: pack.length,
      bytes: sum(pack.map((file) => file.size)),
      slices: [
        { kind: "inline", values: pack.map(({ path, name, size }) => ({ path, name, size })) },
      ],
    })),
  };
}

/** One chunk to a partition. */
export function chunksStage(chunks: readonly TextValue[]): StageManifest {
  return {
    schema: 1,
    schemas: [],
    partitions: chunks.map((chunk) => ({
      records: 1,
      bytes: chunk.size,
      slices: [
        {
          kind: "inline",
          values: [{ ranges: chunk.ranges.map((range) => ({ ...range })), size: chunk.size }],
        },
      ],
    })),
  };
}

/** The partitions of all datasets, in order. */
export function concatenate(manifests: readonly StageManifest[]): StageManifest {
  const schemas = createSchemas();
  const partitions = manifests.flatMap((manifest) => {
    const indices = manifest.schemas.map((schema) => schemas.indexOf(schema));
    return manifest.partitions.map((partition) => ({
      ...partition,
      slices: partition.slices.map((slice) =>
        withSchema(slice, (schema) => indices[schema] ?? schema),
      ),
    }));
  });
  return { schema: 1, schemas: schemas.list, partitions };
}

/**
 * The same records in exactly `into` partitions whose counts differ by at most one, the larger ones first. Bytes of a
 * part of a slice are its share of the partition's.
 */
export function recut(manifest: StageManifest, into: number): StageManifest {
  const { records } = totalsOf(manifest.partitions);
  const least = Math.floor(records / into);
  const larger = records % into;
  const pieces = createPieces(manifest.partitions);
  return {
    schema: 1,
    schemas: manifest.schemas,
    partitions: Array.from({ length: into }, (_, index) =>
      pieces.take(least + (index < larger ? 1 : 0)),
    ),
  };
}

interface Pieces {
  /** The next `count` records. */
  take(count: number): Partition;
}

function createPieces(partitions: readonly Partition[]): Pieces {
  const slices = partitions.flatMap((partition) =>
    partition.slices.map((slice) => ({
      slice,
      bytesPerRecord: partition.records === 0 ? 0 : partition.bytes / partition.records,
    })),
  );
  let at = 0;
  let offset = 0;
  return {
    take(count) {
      const taken: Slice[] = [];
      let bytes = 0;
      let left = count;
      for (let next = slices[at]; left > 0 && next !== undefined; next = slices[at]) {
        const length = Math.min(left, recordsOf(next.slice) - offset);
        if (length > 0) {
          taken.push(part(next.slice, offset, length));
          bytes += next.bytesPerRecord * length;
        }
        left -= length;
        offset += length;
        if (offset === recordsOf(next.slice)) {
          at += 1;
          offset = 0;
        }
      }
      return { records: count, bytes: Math.round(bytes), slices: taken };
    },
  };
}

function part(slice: Slice, offset: number, length: number): Slice {
  if (length === recordsOf(slice)) {
    return slice;
  }
  return slice.kind === "inline"
    ? { kind: "inline", values: slice.values.slice(offset, offset + length) }
    : { ...slice, from: slice.from + offset, to: slice.from + offset + length };
}

function recordsOf(slice: Slice): number {
  return slice.kind === "inline" ? slice.values.length : slice.to - slice.from;
}

/** Types are told apart by their text, which is the same for the same type in one Plan. */
function createSchemas(): { readonly list: IrType[]; indexOf(schema: IrType): number } {
  const list: IrType[] = [];
  const byText = new Map<string, number>();
  const byIdentity = new Map<IrType, number>();
  const add = (schema: IrType): number => {
    const text = JSON.stringify(schema);
    const index = byText.get(text) ?? list.push(schema) - 1;
    byText.set(text, index);
    byIdentity.set(schema, index);
    return index;
  };
  return { list, indexOf: (schema) => byIdentity.get(schema) ?? add(schema) };
}

function withSchema(slice: Slice, renumber: (schema: number) => number): Slice {
  return slice.kind === "inline" ? slice : { ...slice, schema: renumber(slice.schema) };
}

function totalsOf(partitions: readonly Partition[]): Omit<DatasetValue, "manifest"> {
  let records = 0;
  let bytes = 0;
  for (const partition of partitions) {
    records += partition.records;
    bytes += partition.bytes;
  }
  return { partitions: partitions.length, records, bytes };
}

function runBytes(runs: ProducerRuns): number {
  return (runs.offsets.at(-1) ?? 0) - (runs.offsets[0] ?? 0);
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) {
    total += number;
  }
  return total;
}
