import type { DiagnosticSink } from "../diagnostics/report.ts";
import type {
  Block,
  Identifier,
  Item,
  NameExpr,
  QualifiedName,
  Step,
  WorkflowDecl,
} from "../syntax/ast.ts";
import type { BlockGraph } from "./block-graph.ts";
import type { Scope } from "./scope.ts";
import type { DimensionSymbol, Module, TypeSymbol, ValueSymbol } from "./symbol.ts";

/** What the binder found out: side tables over all files reached. */
export interface Bindings {
  /** Undefined where the file asked for cannot be read. */
  readonly entry: Module | undefined;
  /** The entry first, then in the order of their first `use`. */
  readonly modules: readonly Module[];
  /** Of uses of names; also of the member of a namespace, by its identifier. */
  readonly resolutions: ReadonlyMap<NameExpr | QualifiedName | Identifier, ValueSymbol>;
  /** Of types that are declared in a file; what is built in or unknown has no entry. */
  readonly typeResolutions: ReadonlyMap<QualifiedName, TypeSymbol>;
  /** Names that stand for nothing, with what is in force there: reported when a type for them is known. */
  readonly unknown: ReadonlyMap<NameExpr, Scope>;
  /** Items of every block so that each comes after what it mentions. */
  readonly order: ReadonlyMap<Block, readonly Item[]>;
  /** Items on a cycle; reported. */
  readonly cyclic: ReadonlySet<Item>;
  /** Dimension constants of a workflow, in the order of their first mention. */
  readonly dimensions: ReadonlyMap<WorkflowDecl, readonly DimensionSymbol[]>;
}

/** The tables while they are filled, and where the walk is. */
export interface BindState {
  readonly module: Module;
  /** Whether to say which names are never used. */
  readonly warns: boolean;
  readonly sink: DiagnosticSink;
  readonly resolutions: Map<NameExpr | QualifiedName | Identifier, ValueSymbol>;
  readonly typeResolutions: Map<QualifiedName, TypeSymbol>;
  readonly unknown: Map<NameExpr, Scope>;
  readonly order: Map<Block, readonly Item[]>;
  readonly cyclic: Set<Item>;
  readonly dimensions: Map<WorkflowDecl, readonly DimensionSymbol[]>;
  /** `use` names that something mentions, by the name they have in the file. */
  readonly mentionedNames: Set<string>;
  /** Blocks around the place, outermost first, and the item of each that is walked. */
  readonly frames: Frame[];
  /** By the symbol of a binding: where its item stands. */
  readonly positions: Map<ValueSymbol, readonly Place[]>;
  /** Calls of workflows by the workflow that is walked, with the place of the first. */
  readonly calls: Map<WorkflowDecl, Map<WorkflowDecl, NameExpr | QualifiedName | Identifier>>;
  readonly counts: { unknownTypes: number };
  workflow: WorkflowDecl | undefined;
  readonly walk: BindWalk;
}

/** The parts of the walk that call each other across files, tied together in `bind.ts`. */
export interface BindWalk {
  readonly block: (state: BindState, scope: Scope, block: Block) => void;
  readonly step: (state: BindState, scope: Scope, step: Step) => void;
}

export interface Frame {
  readonly graph: BlockGraph;
  position: number;
}

export interface Place {
  readonly graph: BlockGraph;
  readonly position: number;
}
