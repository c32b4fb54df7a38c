/** Files and what their names can stand for. */
import type { SourceFile } from "../source/source-file.ts";
import type {
  BindItem,
  FoldStep,
  ForExpr,
  FunctionDecl,
  GroupStep,
  Identifier,
  IndexRange,
  JoinSide,
  Param,
  PipelineDecl,
  RepeatStep,
  SourceUnit,
  TileItem,
  TryExpr,
  TypeDecl,
  UseDecl,
  WorkflowDecl,
} from "../syntax/ast.ts";
import type { BuiltinFunction } from "./builtin-names.ts";

/** One file and what its declarations and `use` lists make known in it. */
export interface Module {
  readonly path: string;
  readonly file: SourceFile;
  readonly unit: SourceUnit;
  /** Callables and namespaces: declared here or taken by `use`. */
  readonly values: ReadonlyMap<string, ValueSymbol>;
  readonly types: ReadonlyMap<string, TypeSymbol>;
}

/** What can be called and is declared in a file. */
export type CallableDecl = FunctionDecl | WorkflowDecl | PipelineDecl;

export type ValueSymbol =
  | ParamSymbol
  | BindingSymbol
  | BinderSymbol
  | DimensionSymbol
  | CallableSymbol
  | NamespaceSymbol
  | BuiltinSymbol
  | UnresolvedSymbol;

export interface ParamSymbol {
  readonly kind: "param";
  readonly name: Identifier;
  readonly param: Param;
  readonly owner: CallableDecl;
}

/** A name bound by an item of a block. Equations of one tiled name share the symbol of the first. */
export interface BindingSymbol {
  readonly kind: "binding";
  readonly name: Identifier;
  readonly item: BindItem | TileItem;
}

/** A name that a step or expression binds inside itself. */
export interface BinderSymbol {
  readonly kind: "binder";
  readonly role: "element" | "index" | "state" | "error";
  readonly name: Identifier;
  readonly owner:
    | ForExpr
    | FoldStep
    | GroupStep
    | JoinSide
    | RepeatStep
    | TryExpr
    | TileItem
    | BindItem
    | IndexRange;
}

/** A name in the dimensions of a workflow's parameters: an `int` constant of its body. */
export interface DimensionSymbol {
  readonly kind: "dimension";
  /** Where it is written first. */
  readonly name: Identifier;
  readonly workflow: WorkflowDecl;
}

export interface CallableSymbol {
  readonly kind: "callable";
  readonly name: Identifier;
  readonly declaration: CallableDecl;
  readonly module: Module;
}

/** `use "./x.flow" as x`. */
export interface NamespaceSymbol {
  readonly kind: "namespace";
  readonly name: Identifier;
  readonly use: UseDecl;
  /** Undefined where the file is missing; reported. */
  readonly module: Module | undefined;
}

export interface BuiltinSymbol {
  readonly kind: "builtin";
  readonly name: BuiltinFunction;
}

/** A `use` whose file or declaration is missing: reported, and silent from then on. */
export interface UnresolvedSymbol {
  readonly kind: "unresolved";
  readonly name: Identifier;
}

export type TypeSymbol =
  | {
      readonly kind: "type";
      readonly name: Identifier;
      readonly declaration: TypeDecl;
      readonly module: Module;
    }
  | UnresolvedSymbol;
