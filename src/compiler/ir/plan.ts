/**
 * The Plan: all that compiler and runtime share. JSON, a tree of regions; each region is a DAG whose edges are the
 * references of its nodes' expressions, plus `after`. Fan-out stays symbolic: a map over a million elements is one node.
 */

import type { Json } from "../../shared/json.ts";
import type { Span } from "../source/span.ts";
import type { Expr } from "./expr.ts";
import type { IrType } from "./type.ts";

export const PLAN_SCHEMA = 1;

/**
 * Path of a node, unique in its Plan: `counts`, `results/bam`, `sums/groups`. Made from the names in the source, never
 * from counters of the compiler, so that goldens, keys in the store and logs stay stable and readable.
 */
export type NodeId = string;

export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  readonly workflow: string;
  readonly doc: string | null;
  readonly params: readonly PlanParam[];
  /** By the name the Plan uses for them: the function's declared name, made unique over files. */
  readonly functions: { readonly [name: string]: PlanFunction };
  readonly body: Region;
  /** Type of the body's result. */
  readonly result: IrType;
}

export interface PlanParam {
  readonly name: string;
  readonly type: IrType;
  readonly doc: string | null;
  /** Over the parameters before it; null where the parameter is required. A path in it is relative to `origin.file`. */
  readonly defaultValue: Expr | null;
  readonly origin: Span;
}

export interface PlanFunction {
  /** Path of the module or folder, relative to the file of `origin`, as written. */
  readonly module: string;
  readonly exportName: string;
  readonly params: readonly {
    readonly name: string;
    readonly type: IrType;
    readonly defaultValue: Expr | null;
  }[];
  /** Null where the declaration has no result. */
  readonly result: IrType | null;
  readonly effect: boolean;
  readonly runtime: "node" | "python";
  readonly handler: string | null;
  readonly origin: Span;
}

export interface Region {
  /** Names bound by the node that owns the region: the element, the loop state, the error. Unique in the Plan. */
  readonly params: readonly string[];
  /** In source order; a node refers to nodes of this region, of enclosing ones, and to their parameters. */
  readonly nodes: readonly PlanNode[];
  /** Nodes that run although the result does not need them: every `do` and `assert` of the block. */
  readonly roots: readonly NodeId[];
  readonly result: Expr;
}

interface NodeBase<Kind extends string> {
  readonly kind: Kind;
  readonly id: NodeId;
  /** What `ref(id)` has. */
  readonly type: IrType;
  /** Nodes that must be committed before this one starts, besides those its expressions mention. */
  readonly after: readonly NodeId[];
  readonly origin: Span;
}

export type PlanNode =
  | ValueNode
  | FilesNode
  | CallNode
  | SplitNode
  | MapNode
  | ExchangeNode
  | FoldNode
  | TakeNode
  | FlattenNode
  | EachNode
  | LoopNode
  | BranchNode
  | TryNode
  | AssertNode;

export type NodeOfKind<Kind extends PlanNode["kind"]> = Extract<PlanNode, { kind: Kind }>;

/** Re-evaluated from what it mentions by whoever needs it; never a step. */
export interface ValueNode extends NodeBase<"value"> {
  readonly expr: Expr;
}

/** Lists a path, directory or glob once (`files`), or finds one file (`file`); relative to the file of `origin`. */
export interface FilesNode extends NodeBase<"files"> {
  readonly pattern: Expr;
  readonly single: boolean;
}

/** One function, once. */
export interface CallNode extends NodeBase<"call"> {
  readonly function: string;
  readonly args: readonly PlanArgument[];
  /** A result `stream<U>` is one dataset of one partition; a record of streams a record of such. */
  readonly emits: Emits;
  readonly options: NodeOptions;
}

export interface PlanArgument {
  readonly name: string;
  readonly value: Expr;
  /** `list`: a dataset loaded into memory; `dataset`: a dataset handed over as one, for `dataset<T>` and `stream<T>`. */
  readonly pass: "value" | "list" | "dataset";
}

/** `one` value per call, `many` elements per call, or `many` of each named stream. */
export type Emits =
  | { readonly kind: "one" }
  | { readonly kind: "many" }
  | { readonly kind: "streams"; readonly names: readonly string[] };

/**
 * Cuts without copying. Over files and texts (`source` is a dataset of `file` or `text`, or one `file` or `text`): byte
 * ranges at the ends of units, as a dataset of one chunk per partition. Over any dataset (`elements`): the same elements
 * in exactly `into` partitions whose counts differ by at most one.
 */
