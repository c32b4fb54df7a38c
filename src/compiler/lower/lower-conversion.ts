import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Conversion } from "../check/check-result.ts";
import { parseUnitText } from "../check/unit-text.ts";
import type { Expr } from "../ir/expr.ts";
import type { Expr as AstExpr } from "../syntax/ast.ts";
import { type Context, constant, nodeParts, part, reference } from "./context.ts";

/** What converts by itself and is not the same value afterwards. */
export function lowerConversion(
  context: Context,
  expr: AstExpr,
  conversion: Conversion,
  hint: string,
  value: Expr,
): Expr {
  switch (conversion) {
    case "file":
    case "files": {
      const id = part(context, hint, conversion);
      const single = conversion === "file";
      context.region.add({
        kind: "files",
        ...nodeParts(
          context,
          id,
          single ? { kind: "file" } : { kind: "dataset", element: { kind: "file" } },
          expr.span,
        ),
        pattern: value,
        single,
      });
      return reference(id);
    }
    case "duration":
    case "size": {
      invariant(value.op === "const" && typeof value.value === "string", "a literal converts");
      const parsed = parseUnitText(value.value, conversion);
      invariant(parsed !== undefined, "the checker has read the unit");
      return constant(parsed);
    }
    case "text":
    case "bytes":
      return wholeFile(context, value, hint);
    case "tensor":
    case "model":
      throw new Error(`a path for a ${conversion} is refused by the checker`);
    default:
      return assertNever(conversion);
  }
}

/** A file as the one range that is all of it. */
function wholeFile(context: Context, file: Expr, hint: string): Expr {
  const id = part(context, hint, "file");
  const field = (name: string): Expr => ({ op: "field", object: reference(id), name });
  const record = (fields: { readonly [name: string]: Expr }): Expr => ({
    op: "record",
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
  });
  const range = record({ path: field("path"), start: constant(0), end: field("size") });
  return {
    op: "let",
    id,
    value: file,
    body: record({
      ranges: { op: "list", elements: [{ spread: false, value: range }] },
      size: field("size"),
    }),
  };
}
