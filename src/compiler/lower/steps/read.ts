import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import type { DecodeOp } from "../../ir/plan.ts";
import type { ReadStep, Step } from "../../syntax/ast.ts";
import { type Context, constant, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { optionsOf } from "../node-options.ts";
import { lowerInto } from "./exchange.ts";

/** `read fs as csv of T into n`: chunks that end where records end, then a map that decodes them. */
export function lowerRead(context: Context, step: Step, body: ReadStep, hint: string): Expr {
  const type = irTypeOf(context, body);
  invariant(type.kind === "dataset", "read makes a dataset");
  const options = optionsOf(context, step, undefined);
  const format = formatOf(body.format.name);
  const chunks = part(context, hint, "split");
  context.region.add({
    kind: "split",
    ...nodeParts(context, chunks, { kind: "dataset", element: { kind: "text" } }, body.span),
    source: context.lowering.expr(context, body.source, part(context, hint, "of")),
    sourceType: irTypeOf(context, body.source),
    unit: format === "csv" ? { kind: "csv" } : { kind: "lines", count: constant(1) },
    into: lowerInto(context, body.into, hint),
  });
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, body.span),
    input: {
      source: { kind: "dataset", value: reference(chunks), element: { kind: "text" } },
      ops: [
        {
          op: "decode",
          step: hint,
          origin: body.span,
          format,
          type: type.element,
          header: options.step?.header ?? true,
          delimiter: options.step?.delimiter ?? ",",
          onError: options.onError,
        },
      ],
      element: type.element,
    },
    output: "dataset",
    options: options.node,
  });
  return reference(hint);
}

function formatOf(name: string): DecodeOp["format"] {
  invariant(name === "csv" || name === "jsonl" || name === "lines", `format ${name} is known`);
  return name;
}
