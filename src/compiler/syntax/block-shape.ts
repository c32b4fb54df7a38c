/** Which items may stand where in a block. */
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/report.ts";
import type { AstNode, Block, IfExpr, Item, ResultItem, ReturnItem } from "./ast.ts";
import { walk } from "./children.ts";

/**
 * A workflow's value is its one `return`, outside of all blocks; that of a block inside is its last item. `innerBlocks`
 * are all blocks inside the body.
 */
export function checkBlocks(body: Block, innerBlocks: readonly Block[], sink: Diagnostic[]): void {
  const inside = innerBlocks.flatMap((block) => block.items.filter(isReturn)).sort(byStart);
  const returnsIn = (item: Item) =>
    inside.filter(({ span }) => span.start > item.span.start && span.end <= item.span.end);

  let returned: Item | undefined;
  for (const [index, item] of body.items.entries()) {
    const returns = returnsIn(item);
    if (returns.length > 0) {
      reportInside(item, body.items[index + 1], returns, sink);
    } else if (item.kind === "ResultItem") {
      reportUnused(item, item === body.items.at(-1), sink);
    } else if (item.kind === "ReturnItem" && returned !== undefined) {
      report(
        sink,
        "FLOW1021",
        keyword(item),
        { place: "again" },
        { secondary: [{ span: keyword(returned), text: "returned here" }] },
      );
    }
    returned ??= item.kind === "ReturnItem" ? item : undefined;
  }
  for (const { items } of innerBlocks) {
    for (const item of items) {
      if (item.kind === "ResultItem" && item !== items.at(-1) && returnsIn(item).length === 0) {
        reportUnused(item, false, sink);
      }
    }
  }
}

/** Whether a `return` stands in `node`, which for an item other than that is a mistake said here. */
export function holdsReturn(node: AstNode): boolean {
  let found = false;
  walk(node, ({ kind }) => {
    found ||= kind === "ReturnItem";
    return found ? "skip" : undefined;
  });
  return found;
}

/** `item` of a workflow, before `next`, has `returns` in blocks inside it: as in a language where they jump. */
function reportInside(
  item: Item,
  next: Item | undefined,
  returns: readonly ReturnItem[],
  sink: Diagnostic[],
): void {
  const [first, ...others] = returns;
  if (first === undefined) {
    return;
  }
  const choice = item.kind === "ResultItem" ? bareIf(item) : undefined;
  report(
    sink,
    "FLOW1021",
    keyword(first),
    { place: "inside" },
    {
      secondary: others.map((other) => ({ span: keyword(other), text: "and here" })),
      hint:
        choice === undefined
          ? "The value of an inner block is its last item, without `return`."
          : "`return` does not jump, and `if` is an expression: `return if c { a } else { b }`.",
      fixes: returnFixes(item, choice, next, returns),
    },
  );
}

function returnFixes(
  item: Item,
  choice: IfExpr | undefined,
  next: Item | undefined,
  returns: readonly ReturnItem[],
): readonly Fix[] {
  const removals = returns.map(({ span, step }) => ({
    span: { ...span, end: step.span.start },
    newText: "",
  }));
  if (item.kind !== "ResultItem") {
    return [{ title: "Remove `return`", applicability: "suggested", edits: removals }];
  }
  const before = { span: { ...item.span, end: item.span.start }, newText: "return " };
  if (choice?.otherwise !== undefined && next === undefined) {
    const edits = [before, ...removals];
    return [{ title: "Return what the `if` gives", applicability: "suggested", edits }];
  }
  if (
    choice !== undefined &&
    choice.otherwise === undefined &&
    returns.length === 1 &&
    returns[0] === choice.then.items.at(-1) &&
    next?.kind === "ReturnItem"
  ) {
    const { span, step } = next;
    const edits = [
      before,
      ...removals,
      { span: { ...span, start: item.span.end, end: step.span.start }, newText: " else { " },
      { span: { ...span, start: span.end }, newText: " }" },
    ];
    return [{ title: "Choose with `if` and `else`", applicability: "suggested", edits }];
  }
  return [];
}

function bareIf({ step: { body } }: ResultItem): IfExpr | undefined {
  return body.kind === "IfExpr" ? body : undefined;
}

function isReturn(item: Item): item is ReturnItem {
  return item.kind === "ReturnItem";
}

function byStart(a: Item, b: Item): number {
  return a.span.start - b.span.start;
}

function reportUnused(item: ResultItem, isLast: boolean, sink: Diagnostic[]): void {
  const { body } = item.step;
  if (body.kind === "MissingExpr") {
    return;
  }
  const start = { ...item.span, end: item.span.start };
  if (isLast) {
    const fixes: readonly Fix[] = [
      {
        title: "Add `return`",
        applicability: "safe",
        edits: [{ span: start, newText: "return " }],
      },
    ];
    const hint = "Write `return` before what the workflow gives back, or bind it to a name.";
    report(sink, "FLOW1020", item.span, {}, { hint, fixes });
    return;
  }
  const isCall = body.kind === "CallExpr";
  report(
    sink,
    "FLOW1019",
    item.span,
    {},
    isCall
      ? {
          hint: "Bind the result to a name, or write `do` to call a function for its effect.",
          fixes: [
            { title: "Add `do`", applicability: "safe", edits: [{ span: start, newText: "do " }] },
          ],
        }
      : { hint: "Bind it to a name: `name = ...`." },
  );
}

function keyword(item: Item): Item["span"] {
  return { ...item.span, end: item.span.start + "return".length };
}
