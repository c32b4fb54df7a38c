import type { CallableDecl } from "../../bind/symbol.ts";
import type { Emits } from "../../ir/plan.ts";
import type { Expr } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { assign, fitsElement } from "../assign.ts";
import type { CheckContext, Reason } from "../check-context.ts";
import type { ResolvedArgument, Signature, SignatureParam } from "../check-result.ts";
import { isRecordOfStreams } from "../signature.ts";
import { datasetOf, isError, recordOf, type Type, withoutNull } from "../type.ts";
import {
  bindDimensions,
  bindValue,
  type DimensionSolver,
  dimensionOrigins,
  fillDimensions,
  hasDimensions,
} from "./dimension-solver.ts";
import type { MatchedArguments } from "./match-arguments.ts";

/** Checks every argument against its parameter. Stray ones are looked at for mistakes of their own. */
export function checkArguments(
  context: CheckContext,
  declaration: CallableDecl,
  signature: Signature,
  matched: MatchedArguments,
  solver: DimensionSolver,
): readonly ResolvedArgument[] {
  for (const { value } of matched.stray) {
    context.walk.infer(context, value);
  }
  const isShaped =
    hasDimensions(signature.result) || signature.params.some(({ type }) => hasDimensions(type));
  return signature.params.map((param): ResolvedArgument => {
    const argument = matched.given.get(param);
    if (argument === undefined) {
      return { kind: param.hasDefault ? "default" : "free", param };
    }
    const { value } = argument;
    const pass = checkArgument(context, declaration, param, value, solver);
    if (isShaped && param.type.kind === "int") {
      bindValue(context, solver, param.name, value);
    }
    return { kind: "given", param, value, pass };
  });
}

function checkArgument(
  context: CheckContext,
  declaration: CallableDecl,
  param: SignatureParam,
  value: Expr,
  solver: DimensionSolver,
): "value" | "list" | "dataset" {
  const isShaped = hasDimensions(param.type);
  const wanted = asGiven(param.type);
  const { kind } = bareExpr(value);
  if (!isShaped && (!takesDatasets(declaration, wanted) || kind === "ListExpr")) {
    context.walk.require(context, value, wanted, reasonOf(declaration, param));
    return "value";
  }
  const own = context.walk.infer(context, value, isShaped ? undefined : wanted);
  bindDimensions(solver, param.type, own, value.span);
  const target = fillDimensions(context, solver, wanted, "keep");
  const pass = passOf(declaration, own, target);
  if (pass === undefined && !isError(own)) {
    const why = {
      ...reasonOf(declaration, param),
      dimensions: dimensionOrigins(solver, param.type).filter(({ span }) => span !== value.span),
    };
    assign(context, value, own, target, why);
  }
  return pass ?? (withoutNull(target).kind === "dataset" ? "dataset" : "value");
}

/** A stream is given as the dataset it goes through. */
function asGiven(type: Type): Type {
  return type.kind === "stream" ? datasetOf(type.element) : type;
}

function takesDatasets(declaration: CallableDecl, type: Type): boolean {
  return declaration.kind === "FunctionDecl" && (type.kind === "list" || type.kind === "dataset");
}

/** A dataset for a function's list is loaded, for its stream or dataset handed over. */
function passOf(
  declaration: CallableDecl,
  own: Type,
  target: Type,
): "list" | "dataset" | undefined {
  if (declaration.kind !== "FunctionDecl" || own.kind !== "dataset") {
    return undefined;
  }
  if (target.kind === "list" && fitsElement(own.element, target.element)) {
    return "list";
  }
  return target.kind === "dataset" && fitsElement(own.element, target.element)
    ? "dataset"
    : undefined;
}

export function reasonOf(declaration: CallableDecl, param: SignatureParam): Reason {
  return param.node === undefined
    ? { span: declaration.name.span, text: "every pipeline has this parameter" }
    : { span: param.node.span, text: "parameter declared here" };
}

/** How often one call gives something, by the declared result. */
export function emitsOf(result: Type): Emits {
  if (result.kind === "stream") {
    return { kind: "many" };
  }
  return isRecordOfStreams(result)
    ? { kind: "streams", names: result.fields.map((field) => field.name) }
    : { kind: "one" };
}

/** What a call is as a value: streams have become datasets. */
export function asCollected(result: Type): Type {
  if (result.kind === "stream") {
    return datasetOf(result.element);
  }
  return isRecordOfStreams(result)
    ? recordOf(result.fields.map(({ name, type }) => ({ name, type: asCollected(type) })))
    : result;
}
