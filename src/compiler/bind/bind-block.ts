import { report } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";
import type {
  BindItem,
  Block,
  Identifier,
  IndexedTarget,
  Item,
  NameExpr,
  StepBody,
  TileItem,
} from "../syntax/ast.ts";
import { walk } from "../syntax/children.ts";
import { bindExpr } from "./bind-expression.ts";
import { bindName } from "./bind-name.ts";
import { bindStep } from "./bind-step.ts";
import type { BindState, Frame } from "./bindings.ts";
import { type BlockGraph, createBlockGraph, findUnneeded } from "./block-graph.ts";
import { orderMentions, shortestCycle } from "./mention-order.ts";
import { createScope, findDeclared, type Scope } from "./scope.ts";
import type { ValueSymbol } from "./symbol.ts";

/** `scope` is the block's own: its names are added to it. */
export function bindBlock(state: BindState, scope: Scope, block: Block): void {
  const graph = createBlockGraph(block);
  for (const [position, item] of block.items.entries()) {
    declareItem(state, scope, graph, item, position);
  }
  const frame: Frame = { graph, position: 0 };
  state.frames.push(frame);
  for (const [position, item] of block.items.entries()) {
    frame.position = position;
    bindItem(state, scope, item);
  }
  state.frames.pop();
  finishBlock(state, graph);
}

function declareItem(
  state: BindState,
  scope: Scope,
  graph: BlockGraph,
  item: Item,
  position: number,
): void {
  if (item.kind !== "BindItem" && item.kind !== "TileItem") {
    return;
  }
  const shared = sharedSymbol(scope, item);
  if (shared !== undefined) {
    state.positions.set(shared, [...(state.positions.get(shared) ?? []), { graph, position }]);
    return;
  }
  for (const name of boundNames(item)) {
    const symbol: ValueSymbol = { kind: "binding", name, item };
    if (bindName(state, scope, name, symbol, mentions(item, name) ? assignedAgain : undefined)) {
      state.positions.set(symbol, [{ graph, position }]);
    }
  }
}

const assignedAgain =
  "Nothing is assigned again: add up with `fold sum over xs`, or carry a state through `repeat`.";

/** `total = total + x`: the name would be given another value. */
function mentions(item: BindItem | TileItem, { name }: Identifier): boolean {
  let found = false;
  walk(item, (node) => {
    found ||= node.kind === "NameExpr" && node.name === name;
  });
  return found;
}

/** Equations of one name together define one tiled value. */
function sharedSymbol(scope: Scope, item: BindItem | TileItem): ValueSymbol | undefined {
  if (item.kind !== "BindItem" || item.target.kind !== "IndexedTarget") {
    return undefined;
  }
  const first = scope.names.get(item.target.name.name);
  return first?.kind === "binding" &&
    first.item.kind === "BindItem" &&
    first.item.target.kind === "IndexedTarget"
    ? first
    : undefined;
}

export function boundNames(item: BindItem | TileItem): readonly Identifier[] {
  if (item.kind === "TileItem") {
    return [item.name];
  }
  switch (item.target.kind) {
    case "NameTarget":
    case "IndexedTarget":
      return [item.target.name];
    case "RecordTarget":
      return item.target.names;
    case "InvalidTarget":
      return [];
  }
}

function bindItem(state: BindState, scope: Scope, item: Item): void {
  switch (item.kind) {
    case "AssertItem":
      bindExpr(state, scope, item.condition);
      bindExpr(state, scope, item.message);
      return;
    case "DoItem":
    case "ReturnItem":
    case "ResultItem":
      bindStep(state, scope, item.step);
      return;
    case "TileItem":
      bindTile(state, scope, item);
      return;
    case "BindItem":
      if (item.target.kind === "IndexedTarget") {
        bindEquation(state, scope, item, item.target);
      } else {
        bindStep(state, scope, item.step);
      }
  }
}

function bindTile(state: BindState, scope: Scope, item: TileItem): void {
  bindExpr(state, scope, item.source);
  const inner = createScope(scope);
  for (const name of item.indices) {
    bindName(state, inner, name, { kind: "binder", role: "index", name, owner: item });
  }
  for (const entry of [...item.by.entries, ...(item.halo?.entries ?? [])]) {
    if (entry.kind !== "WholeExtent" && !(entry.kind === "NameExpr" && entry.name === "auto")) {
      bindExpr(state, scope, entry);
    }
  }
  if (item.fill !== undefined) {
    bindExpr(state, scope, item.fill);
  }
}

