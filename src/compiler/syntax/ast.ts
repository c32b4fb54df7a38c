/**
 * The syntax tree. Nodes are plain, frozen by type and know nothing of names or types: later phases return side tables
 * keyed by node identity. A field is `| undefined` where the grammar makes it optional; where the parser had to recover
 * it puts a `MissingExpr`, a `MissingType` or an identifier with an empty name, so that every tree is whole.
 */
import type { Span } from "../source/span.ts";

export interface NodeBase<Kind extends string> {
  readonly kind: Kind;
  readonly span: Span;
}

/** A NAME or, for fields, parameters, arguments and options, a WORD. Empty where the parser recovered. */
export interface Identifier extends NodeBase<"Identifier"> {
  readonly name: string;
}

// ---------------------------------------------------------------- declarations

export interface SourceUnit extends NodeBase<"SourceUnit"> {
  readonly declarations: readonly Declaration[];
}

export type Declaration = UseDecl | TypeDecl | FunctionDecl | WorkflowDecl | PipelineDecl;

/** `use { a, b as c } from "./x.flow"` or `use "./x.flow" as x`. */
export interface UseDecl extends NodeBase<"UseDecl"> {
  /** Undefined in the namespace form. */
  readonly names: readonly UseName[] | undefined;
  readonly path: StringExpr;
  /** The namespace; undefined in the list form. */
  readonly alias: Identifier | undefined;
}

export interface UseName extends NodeBase<"UseName"> {
  readonly name: Identifier;
  readonly alias: Identifier | undefined;
}

export interface TypeDecl extends NodeBase<"TypeDecl"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly type: TypeNode;
}

export interface FunctionDecl extends NodeBase<"FunctionDecl"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly params: readonly Param[];
  readonly result: TypeNode | undefined;
  readonly path: StringExpr;
  /** `as NAME`: the export, where it is not called like the function. */
  readonly exportName: Identifier | undefined;
  readonly options: Options | undefined;
}

export interface WorkflowDecl extends NodeBase<"WorkflowDecl"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly params: readonly Param[];
  readonly result: TypeNode | undefined;
  readonly body: Block;
}

export interface PipelineDecl extends NodeBase<"PipelineDecl"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly params: readonly Param[];
  readonly result: TypeNode | undefined;
  readonly path: StringExpr;
  readonly options: Options;
}

export interface Param extends NodeBase<"Param"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly defaultValue: Expr | undefined;
}

// ---------------------------------------------------------------- types

export type TypeNode =
  | NamedType
  | LiteralType
  | RecordType
  | OptionalType
  | ListType
  | DimensionedType
  | UnionType
  | MissingType;

/** `int`, `Count`, `kernels.Tile`, `dataset<T>`, `map<string, T>`. */
export interface NamedType extends NodeBase<"NamedType"> {
  readonly name: QualifiedName;
  readonly args: readonly TypeNode[];
}

export interface LiteralType extends NodeBase<"LiteralType"> {
  readonly value: StringExpr | IntExpr;
}

export interface RecordType extends NodeBase<"RecordType"> {
  readonly fields: readonly RecordTypeField[];
}

export interface RecordTypeField extends NodeBase<"RecordTypeField"> {
  readonly doc: string | undefined;
  readonly name: Identifier;
  readonly type: TypeNode;
}

export interface OptionalType extends NodeBase<"OptionalType"> {
  readonly type: TypeNode;
}

export interface ListType extends NodeBase<"ListType"> {
  readonly element: TypeNode;
}

/** `tensor<f32>[m, k]`. */
export interface DimensionedType extends NodeBase<"DimensionedType"> {
  readonly type: TypeNode;
  readonly dimensions: readonly Expr[];
}

export interface UnionType extends NodeBase<"UnionType"> {
  readonly members: readonly TypeNode[];
}

export interface MissingType extends NodeBase<"MissingType"> {}

// ---------------------------------------------------------------- shared parts

/** `NAME { "." NAME }`. */
export interface QualifiedName extends NodeBase<"QualifiedName"> {
  readonly parts: readonly Identifier[];
}

export interface Options extends NodeBase<"Options"> {
  readonly entries: readonly Option[];
}

