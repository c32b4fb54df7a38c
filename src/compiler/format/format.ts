import { err, ok, type Result } from "../../shared/result.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors } from "../diagnostics/report.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { align } from "./align.ts";
import { createCursor } from "./cursor.ts";
import { layout } from "./layout.ts";
import { printUnit } from "./print-declarations.ts";
import { printExpr } from "./print-expressions.ts";
import { printOptions } from "./print-options.ts";
import { printStep } from "./print-steps.ts";
import { printType } from "./print-types.ts";
import type { Printer } from "./printer.ts";

/**
 * The one layout of a file: another text with the same tree and the same comments. What it gives is not changed by
 * formatting it again. Layout depends on the tree, the comments, and on two things that the author chooses: empty lines,
 * and whether what an opening bracket holds begins on the next line. A text with mistakes in it is not formatted: the
 * diagnostics say why.
 */
export function format(file: SourceFile): Result<string, readonly Diagnostic[]> {
  const { unit, tokens, comments, diagnostics } = parse(file);
  if (hasErrors(diagnostics)) {
    return err(diagnostics);
  }
  const printer: Printer = {
    cursor: createCursor({ file, tokens, comments }),
    expr: (node) => printExpr(printer, node),
    type: (node) => printType(printer, node),
    step: (node) => printStep(printer, node),
    options: (node) => printOptions(printer, node),
  };
  return ok(align(layout(printUnit(printer, unit))));
}
