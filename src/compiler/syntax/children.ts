import type { AstNode, NodeOf, SourceUnit } from "./ast.ts";

type MaybeNode = AstNode | undefined;

const none = (): readonly AstNode[] => [];

/** Of every kind of node its children, in the order of the text. A shorthand field has two of the same span. */
const children = {
  SourceUnit: (node) => node.declarations,
  UseDecl: (node) => present([...(node.names ?? []), node.path, node.alias]),
  UseName: (node) => present([node.name, node.alias]),
  TypeDecl: (node) => [node.name, node.type],
  FunctionDecl: (node) =>
    present([node.name, ...node.params, node.result, node.path, node.exportName, node.options]),
  WorkflowDecl: (node) => present([node.name, ...node.params, node.result, node.body]),
  PipelineDecl: (node) =>
    present([node.name, ...node.params, node.result, node.path, node.options]),
  Param: (node) => present([node.name, node.type, node.defaultValue]),
  Identifier: none,

  NamedType: (node) => [node.name, ...node.args],
  LiteralType: (node) => [node.value],
  RecordType: (node) => node.fields,
  RecordTypeField: (node) => [node.name, node.type],
  OptionalType: (node) => [node.type],
  ListType: (node) => [node.element],
  DimensionedType: (node) => [node.type, ...node.dimensions],
  UnionType: (node) => node.members,
  MissingType: none,

  QualifiedName: (node) => node.parts,
  Options: (node) => node.entries,
  Option: (node) => [node.name, ...node.values],
  PercentLit: none,
  Block: (node) => node.items,

  BindItem: (node) => [node.target, node.step, ...node.ranges],
  NameTarget: (node) => [node.name],
  IndexedTarget: (node) => [node.name, ...node.indices],
  RecordTarget: (node) => node.names,
  InvalidTarget: (node) => [node.expr],
  IndexRange: (node) => [node.name, node.range],
  TileItem: (node) =>
    present([node.name, ...node.indices, node.source, node.by, node.halo, node.fill]),
  TileSpec: (node) => node.entries,
  WholeExtent: none,
  AssertItem: (node) => [node.condition, node.message],
  DoItem: (node) => [node.step],
  ReturnItem: (node) => [node.step],
  ResultItem: (node) => [node.step],

  Step: (node) => present([node.body, node.options, ...node.after]),
  ReadStep: (node) => present([node.source, node.format, node.type, node.into]),
  SplitStep: (node) => present([node.source, node.unit, node.unitCount, node.into]),
  SortStep: (node) => present([node.source, ...node.by, node.into]),
  OrderKey: (node) => [node.path],
  FieldPath: (node) => node.parts,
  RecordKey: (node) => node.fields,
  RecordKeyField: (node) => present([node.name, node.path]),
  Callee: (node) => [node.name, ...(node.args ?? [])],
  MapStep: (node) => [node.callee, node.over],
  ReduceStep: (node) => [node.callee, node.over],
  FoldStep: (node) => present([node.callee, node.over, node.of, node.from]),
  ShuffleStep: (node) => present([...node.inputs, node.into, node.combine]),
  ShuffleInput: (node) => [node.source, node.key, ...node.sortBy],
  GroupStep: (node) => present([node.binder, node.source, node.key, node.into, node.aggregates]),
  JoinStep: (node) => present([...node.sides, node.into]),
  JoinSide: (node) => [node.binder, node.source, node.key],
  AssembleStep: (node) => present([node.source, node.fill]),
  TrainStep: (node) => [node.init, node.data, node.options],
  RepeatStep: (node) =>
    present([node.state, node.stateType, node.index, node.init, node.times, node.body, node.until]),

  IntExpr: none,
  FloatExpr: none,
  UnitExpr: none,
  StringExpr: (node) => node.parts,
  StringText: none,
  StringHole: (node) => [node.expr],
  BoolExpr: none,
  NullExpr: none,
  NameExpr: none,
  MemberExpr: (node) => [node.object, node.name],
  CallExpr: (node) => [node.callee, ...node.args],
  Argument: (node) => present([node.name, node.value]),
  IndexExpr: (node) => [node.object, ...node.indices],
  UnaryExpr: (node) => [node.operand],
  BinaryExpr: (node) => [node.left, node.right],
  RangeExpr: (node) => [node.from, node.to],
  ParenExpr: (node) => [node.step],
  ListExpr: (node) => node.elements,
  ListElement: (node) => [node.value],
  RecordExpr: (node) => node.entries,
  RecordField: (node) => [node.name, node.value],
  RecordSpread: (node) => [node.value],
  IfExpr: (node) => present([node.condition, node.then, node.otherwise]),
  ForExpr: (node) => present([node.binder, node.index, node.source, node.where, node.body]),
  TryExpr: (node) => [node.body, node.error, node.handler],
  MissingExpr: none,
} as const satisfies { readonly [K in AstNode["kind"]]: (node: NodeOf<K>) => readonly AstNode[] };

/** The children of `node`, in the order of the text. */
export function childrenOf(node: AstNode): readonly AstNode[] {
  // The table maps each kind to a function of that kind, which an index access by a union cannot express.
  return (children[node.kind] as (node: AstNode) => readonly AstNode[])(node);
}

/**
 * Calls `enter` for `node` and all below it, parents first, in the order of the text. Where `enter` answers `"skip"` the
 * children of that node are left out.
 */
export function walk(node: AstNode, enter: (node: AstNode) => unknown): void {
  if (enter(node) !== "skip") {
    for (const child of childrenOf(node)) {
      walk(child, enter);
    }
  }
}

/**
 * The nodes around `offset`, from the unit to the smallest. A node holds the offsets from its start to its end, where the
 * end gives way to what begins there: behind `ab` in `ab+c` the cursor is still at `ab`.
 */
export function pathAt(unit: SourceUnit, offset: number): readonly AstNode[] {
  const path: AstNode[] = [];
  for (let node: MaybeNode = unit; node !== undefined; node = childAt(node, offset)) {
    path.push(node);
  }
  return path;
}

/** The smallest node around `offset`. */
export function nodeAt(unit: SourceUnit, offset: number): AstNode {
  return pathAt(unit, offset).at(-1) ?? unit;
}

function childAt(node: AstNode, offset: number): MaybeNode {
  let touching: MaybeNode;
  for (const child of childrenOf(node)) {
    const { start, end } = child.span;
    if (start <= offset && offset < end) {
      return child;
    }
    if (start <= offset && offset === end) {
      touching ??= child;
    }
  }
  return touching;
}

function present(nodes: readonly MaybeNode[]): readonly AstNode[] {
  return nodes.filter((node) => node !== undefined);
}