/** Index names are those of `where`, and plain names on the left that stand for nothing else. */
function bindEquation(state: BindState, scope: Scope, item: BindItem, target: IndexedTarget): void {
  const inner = createScope(scope);
  for (const range of item.ranges) {
    bindExpr(state, inner, range.range);
    const { name } = range;
    bindName(state, inner, name, { kind: "binder", role: "index", name, owner: range });
  }
  for (const index of target.indices) {
    for (const name of namesIn(index)) {
      if (name.name !== "" && findDeclared(inner, name.name) === undefined) {
        const identifier = { kind: "Identifier", name: name.name, span: name.span } as const;
        inner.names.set(name.name, {
          kind: "binder",
          role: "index",
          name: identifier,
          owner: item,
        });
      }
    }
    bindExpr(state, inner, index);
  }
  bindStep(state, inner, item.step);
}

function namesIn(expr: StepBody): readonly NameExpr[] {
  switch (expr.kind) {
    case "NameExpr":
      return [expr];
    case "UnaryExpr":
      return namesIn(expr.operand);
    case "BinaryExpr":
      return [...namesIn(expr.left), ...namesIn(expr.right)];
    case "ParenExpr":
      return namesIn(expr.step.body);
    default:
      return [];
  }
}

function finishBlock(state: BindState, graph: BlockGraph): void {
  const { items } = graph.block;
  const { order, cycles } = orderMentions(graph.mentions);
  state.order.set(
    graph.block,
    order.flatMap((position) => items[position] ?? []),
  );
  for (const cycle of cycles) {
    const members = cycle.flatMap((position) => items[position] ?? []);
    if (!members.some(isTiled)) {
      reportCycle(state, graph, cycle, members);
    }
  }
  if (state.warns) {
    reportUnneeded(state, graph);
  }
}

function isTiled(item: Item): boolean {
  return (
    item.kind === "TileItem" || (item.kind === "BindItem" && item.target.kind === "IndexedTarget")
  );
}

/** Walks from the earliest member along what mentions what, so that the message reads as a chain. */
function reportCycle(
  state: BindState,
  graph: BlockGraph,
  cycle: readonly number[],
  members: readonly Item[],
): void {
  for (const member of members) {
    state.cyclic.add(member);
  }
  const names = shortestCycle(graph.mentions, cycle).flatMap((position) => {
    const item = graph.block.items[position];
    return item?.kind === "BindItem" ? boundNames(item).slice(0, 1) : [];
  });
  const [first, ...others] = names;
  if (first === undefined) {
    return;
  }
  report(
    state.sink,
    "FLOW4001",
    first.span,
    { names: [...names, first].map(({ name }) => name) },
    {
      label: others.length === 0 ? "this mentions itself" : "the cycle begins here",
      secondary: others.map(({ span, name }) => ({ span, text: `\`${name}\` is part of it` })),
      hint: "A value cannot depend on itself; what changes from round to round is the state of a `repeat`.",
    },
  );
}

/** With the indentation and the line end, where nothing else stands on its lines. */
function wholeLines({ module }: BindState, span: Span): Span {
  const { text } = module.file;
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  const nextLine = text.indexOf("\n", span.end);
  const end = nextLine === -1 ? text.length : nextLine + 1;
  const around = text.slice(start, span.start) + text.slice(span.end, end);
  return around.trim() === "" ? { ...span, start, end } : span;
}

function reportUnneeded(state: BindState, graph: BlockGraph): void {
  for (const position of findUnneeded(graph)) {
    const item = graph.block.items[position];
    if (item === undefined || state.cyclic.has(item)) {
      continue;
    }
    const name =
      item.kind === "BindItem" || item.kind === "TileItem" ? boundNames(item)[0] : undefined;
    if (name !== undefined && name.name !== "") {
      report(
        state.sink,
        "FLOW4004",
        name.span,
        { name: name.name },
        {
          label: "nothing that runs needs this",
          hint: "Remove the step, or run it for its effect with `do`.",
          fixes: [
            {
              title: `Remove \`${name.name}\``,
              applicability: "suggested",
              edits: [{ span: wholeLines(state, item.span), newText: "" }],
            },
          ],
        },
      );
    }
  }
}
