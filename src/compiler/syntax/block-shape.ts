/** Which items may stand where in a block. */
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/report.ts";
import type { Block, Item, ResultItem } from "./ast.ts";

/** A workflow's value is its one `return`. */
export function checkWorkflowBody(body: Block, sink: Diagnostic[]): void {
  let returned: Item | undefined;
  for (const item of body.items) {
    if (item.kind === "ResultItem") {
      reportUnused(item, item === body.items.at(-1), sink);
    } else if (item.kind === "ReturnItem") {
      if (returned !== undefined) {
        report(
          sink,
          "FLOW1021",
          keyword(item),
          { place: "again" },
          { secondary: [{ span: keyword(returned), text: "returned here" }] },
        );
      }
      returned ??= item;
    }
  }
}

/** The value of a block inside a workflow is its last item. */
export function checkInnerBlocks(blocks: readonly Block[], sink: Diagnostic[]): void {
  for (const block of blocks) {
    checkInnerBlock(block, sink);
  }
}

function checkInnerBlock(block: Block, sink: Diagnostic[]): void {
  for (const item of block.items) {
    if (item.kind === "ResultItem" && item !== block.items.at(-1)) {
      reportUnused(item, false, sink);
    } else if (item.kind === "ReturnItem") {
      report(
        sink,
        "FLOW1021",
        keyword(item),
        { place: "inside" },
        {
          hint: "The value of an inner block is its last item, without `return`.",
          fixes: [
            {
              title: "Remove `return`",
              applicability: "suggested",
              edits: [{ span: { ...item.span, end: item.step.span.start }, newText: "" }],
            },
          ],
        },
      );
    }
  }
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
