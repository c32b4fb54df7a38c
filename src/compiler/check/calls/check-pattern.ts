/** Callees of `map`, `reduce`, `combine` and `fold`: fixed parameters by name, the free ones filled by the step. */
import type { CallableDecl } from "../../bind/symbol.ts";
import { report } from "../../diagnostics/report.ts";
import type { Callee } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import type { ResolvedArgument, ResolvedCall, Signature, SignatureParam } from "../check-result.ts";
import { printType } from "../print-type.ts";
import { signatureOf } from "../signature.ts";
import type { Type } from "../type.ts";
import { checkArguments, emitsOf } from "./check-arguments.ts";
import {
  bindDimensions,
  createSolver,
  type DimensionSolver,
  fillDimensions,
} from "./dimension-solver.ts";
import { describeSignature, matchArguments } from "./match-arguments.ts";

export interface Pattern {
  readonly callee: Callee;
  readonly declaration: CallableDecl;
  readonly signature: Signature;
  readonly args: readonly ResolvedArgument[];
  readonly free: readonly SignatureParam[];
  readonly solver: DimensionSolver;
  /** A mistake in the fixed parameters was reported: nothing more should be said about the free ones. */
  readonly isBroken: boolean;
}

export function checkPattern(
  context: CheckContext,
  callee: Callee,
  declaration: CallableDecl,
): Pattern {
  const signature = signatureOf(context, declaration);
  const matched = matchArguments(context, declaration, signature, callee.args ?? [], true);
  const solver = createSolver();
  const args = checkArguments(context, declaration, signature, matched, solver);
  return {
    callee,
    declaration,
    signature,
    args,
    free: matched.free,
    solver,
    isBroken: matched.stray.length > 0,
  };
}

/** Whether the callee leaves as many parameters free as the step fills; `given` says with what, in order. */
export function checkFreeCount(
  context: CheckContext,
  pattern: Pattern,
  step: string,
  given: readonly string[],
): boolean {
  const { callee, declaration, signature, free, isBroken } = pattern;
  if (isBroken) {
    return false;
  }
  if (free.length === given.length) {
    return true;
  }
  const extra = free.slice(given.length);
  report(
    context.sink,
    "FLOW3041",
    callee.name.span,
    {
      name: declaration.name.name,
      step,
      expected: given.length,
      found: free.map(({ name }) => name),
    },
    {
      secondary: extra.flatMap(({ node, name }) =>
        node === undefined ? [] : [{ span: node.span, text: `\`${name}\` has no value` }],
      ),
      hint:
        extra.length > 0
          ? `Fix the others by name: \`${declaration.name.name}(${extra.map(({ name }) => `${name}: ...`).join(", ")})\`.`
          : `${describeSignature(declaration, signature)}; \`${step}\` fills ${given.join(" and ")}.`,
    },
  );
  return false;
}

/** Notes the call once the free parameters are known to be given `found`, and gives what one call results in. */
export function resolvePattern(
  context: CheckContext,
  pattern: Pattern,
  mode: ResolvedCall["mode"],
  found: readonly Type[],
): Type {
  const { callee, declaration, signature, args, free, solver } = pattern;
  for (const [index, param] of free.entries()) {
    const type = found[index];
    if (type !== undefined) {
      bindDimensions(solver, param.type, type, callee.span);
    }
  }
  const result = fillDimensions(context, solver, signature.result, "unknown");
  context.tables.calls.set(callee, {
    declaration,
    args,
    mode,
    free: free.map(({ name }) => name),
    emits: emitsOf(result),
    result,
  });
  return result;
}

/** The type a free parameter asks for, with what the fixed ones say about its dimensions. */
export function freeType(context: CheckContext, pattern: Pattern, param: SignatureParam): Type {
  return fillDimensions(context, pattern.solver, param.type, "keep");
}

/** Says that a free parameter is given something else than it takes. */
export function reportFree(
  context: CheckContext,
  pattern: Pattern,
  param: SignatureParam,
  found: Type,
  at: { readonly span: Callee["span"] },
  what: string,
): void {
  report(
    context.sink,
    "FLOW3042",
    at.span,
    {
      name: pattern.declaration.name.name,
      what,
      expected: printType(param.type),
      found: printType(found),
    },
    {
      secondary:
        param.node === undefined
          ? []
          : [{ span: param.node.span, text: "parameter declared here" }],
    },
  );
}