/** `memory 512 MB .. 4 GB` is a name and one range; `retry 3 backoff 1 s .. 30 s` a name and three values. */
export interface Option extends NodeBase<"Option"> {
  readonly name: Identifier;
  readonly values: readonly (Expr | PercentLit)[];
}

/** `1%`, `0.5%`: only in options. */
export interface PercentLit extends NodeBase<"PercentLit"> {
  /** The number before the sign: 1 for `1%`. */
  readonly percent: number;
}

export interface Block extends NodeBase<"Block"> {
  readonly items: readonly Item[];
}

export type Item = BindItem | TileItem | AssertItem | DoItem | ReturnItem | ResultItem;

/** `target = step [where i in a..b, ...]`. */
export interface BindItem extends NodeBase<"BindItem"> {
  readonly target: BindTarget;
  readonly step: Step;
  /** Index ranges; only with an indexed target. Empty without `where`. */
  readonly ranges: readonly IndexRange[];
}

export type BindTarget = NameTarget | IndexedTarget | RecordTarget | InvalidTarget;

export interface NameTarget extends NodeBase<"NameTarget"> {
  readonly name: Identifier;
}

/** `C[i, j] = ...`. */
export interface IndexedTarget extends NodeBase<"IndexedTarget"> {
  readonly name: Identifier;
  readonly indices: readonly Expr[];
}

/** `{ a, b } = step`. */
export interface RecordTarget extends NodeBase<"RecordTarget"> {
  readonly names: readonly Identifier[];
}

/** The left of `=` was an expression that cannot be bound; reported by the parser. */
export interface InvalidTarget extends NodeBase<"InvalidTarget"> {
  readonly expr: Expr;
}

export interface IndexRange extends NodeBase<"IndexRange"> {
  readonly name: Identifier;
  readonly range: Expr;
}

/** `tile A[i, j] = t by [b, ..] [halo [...]] [fill v]`. */
export interface TileItem extends NodeBase<"TileItem"> {
  readonly name: Identifier;
  readonly indices: readonly Identifier[];
  readonly source: Expr;
  readonly by: TileSpec;
  readonly halo: TileSpec | undefined;
  readonly fill: Expr | undefined;
}

export interface TileSpec extends NodeBase<"TileSpec"> {
  readonly entries: readonly (Expr | WholeExtent)[];
}

/** `..` in a tile specification. */
export interface WholeExtent extends NodeBase<"WholeExtent"> {}

export interface AssertItem extends NodeBase<"AssertItem"> {
  readonly condition: Expr;
  readonly message: Expr;
}

export interface DoItem extends NodeBase<"DoItem"> {
  readonly step: Step;
}

export interface ReturnItem extends NodeBase<"ReturnItem"> {
  readonly step: Step;
}

/** A step without a name: the value of its block, and its last item. */
export interface ResultItem extends NodeBase<"ResultItem"> {
  readonly step: Step;
}

// ---------------------------------------------------------------- steps

/** A body with its clauses. Every item and every parenthesis holds one, also where there are no clauses. */
export interface Step extends NodeBase<"Step"> {
  readonly body: StepBody;
  /** `with { ... }`. */
  readonly options: Options | undefined;
  readonly after: readonly Identifier[];
}

export type StepBody =
  | ReadStep
  | SplitStep
  | SortStep
  | MapStep
  | ReduceStep
  | FoldStep
  | ShuffleStep
  | GroupStep
  | JoinStep
  | AssembleStep
  | TrainStep
  | RepeatStep
  | Expr;

export interface ReadStep extends NodeBase<"ReadStep"> {
  readonly source: Expr;
  /** `csv`, `jsonl`, `lines`. */
  readonly format: Identifier;
  readonly type: TypeNode | undefined;
  readonly into: Expr | undefined;
}

export interface SplitStep extends NodeBase<"SplitStep"> {
  readonly source: Expr;
  /** `lines` or `bytes`; undefined when a dataset is cut. */
  readonly unit: Identifier | undefined;
  /** `lines(4)`. */
  readonly unitCount: Expr | undefined;
  readonly into: Expr | undefined;
}