export interface SplitNode extends NodeBase<"split"> {
  readonly source: Expr;
  readonly sourceType: IrType;
  readonly unit:
    | { readonly kind: "bytes" }
    /** `count` lines to a unit. */
    | { readonly kind: "lines"; readonly count: Expr }
    /** A line end inside double quotes does not end a CSV record. */
    | { readonly kind: "csv" }
    | { readonly kind: "elements" };
  /** At most (chunks) or exactly (elements) so many partitions; null: one per 64 MB of each file. */
  readonly into: Expr | null;
}

/** Where a stage's tasks get their elements: one task per partition, or one per element of a list or range. */
export type StageSource =
  | { readonly kind: "dataset"; readonly value: Expr; readonly element: IrType }
  | { readonly kind: "groups"; readonly value: Expr; readonly element: IrType }
  | { readonly kind: "list"; readonly value: Expr; readonly element: IrType }
  | { readonly kind: "range"; readonly from: Expr; readonly to: Expr };

/** A source and what is done to its elements, in order, inside the task that reads them. */
export interface StageInput {
  readonly source: StageSource;
  readonly ops: readonly Op[];
  /** Of the elements after the last op. */
  readonly element: IrType;
}

export type Op =
  | DecodeOp
  | ForOp
  | CallOp
  | ReduceOp
  | JoinOp
  | AggregateOp
  | ElementsOp
  | FlattenOp;

/** `step` and `origin` are those of the step the op was written as: fusion moves ops into other nodes. */
interface OpBase<Kind extends string> {
  readonly op: Kind;
  readonly step: NodeId;
  readonly origin: Span;
}

/** `text` elements to records. */
export interface DecodeOp extends OpBase<"decode"> {
  readonly format: "csv" | "jsonl" | "lines";
  /** Of a record; `string` for lines. */
  readonly type: IrType;
  /** CSV only. */
  readonly header: boolean;
  readonly delimiter: string;
  readonly onError: OnError | null;
}

/** A pure `for`: elements that pass `where`, each made into `value`. `index` counts over the whole dataset, from 0. */
export interface ForOp extends OpBase<"for"> {
  readonly id: string;
  readonly index: string | null;
  readonly where: Expr | null;
  readonly value: Expr;
}

/** One function over elements. Free parameters get the element, a list of up to `batch`, or the partition's stream. */
export interface CallOp extends OpBase<"call"> {
  readonly function: string;
  readonly fixed: readonly PlanArgument[];
  readonly free: string;
  readonly mode: "element" | "batch" | "stream" | "dataset";
  /** Elements per call in mode `batch`. */
  readonly batch: Expr | null;
  readonly emits: Emits;
  readonly onError: OnError | null;
}

/** Over groups: one function per key, keys ascending. `free` is the key's parameter, then one stream per input. */
export interface ReduceOp extends OpBase<"reduce"> {
  readonly function: string;
  readonly fixed: readonly PlanArgument[];
  readonly free: readonly string[];
  readonly emits: Emits;
  readonly onError: OnError | null;
}

/** Over groups: the records of matching elements, in order of key, then first side, then second, ... */
export interface JoinOp extends OpBase<"join"> {
  readonly sides: readonly { readonly name: string; readonly optional: boolean }[];
}

/** Over groups: one record per key, of the field `key`, or the fields of a key that is a record, and the aggregates. */
export interface AggregateOp extends OpBase<"aggregate"> {
  /** Whether the exchange already combines by the same aggregates, so that its rows hold partial states. */
  readonly combined: boolean;
  readonly aggregates: readonly Aggregate[];
}

/** Over groups of one input: its elements in order (the second half of a sort). */
export interface ElementsOp extends OpBase<"elements"> {}

/** A list to its elements. */
export interface FlattenOp extends OpBase<"flatten"> {}

export interface Aggregate {
  readonly name: string;
  readonly function: "count" | "sum.int" | "sum.float" | "min" | "max" | "mean";
  /** Over `ref("element")`; null for `count`. */
  readonly value: Expr | null;
}

/** Element id inside `Aggregate.value`. */
export const AGGREGATE_ELEMENT = "element";

/** Leave failing elements out; null fraction: any number of them. */
export interface OnError {
  readonly skip: { readonly fraction: number | null };
}

/** Function calls or pure transformations once per element or partition, at the pace the data comes. */
export interface MapNode extends NodeBase<"map"> {
  readonly input: StageInput;
  /** `list`: the elements after the last op as one list held by control, in order. */
  readonly output: "dataset" | "streams" | "list";
  readonly options: NodeOptions;
}

