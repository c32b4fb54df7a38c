import { didYouMean } from "../bind/did-you-mean.ts";
import { report } from "../diagnostics/report.ts";
import type { BindItem, Block, Identifier, Item, TileItem } from "../syntax/ast.ts";
import { holdsReturn } from "../syntax/block-shape.ts";
import { type CheckContext, type Expected, noReason, withFacts } from "./check-context.ts";
import { type Fact, factsOf } from "./narrowing.ts";
import { printType } from "./print-type.ts";
import { checkUnavailable } from "./steps/check-unavailable.ts";
import {
  boolType,
  errorType,
  fieldOf,
  isError,
  nothingType,
  stringType,
  type Type,
} from "./type.ts";
import { isOversized } from "./type-size.ts";

/** Items in the order of what they mention. Gives the value of the block: its result, or what is returned. */
export function checkBlock(
  context: CheckContext,
  block: Block,
  expected: Expected | undefined,
): Type {
  const before = context.effects;
  const asserted = assertedFacts(context, block);
  for (const item of context.bindings.cyclic.size === 0 ? [] : block.items) {
    if (context.bindings.cyclic.has(item)) {
      nameItem(context, item, errorType);
    }
  }
  let value: Type = nothingType;
  for (const item of context.bindings.order.get(block) ?? block.items) {
    const facts = asserted?.get(item) ?? [];
    const wanted = isValue(block, item) ? expected : undefined;
    const type = withFacts(context, facts, () => checkItem(context, item, wanted));
    value = type ?? value;
  }
  context.tables.blocks.set(block, value);
  if (context.effects !== before) {
    context.tables.effectful.add(block);
  }
  return value;
}

/** What the parser has said is no value is not judged as one. */
function isValue(block: Block, item: Item): boolean {
  return (
    item.kind === "ReturnItem" ||
    (item.kind === "ResultItem" && item === block.items.at(-1) && !holdsReturn(item))
  );
}

/** What the asserts above an item have shown, for blocks that have some. */
function assertedFacts(
  context: CheckContext,
  block: Block,
): ReadonlyMap<Item, readonly Fact[]> | undefined {
  if (!block.items.some((item) => item.kind === "AssertItem")) {
    return undefined;
  }
  const facts = new Map<Item, readonly Fact[]>();
  let known: readonly Fact[] = [];
  for (const item of block.items) {
    facts.set(item, known);
    if (item.kind === "AssertItem") {
      known = [...known, ...factsOf(context, item.condition, true)];
    }
  }
  return facts;
}

/** The value of a result or return; undefined for other items. */
function checkItem(
  context: CheckContext,
  item: Item,
  expected: Expected | undefined,
): Type | undefined {
  switch (item.kind) {
    case "BindItem":
    case "TileItem":
      checkBinding(context, item);
      return undefined;
    case "AssertItem":
      context.walk.require(context, item.condition, boolType, noReason);
      context.walk.require(context, item.message, stringType, noReason);
      return undefined;
    case "DoItem": {
      const before = context.effects;
      const type = context.walk.step(context, item.step, undefined);
      if (context.effects === before && !isError(type)) {
        report(context.sink, "FLOW3064", item.step.span, {});
      }
      return undefined;
    }
    case "ReturnItem":
    case "ResultItem":
      return context.walk.step(context, item.step, expected);
  }
}

function checkBinding(context: CheckContext, item: BindItem | TileItem): void {
  if (item.kind === "TileItem") {
    nameItem(context, item, checkUnavailable(context, item.span, "tile"));
    return;
  }
  switch (item.target.kind) {
    case "IndexedTarget":
      report(context.sink, "FLOW9001", item.target.span, { what: "an index equation" });
      nameItem(context, item, errorType);
      return;
    case "InvalidTarget":
      context.walk.step(context, item.step, undefined);
      return;
    case "NameTarget": {
      const type = context.walk.step(context, item.step, undefined);
      if (type.kind === "nothing") {
        report(
          context.sink,
          "FLOW3016",
          item.step.span,
          {},
          {
            hint: "Run it for its effect: write `do` in place of the name and `=`.",
            fixes: [
              {
                title: "Write `do`",
                applicability: "safe",
                edits: [
                  {
                    span: { ...item.span, end: item.step.span.start },
                    newText: "do ",
                  },
                ],
              },
            ],
          },
        );
      }
      nameItem(context, item, type.kind === "nothing" ? errorType : type);
      return;
    }
    case "RecordTarget": {
      const type = context.walk.step(context, item.step, undefined);
      bindFields(context, item, item.target.names, type);
    }
  }
}

/** `{ a, b } = ...` takes fields by their names. */
function bindFields(
  context: CheckContext,
  item: BindItem,
  names: readonly Identifier[],
  type: Type,
): void {
  if (type.kind !== "record" && !isError(type)) {
    report(
      context.sink,
      "FLOW3020",
      item.step.span,
      { what: "record", type: printType(type) },
      {
        secondary: [{ span: item.target.span, text: "its fields are taken here" }],
      },
    );
  }
  for (const name of names) {
    const field = type.kind === "record" ? fieldOf(type, name.name) : undefined;
    if (context.bindings.cyclic.has(item)) {
      continue;
    }
    context.tables.names.set(name, bounded(context, name, field?.type ?? errorType));
    if (type.kind === "record" && field === undefined && name.name !== "") {
      report(
        context.sink,
        "FLOW3024",
        name.span,
        { name: name.name, type: printType(type) },
        didYouMean(
          name.name,
          name.span,
          type.fields.map((candidate) => candidate.name),
        ),
      );
    }
  }
}

function nameItem(context: CheckContext, item: Item, type: Type): void {
  if (item.kind === "TileItem") {
    context.tables.names.set(item.name, type);
  } else if (item.kind === "BindItem") {
    const { target } = item;
    const names =
      target.kind === "RecordTarget"
        ? target.names
        : target.kind === "InvalidTarget"
          ? []
          : [target.name];
    for (const name of names) {
      if (!context.bindings.cyclic.has(item) || isError(type)) {
        context.tables.names.set(name, bounded(context, name, type));
      }
    }
  }
}

function bounded(context: CheckContext, name: Identifier, type: Type): Type {
  if (!isOversized(context.typeSizes, type)) {
    return type;
  }
  report(context.sink, "FLOW3067", name.span, { name: name.name });
  return errorType;
}