export interface SortStep extends NodeBase<"SortStep"> {
  readonly source: Expr;
  /** Empty without `by`: the elements themselves. */
  readonly by: readonly OrderKey[];
  readonly into: Expr | undefined;
}

export interface OrderKey extends NodeBase<"OrderKey"> {
  readonly path: FieldPath;
  readonly descending: boolean;
}

/** `WORD { "." WORD }`: a field path of the element. */
export interface FieldPath extends NodeBase<"FieldPath"> {
  readonly parts: readonly Identifier[];
}

export type Key = FieldPath | RecordKey;

export interface RecordKey extends NodeBase<"RecordKey"> {
  readonly fields: readonly RecordKeyField[];
}

export interface RecordKeyField extends NodeBase<"RecordKeyField"> {
  /** Undefined: the last part of the path. */
  readonly name: Identifier | undefined;
  readonly path: FieldPath;
}

export interface Callee extends NodeBase<"Callee"> {
  readonly name: QualifiedName;
  /** Fixed parameters; undefined without parentheses. */
  readonly args: readonly Argument[] | undefined;
}

export interface MapStep extends NodeBase<"MapStep"> {
  readonly callee: Callee;
  readonly over: Expr;
}

export interface ReduceStep extends NodeBase<"ReduceStep"> {
  readonly callee: Callee;
  readonly over: Expr;
}

/** `fold f over xs [from z]`, or `fold f over p of e` and `over [p, q] of e` in equations. */
export interface FoldStep extends NodeBase<"FoldStep"> {
  readonly callee: Callee;
  readonly over: Expr;
  readonly of: Expr | undefined;
  readonly from: Expr | undefined;
}

export interface ShuffleStep extends NodeBase<"ShuffleStep"> {
  readonly inputs: readonly ShuffleInput[];
  readonly into: Expr | undefined;
  readonly combine: Callee | undefined;
}

export interface ShuffleInput extends NodeBase<"ShuffleInput"> {
  readonly source: Expr;
  readonly key: Key;
  readonly sortBy: readonly OrderKey[];
}

export interface GroupStep extends NodeBase<"GroupStep"> {
  readonly binder: Identifier;
  readonly source: Expr;
  readonly key: Key;
  readonly into: Expr | undefined;
  readonly aggregates: RecordExpr;
}

export interface JoinStep extends NodeBase<"JoinStep"> {
  readonly sides: readonly JoinSide[];
  readonly into: Expr | undefined;
}

export interface JoinSide extends NodeBase<"JoinSide"> {
  readonly binder: Identifier;
  readonly optional: boolean;
  readonly source: Expr;
  readonly key: Key;
}

export interface AssembleStep extends NodeBase<"AssembleStep"> {
  readonly source: Expr;
  readonly fill: Expr | undefined;
}

export interface TrainStep extends NodeBase<"TrainStep"> {
  readonly init: Expr;
  readonly data: Expr;
  readonly options: Options;
}

export interface RepeatStep extends NodeBase<"RepeatStep"> {
  readonly state: Identifier;
  readonly stateType: TypeNode | undefined;
  readonly index: Identifier | undefined;
  readonly init: Expr;
  readonly times: Expr;
  readonly body: Block;
  readonly until: Expr | undefined;
}

// ---------------------------------------------------------------- expressions

export type Expr =
  | IntExpr
  | FloatExpr
  | UnitExpr
  | StringExpr
  | BoolExpr
  | NullExpr
  | NameExpr
  | MemberExpr
  | CallExpr
  | IndexExpr
  | UnaryExpr
  | BinaryExpr
  | RangeExpr
  | ParenExpr
  | ListExpr
  | RecordExpr
  | IfExpr
  | ForExpr
  | TryExpr
  | MissingExpr;

/** `value` is NaN where the literal is not a safe integer; reported by the parser. */
export interface IntExpr extends NodeBase<"IntExpr"> {
  readonly value: number;
}

export interface FloatExpr extends NodeBase<"FloatExpr"> {
  readonly value: number;
}

export type Unit = "ms" | "s" | "min" | "h" | "B" | "KB" | "MB" | "GB" | "TB";

/** `1.5 GB`: `number` is 1.5. */
export interface UnitExpr extends NodeBase<"UnitExpr"> {
  readonly number: number;
  readonly unit: Unit;
}