/** Partitioned, sorted, optionally combined runs, one object per producer. */
export interface ExchangeNode extends NodeBase<"exchange"> {
  readonly inputs: readonly ExchangeInput[];
  readonly partition: "hash" | "range";
  /** Partitions made; null: as many as the first input's source has. */
  readonly into: Expr | null;
  readonly combine: Combine | null;
  readonly options: NodeOptions;
}

export interface ExchangeInput extends StageInput {
  /**
   * Hash: the key's fields and their names in `K`; one nameless field is the key itself. Range: null, `order` decides.
   */
  readonly key: ExchangeKey | null;
  readonly keyType: IrType | null;
  /** Hash: the order of a key's elements (input order where empty). Range: the order of all elements. */
  readonly order: readonly OrderBy[];
  /** Elements whose key is null, or holds one, are left out (joins). */
  readonly dropNullKeys: boolean;
}

export type ExchangeKey =
  | { readonly kind: "path"; readonly path: readonly string[] }
  | {
      readonly kind: "record";
      readonly fields: readonly { readonly name: string; readonly path: readonly string[] }[];
    };

export interface OrderBy {
  /** Empty: the element itself. */
  readonly path: readonly string[];
  readonly descending: boolean;
}

export type Combine =
  | {
      readonly kind: "function";
      readonly function: string;
      readonly fixed: readonly PlanArgument[];
      readonly free: readonly string[];
    }
  | { readonly kind: "aggregate"; readonly aggregates: readonly Aggregate[] };

/**
 * A tree of fixed shape: each partition in order, of a list or range each 1,024 elements or 64 KB of JSON (`fanIn` elements
 * where they hold references), then `fanIn` neighbours at a time until one is left.
 */
export interface FoldNode extends NodeBase<"fold"> {
  readonly input: StageInput;
  readonly with:
    | {
        readonly kind: "function";
        readonly function: string;
        readonly fixed: readonly PlanArgument[];
        readonly free: readonly string[];
      }
    | { readonly kind: "builtin"; readonly function: "min" | "max" | "sum.int" | "sum.float" };
  /** Taken once, before the first element. */
  readonly from: Expr | null;
  readonly fanIn: number;
  readonly options: NodeOptions;
}

/** The first `count` elements of a dataset, as a list. */
export interface TakeNode extends NodeBase<"take"> {
  readonly source: Expr;
  readonly count: Expr;
}

/** Concatenation of datasets without copying: `sources` is a list expression of dataset values. */
export interface FlattenNode extends NodeBase<"flatten"> {
  readonly sources: Expr;
}

/** A region once per element; results are collected in order. */
export interface EachNode extends NodeBase<"each"> {
  readonly source: StageSource;
  readonly where: Expr | null;
  /** Parameters: the element and, where asked for, its index. */
  readonly body: Region;
  /** `list`: held by control; `dataset`: one record per element; `datasets`: the elements of each result dataset, in order. */
  readonly output: "list" | "dataset" | "datasets";
  readonly options: NodeOptions;
}

/** At most `times` rounds. The body's parameters are the state and, where asked for, the round from 0. */
export interface LoopNode extends NodeBase<"loop"> {
  readonly init: Expr;
  readonly times: Expr;
  readonly body: Region;
  /** Over the new state, bound to the body's first parameter. */
  readonly until: Expr | null;
}

export interface BranchNode extends NodeBase<"branch"> {
  readonly condition: Expr;
  readonly then: Region;
  readonly otherwise: Region;
}

/** The handler's parameter is the error record. */
export interface TryNode extends NodeBase<"try"> {
  readonly body: Region;
  readonly handler: Region;
}

/** Fails its region with code `Assert` as soon as the condition is known to be false; holds nothing back. */
export interface AssertNode extends NodeBase<"assert"> {
  readonly condition: Expr;
  readonly message: Expr;
}

/** What stands on a declaration or `with` a step. The pass `resource-defaults` leaves no null but those documented. */
export interface NodeOptions {
  /** Bytes; `max` over `base` lets a task grow by doubling after running out of memory. */
  readonly memory: { readonly base: number; readonly max: number } | null;
  readonly cpu: number | null;
  /** Bytes. */
  readonly disk: number | null;
  /** Of one attempt. */
  readonly timeoutMs: number | null;
  readonly retry: {
    readonly attempts: number;
    readonly minDelayMs: number;
    readonly maxDelayMs: number;
  } | null;
  /** Tasks of this node at once; stays null where there is no limit. */
  readonly concurrency: number | null;
  readonly cache: boolean;
  readonly effect: boolean;
}

/** The constant of an expression, or undefined. */
export function constantOf(expr: Expr): Json | undefined {
  return expr.op === "const" ? expr.value : undefined;
}
