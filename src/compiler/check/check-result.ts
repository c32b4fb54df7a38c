/**
 * What is known about a checked program: side tables keyed by node identity, complete for every node of a program without
 * errors. Where an error was reported a node may be absent or have the type `error`.
 */

import type { BuiltinFunction } from "../bind/builtin-names.ts";
import type { CallableDecl, Module, ValueSymbol } from "../bind/symbol.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { BuiltinName } from "../ir/expr.ts";
import type { Aggregate, Emits, ExchangeKey, NodeOptions, OnError } from "../ir/plan.ts";
import type {
  BinaryExpr,
  Block,
  CallExpr,
  Callee,
  Expr,
  ForExpr,
  FunctionDecl,
  Identifier,
  Key,
  MapStep,
  NameExpr,
  OrderKey,
  Param,
  PipelineDecl,
  QualifiedName,
  RecordField,
  Step,
  StepBody,
  TypeNode,
  UnaryExpr,
  WorkflowDecl,
} from "../syntax/ast.ts";
import type { Type } from "./type.ts";

export interface CheckResult {
  /** The file asked for; undefined where it cannot be read. */
  readonly entry: Module | undefined;
  /** Every file reached, the entry first, then in the order of their first `use`. */
  readonly modules: readonly Module[];
  /** Of all phases and files, sorted as they are shown. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tables: Tables;
}

export interface Tables {
  /**
   * Of every expression and step body: its own type, before any conversion; narrowed where a comparison with null
   * narrowed it. Of every step: that of its body. Of every type as written.
   */
  readonly types: ReadonlyMap<Expr | StepBody | Step | TypeNode, Type>;
  /** Of the value of every block (a workflow's: what is returned). `never` where it fails, `null` without a value. */
  readonly blocks: ReadonlyMap<Block, Type>;
  /**
   * By the identifier that introduces the name: parameters, bindings (each name of a record target), binders, loop
   * indices and states, error names, dimension constants.
   */
  readonly names: ReadonlyMap<Identifier, Type>;
  /** Of every use of a name: expressions, callees of patterns, `after` names, and the object of `kernels.gemm(...)`. */
  readonly resolutions: ReadonlyMap<NameExpr | QualifiedName | Identifier, ValueSymbol>;
  readonly signatures: ReadonlyMap<CallableDecl, Signature>;
  /** Calls of functions, workflows and pipelines: by the call expression, or by the callee of a pattern. */
  readonly calls: ReadonlyMap<CallExpr | Callee, ResolvedCall>;
  /** Calls of builtins, also as the callee of `fold`. */
  readonly builtins: ReadonlyMap<CallExpr | Callee, ResolvedBuiltin>;
  /** Of every operator but `and`, `or`, `??`. */
  readonly operators: ReadonlyMap<BinaryExpr | UnaryExpr, ResolvedOperator>;
  /** Where the value of an expression must be turned into something else at run time. */
  readonly conversions: ReadonlyMap<Expr, Conversion>;
  /** Over what a `for` or `map` goes, and what it makes. */
  readonly iterations: ReadonlyMap<ForExpr | MapStep, Iteration>;
  readonly keys: ReadonlyMap<Key, ResolvedKey>;
  readonly orders: ReadonlyMap<OrderKey, ResolvedOrder>;
  /** Fields of a `group`'s aggregates. */
  readonly aggregates: ReadonlyMap<RecordField, ResolvedAggregate>;
  /** Options `with` a step, or of a function's or pipeline's declaration. Absent where there are none. */
  readonly options: ReadonlyMap<Step | FunctionDecl | PipelineDecl, ResolvedOptions>;
  /**
   * Nodes that need a node of the Plan to be evaluated: they hold a call of a function, workflow or pipeline, or a step
   * over data. All other expressions and blocks are pure.
   */
  readonly effectful: ReadonlySet<Expr | StepBody | Block>;
  /** Where each dimension constant of a workflow is read, by name, in the order of their first mention. */
  readonly dimensions: ReadonlyMap<WorkflowDecl, readonly DimensionSource[]>;
}

export interface Signature {
  readonly params: readonly SignatureParam[];
  /** `nothing` where none is declared. */
  readonly result: Type;
}

