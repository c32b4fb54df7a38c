/** What steps over data take: a dataset, or files named by a literal path. */
import { report } from "../../diagnostics/report.ts";
import type { Expr } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { literalText } from "../assign.ts";
import { type CheckContext, noReason } from "../check-context.ts";
import { sourceHint } from "../expressions/check-for.ts";
import { printType } from "../print-type.ts";
import { errorType, filesType, intType, isError, type Type } from "../type.ts";

/** The element type of a dataset, or `error`. `step` is the word the message names. */
export function checkDataset(context: CheckContext, source: Expr, step: string): Type {
  const type = context.walk.infer(context, source);
  if (type.kind === "dataset") {
    return type.element;
  }
  if (!isError(type)) {
    report(
      context.sink,
      "FLOW3048",
      source.span,
      { step, type: printType(type) },
      {
        hint:
          type.kind === "list"
            ? "A list is a value that control holds; a dataset is read, split or made by a step."
            : sourceHint(type),
      },
    );
  }
  return errorType;
}

/** What bytes are read from: files, a file, a text, or texts; a literal path is looked up. */
export function checkContent(context: CheckContext, source: Expr, step: string): Type {
  const type =
    literalText(bareExpr(source)) === undefined
      ? context.walk.infer(context, source)
      : context.walk.require(context, source, filesType, noReason);
  const content = type.kind === "dataset" ? type.element : type;
  const isContent = content.kind === "file" || content.kind === "text" || content.kind === "bytes";
  const isPath = type.kind === "string" && literalText(bareExpr(source)) !== undefined;
  if (isContent || isPath) {
    return isPath ? filesType : type;
  }
  if (!isError(type)) {
    report(
      context.sink,
      "FLOW3049",
      source.span,
      { step, type: printType(type) },
      {
        hint:
          type.kind === "string" ? "`files(path)` looks up a path that is computed." : undefined,
      },
    );
  }
  return errorType;
}

/** `into n`: how many partitions. */
export function checkInto(context: CheckContext, into: Expr | undefined): void {
  if (into === undefined) {
    return;
  }
  context.walk.require(context, into, intType, noReason);
  const value = bareExpr(into);
  if (value.kind === "IntExpr" && value.value < 1) {
    report(context.sink, "FLOW3050", into.span, { what: "number of partitions", minimum: 1 });
  }
}
