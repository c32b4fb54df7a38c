import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import { toIr } from "../check/to-ir.ts";
import type { Expr } from "../ir/expr.ts";
import { referencesOf } from "../ir/references.ts";
import type { AssertItem, BindItem, Block, DoItem, Identifier, Item } from "../syntax/ast.ts";
import { builtinCall, type Context, constant, nodeParts, part, reference } from "./context.ts";

/** The items of a block as nodes, in source order; every binding gets a node of its own name. Gives the block's value. */
export function lowerBlockItems(context: Context, block: Block, resultHint: string): Expr {
  const planned = block.items.map((item) => planBinding(context, item));
  let value: Expr = constant(null);
  for (const [i, item] of block.items.entries()) {
    switch (item.kind) {
      case "BindItem":
        lowerBinding(context, item, planned[i] ?? "");
        break;
      case "AssertItem":
        lowerAssert(context, item);
        break;
      case "DoItem":
        lowerDo(context, item);
        break;
      case "ReturnItem":
      case "ResultItem":
        value = context.lowering.step(context, item.step, resultHint);
        break;
      case "TileItem":
        throw new Error("tiled values are refused by the checker");
      default:
        assertNever(item);
    }
  }
  return value;
}

/** Makes the names of a binding known before anything is lowered: a use may stand above its definition. */
function planBinding(context: Context, item: Item): string {
  if (item.kind !== "BindItem") {
    return "";
  }
  if (item.target.kind === "NameTarget") {
    const id = context.ids.take(`${context.prefix}${item.target.name.name}`);
    context.names.set(item.target.name, reference(id));
    return id;
  }
  invariant(item.target.kind === "RecordTarget", "other targets are refused by the checker");
  const names = item.target.names.map((name) => name.name);
  const id = context.ids.take(`${context.prefix}${names.join("-")}`);
  for (const name of item.target.names) {
    context.names.set(name, reference(context.ids.take(`${context.prefix}${name.name}`)));
  }
  return id;
}

function lowerBinding(context: Context, item: BindItem, id: string): void {
  if (item.target.kind === "NameTarget") {
    bind(context, item.target.name, id, context.lowering.step(context, item.step, id));
    return;
  }
  invariant(item.target.kind === "RecordTarget", "other targets are refused by the checker");
  const whole = context.lowering.step(context, item.step, id);
  for (const name of item.target.names) {
    const own = context.names.get(name);
    invariant(own?.op === "ref", `${name.name} was planned`);
    bind(context, name, own.id, { op: "field", object: whole, name: name.name });
  }
}

/** A `value` node, unless the step made the node that has the binding's id. */
function bind(context: Context, name: Identifier, id: string, expr: Expr): void {
  if (expr.op === "ref" && expr.id === id) {
    return;
  }
  const type = context.tables.names.get(name);
  invariant(type !== undefined, `${name.name} has no type`);
  context.region.add({ kind: "value", ...nodeParts(context, id, toIr(type), name.span), expr });
}

function lowerAssert(context: Context, item: AssertItem): void {
  const id = context.ids.take(`${context.prefix}assert`);
  context.region.add({
    kind: "assert",
    ...nodeParts(context, id, { kind: "null" }, item.condition.span),
    condition: context.lowering.expr(context, item.condition, part(context, id, "condition")),
    message: context.lowering.expr(context, item.message, part(context, id, "message")),
  });
  context.region.addRoot(id);
}

function lowerDo(context: Context, item: DoItem): void {
  const { body } = item.step;
  const callee =
    body.kind === "CallExpr" && body.callee.kind === "NameExpr" ? body.callee.name : "do";
  const id = context.ids.take(`${context.prefix}${callee}`);
  const value = context.lowering.step(context, item.step, id);
  if (value.op === "ref" && value.id === id) {
    context.region.addRoot(id);
    return;
  }
  context.region.add({
    kind: "value",
    ...nodeParts(context, id, { kind: "json" }, item.step.span),
    expr: value,
  });
  context.region.addRoot(id);
}

/** A block without effects as one expression: its bindings become `let`s, each after those it mentions. */
export function lowerPureBlock(context: Context, block: Block, hint: string): Expr {
  const lets: { readonly id: string; readonly value: () => Expr }[] = [];
  for (const item of block.items) {
    if (item.kind === "BindItem") {
      lets.push(...planLets(context, item, hint));
    }
  }
  const bound = lets.map(({ id, value }) => ({ id, value: value() }));
  let result: Expr = constant(null);
  for (const item of block.items) {
    if (item.kind === "ResultItem" || item.kind === "ReturnItem") {
      result = context.lowering.step(context, item.step, hint);
    }
  }
  for (const item of [...block.items].reverse()) {
    if (item.kind === "AssertItem") {
      result = asserted(context, item, result, hint);
    }
  }
  return inLets(bound, result);
}

function planLets(
  context: Context,
  item: BindItem,
  hint: string,
): readonly { readonly id: string; readonly value: () => Expr }[] {
  const { target, step } = item;
  if (target.kind === "NameTarget") {
    const id = part(context, hint, target.name.name);
    context.names.set(target.name, reference(id));
    return [{ id, value: () => context.lowering.step(context, step, id) }];
  }
  invariant(target.kind === "RecordTarget", "other targets are refused by the checker");
  const whole = part(context, hint, target.names.map((name) => name.name).join("-"));
  const fields = target.names.map((name) => {
    const id = part(context, hint, name.name);
    context.names.set(name, reference(id));
    const value: Expr = { op: "field", object: reference(whole), name: name.name };
    return { id, value: () => value };
  });
  return [{ id: whole, value: () => context.lowering.step(context, step, whole) }, ...fields];
}

/** `result`, once the condition holds. */
function asserted(context: Context, item: AssertItem, result: Expr, hint: string): Expr {
  return {
    op: "if",
    condition: context.lowering.expr(context, item.condition, part(context, hint, "assert")),
    then: result,
    otherwise: builtinCall(
      "fail",
      [
        context.lowering.expr(context, item.message, part(context, hint, "message")),
        constant("Assert"),
      ],
      item.condition.span,
    ),
  };
}

/** Outermost the bindings that mention no other; the checker has refused cycles. */
function inLets(lets: readonly { readonly id: string; readonly value: Expr }[], body: Expr): Expr {
  const values = new Map(lets.map(({ id, value }) => [id, value]));
  const ordered: string[] = [];
  const visit = (id: string) => {
    const value = values.get(id);
    if (value === undefined || ordered.includes(id)) {
      return;
    }
    for (const mentioned of referencesOf(value)) {
      visit(mentioned);
    }
    ordered.push(id);
  };
  for (const { id } of lets) {
    visit(id);
  }
  let result = body;
  for (const id of ordered.reverse()) {
    const value = values.get(id);
    if (value !== undefined) {
      result = { op: "let", id, value, body: result };
    }
  }
  return result;
}
