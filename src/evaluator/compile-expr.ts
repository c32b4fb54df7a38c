import type { Expr } from "../compiler/ir/expr.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json } from "../shared/json.ts";
import { type EmittedExpr, emitExpr } from "./emit-expr.ts";
import { resetMeter } from "./meter.ts";

/** Gives the value, or throws an `EvaluationError`. The frame is not kept, so one array may serve every record. */
export type CompiledExpr = (frame: readonly Json[]) => Json;

export interface CompileOptions {
  /** Node of the Plan the expression belongs to: `step` of an error that `try` catches. */
  readonly step?: string;
}

/**
 * One JavaScript function for an expression; docs/adr/0004-evaluator.md says why, and why that is safe. `frame[i]` is the
 * value of `ids[i]`; a free reference that is not among them is a broken invariant. Throws an `EvaluationError` where the
 * expression is nested too deeply to be run.
 */
export function compileExpr(
  expr: Expr,
  ids: readonly string[],
  { step = "" }: CompileOptions = {},
): CompiledExpr {
  const emitted = emitExpr(expr, step);
  return linkExpr(
    emitted,
    emitted.references.map((id) => {
      const index = ids.indexOf(id);
      invariant(index >= 0, `\`${id}\` is not among the ids of the expression`);
      return index;
    }),
  );
}

/** `places[i]` is where the frame has the i-th reference. */
export function linkExpr(emitted: EmittedExpr, places: readonly number[]): CompiledExpr {
  const loads = places.map((place, i) => `const r${i} = frame[${place}];`);
  const reset = emitted.charges ? ["reset();"] : [];
  const source = [`return (frame) => {`, ...reset, ...loads, emitted.body, "};"].join("\n");
  const names = emitted.constants.map((_, i) => `k${i}`);
  // oxlint-disable-next-line typescript/no-implied-eval -- ADR 0004: the text holds no text of the user's
  const link = new Function("reset", ...names, `"use strict";\n${source}`);
  return link(resetMeter, ...emitted.constants) as CompiledExpr; // what the text is
}