/** A string literal; several parts, or one that is no text, where it interpolates. No parts: the empty string. */
export interface StringExpr extends NodeBase<"StringExpr"> {
  readonly parts: readonly StringPart[];
}

export type StringPart = StringText | StringHole;

export interface StringText extends NodeBase<"StringText"> {
  /** With escapes resolved. */
  readonly value: string;
}

export interface StringHole extends NodeBase<"StringHole"> {
  readonly expr: Expr;
}

export interface BoolExpr extends NodeBase<"BoolExpr"> {
  readonly value: boolean;
}

export interface NullExpr extends NodeBase<"NullExpr"> {}

export interface NameExpr extends NodeBase<"NameExpr"> {
  readonly name: string;
}

/** `a.b` and `a?.b`. */
export interface MemberExpr extends NodeBase<"MemberExpr"> {
  readonly object: Expr;
  readonly name: Identifier;
  readonly optional: boolean;
}

export interface CallExpr extends NodeBase<"CallExpr"> {
  readonly callee: Expr;
  readonly args: readonly Argument[];
}

export interface Argument extends NodeBase<"Argument"> {
  readonly name: Identifier | undefined;
  readonly value: Expr;
}

export interface IndexExpr extends NodeBase<"IndexExpr"> {
  readonly object: Expr;
  readonly indices: readonly Expr[];
}

export interface UnaryExpr extends NodeBase<"UnaryExpr"> {
  readonly operator: "-" | "not";
  readonly operand: Expr;
}

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "??"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

export interface BinaryExpr extends NodeBase<"BinaryExpr"> {
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
}

/** `a..b`, half open. */
export interface RangeExpr extends NodeBase<"RangeExpr"> {
  readonly from: Expr;
  readonly to: Expr;
}

/** A step in parentheses; those of the call where it is the only argument, and none of its span then. */
export interface ParenExpr extends NodeBase<"ParenExpr"> {
  readonly step: Step;
}

export interface ListExpr extends NodeBase<"ListExpr"> {
  readonly elements: readonly ListElement[];
}

export interface ListElement extends NodeBase<"ListElement"> {
  readonly spread: boolean;
  readonly value: Expr;
}

export interface RecordExpr extends NodeBase<"RecordExpr"> {
  readonly entries: readonly (RecordField | RecordSpread)[];
}

/** `a: e`, or `a` for `a: a`: then `value` is a `NameExpr` of the same span as `name`. */
export interface RecordField extends NodeBase<"RecordField"> {
  readonly name: Identifier;
  readonly value: Expr;
  readonly shorthand: boolean;
}

export interface RecordSpread extends NodeBase<"RecordSpread"> {
  readonly value: Expr;
}

export interface IfExpr extends NodeBase<"IfExpr"> {
  readonly condition: Expr;
  readonly then: Block;
  /** `else if` is an `IfExpr`. */
  readonly otherwise: Block | IfExpr | undefined;
}

export interface ForExpr extends NodeBase<"ForExpr"> {
  readonly binder: Identifier;
  readonly index: Identifier | undefined;
  readonly source: Expr;
  readonly where: Expr | undefined;
  readonly body: Block;
}

export interface TryExpr extends NodeBase<"TryExpr"> {
  readonly body: Block;
  readonly error: Identifier;
  readonly handler: Block;
}

/** The parser recovered where an expression was expected. */
export interface MissingExpr extends NodeBase<"MissingExpr"> {}

// ---------------------------------------------------------------- the union

export type AstNode =
  | Identifier
  | SourceUnit
  | Declaration
  | UseName
  | Param
  | TypeNode
  | RecordTypeField
  | QualifiedName
  | Options
  | Option
  | PercentLit
  | Block
  | Item
  | BindTarget
  | IndexRange
  | TileSpec
  | WholeExtent
  | Step
  | StepBody
  | OrderKey
  | FieldPath
  | RecordKey
  | RecordKeyField
  | Callee
  | ShuffleInput
  | JoinSide
  | StringPart
  | Argument
  | ListElement
  | RecordField
  | RecordSpread;

export type NodeOf<Kind extends AstNode["kind"]> = Extract<AstNode, { kind: Kind }>;