export interface SignatureParam {
  readonly name: string;
  readonly type: Type;
  readonly hasDefault: boolean;
  /** Undefined for the parameter `weights` that every pipeline has. */
  readonly node: Param | undefined;
}

export interface ResolvedCall {
  readonly declaration: CallableDecl;
  /** One per parameter, in the order of the signature. */
  readonly args: readonly ResolvedArgument[];
  /**
   * `once` for a plain call. In `map`, what the one free parameter is given: an element, up to `batch` elements as a
   * list, or the partition as a stream or dataset. `key` for `reduce` and `combine`, `pair` for `fold`.
   */
  readonly mode: "once" | "element" | "batch" | "stream" | "dataset" | "key" | "pair";
  /** Names of the free parameters, in order. */
  readonly free: readonly string[];
  readonly emits: Emits;
  /** The declared result with its dimensions filled in. */
  readonly result: Type;
}

export type ResolvedArgument =
  | {
      readonly kind: "given";
      readonly param: SignatureParam;
      readonly value: Expr;
      /** As in `PlanArgument`. */
      readonly pass: "value" | "list" | "dataset";
    }
  | { readonly kind: "default"; readonly param: SignatureParam }
  | { readonly kind: "free"; readonly param: SignatureParam };

export interface ResolvedBuiltin {
  readonly name: BuiltinFunction;
  /**
   * What evaluates it. Undefined where it is no pure function of its arguments' values: `take` and `flatten` of
   * datasets, `files`, `extent`.
   */
  readonly overload: BuiltinName | undefined;
  /** In the order of the builtin's parameters; `undefined` for an optional one that was left out. */
  readonly args: readonly (Expr | undefined)[];
}

export interface ResolvedOperator {
  readonly overload: BuiltinName;
  /** The result is a size or duration that must be made whole again by `round.unit`. */
  readonly round: boolean;
}

/**
 * `file`, `files`, `tensor`, `model`: a path is looked up. `duration`, `size`: a string literal is a number with a unit
 * (`parseUnitText`). `text`, `bytes`: a file is read as such. Conversions that change nothing are not listed.
 */
export type Conversion =
  | "file"
  | "files"
  | "tensor"
  | "model"
  | "duration"
  | "size"
  | "text"
  | "bytes";

export interface Iteration {
  readonly over: "dataset" | "list";
  /** Of what is gone through. */
  readonly element: Type;
  /** The body or callee needs nodes of its own: one branch per element. Always true for a map over a list. */
  readonly hasCalls: boolean;
  /**
   * `list` and `dataset` of the values; `datasets`: each value is a dataset (or, for a function, a stream), and the
   * result is their concatenation; `streams`: a record of datasets.
   */
  readonly output: "list" | "dataset" | "datasets" | "streams";
}

export interface ResolvedKey {
  readonly key: ExchangeKey;
  readonly type: Type;
}

export interface ResolvedOrder {
  /** Empty where the elements themselves are compared. */
  readonly path: readonly string[];
  readonly type: Type;
}

export interface ResolvedAggregate {
  readonly function: Aggregate["function"];
  /** Undefined for `count`. */
  readonly value: Expr | undefined;
  readonly type: Type;
}

/** What is written; a word that is not written is undefined. `mergeOptions` makes `NodeOptions` of them. */
export interface ResolvedOptions {
  readonly memory: NonNullable<NodeOptions["memory"]> | undefined;
  readonly cpu: number | undefined;
  readonly disk: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly retry: NonNullable<NodeOptions["retry"]> | undefined;
  readonly concurrency: number | undefined;
  readonly cache: boolean | undefined;
  readonly effect: boolean | undefined;
  /** Elements per call; an `int` expression over the names of the step. */
  readonly batch: Expr | undefined;
  readonly onError: OnError | undefined;
  readonly runtime: "node" | "python" | undefined;
  readonly handler: string | undefined;
  /** CSV only. */
  readonly header: boolean | undefined;
  readonly delimiter: string | undefined;
}

export interface DimensionSource {
  readonly name: string;
  readonly param: Param;
  /** Fields from the parameter to the tensor. */
  readonly path: readonly string[];
  readonly axis: number;
}
