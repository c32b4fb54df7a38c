import type { BuiltinFunction } from "../../bind/builtin-names.ts";
import { offerName } from "../../bind/did-you-mean.ts";
import { suggest } from "../../diagnostics/edit-distance.ts";
import { report } from "../../diagnostics/report.ts";
import type { CallExpr, Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { errorType, type Type } from "../type.ts";
import type { BuiltinCheck } from "./builtin-call.ts";
import { collectionBuiltins } from "./collections.ts";
import { numberBuiltins } from "./numbers.ts";
import { stringBuiltins } from "./strings.ts";

interface Builtin {
  readonly params: readonly string[];
  /** How many of the last may be left out. */
  readonly optional?: number;
  readonly check: BuiltinCheck;
}

const builtins: { readonly [Name in BuiltinFunction]: Builtin } = {
  ...collectionBuiltins,
  ...numberBuiltins,
  ...stringBuiltins,
};

export function checkBuiltin(
  context: CheckContext,
  name: BuiltinFunction,
  expr: CallExpr,
  hint: Type | undefined,
): Type {
  const builtin = builtins[name];
  const args = matchArguments(context, name, builtin, expr);
  if (args === undefined) {
    for (const { value } of expr.args) {
      context.walk.infer(context, value);
    }
    return errorType;
  }
  const result = builtin.check({ context, expr, name, args, hint });
  if (result === undefined) {
    return errorType;
  }
  context.tables.builtins.set(expr, { name, overload: result.overload, args });
  return result.type;
}

/** By position, or by the parameter's name; undefined where they do not match, which is reported. */
function matchArguments(
  context: CheckContext,
  name: string,
  { params, optional = 0 }: Builtin,
  expr: CallExpr,
): readonly (Expr | undefined)[] | undefined {
  const signature = `\`${name}\` takes \`(${params.join(", ")})\`.`;
  const values = new Map<string, Expr>();
  for (const [position, argument] of expr.args.entries()) {
    const param =
      argument.name === undefined
        ? params[position]
        : params.find((candidate) => candidate === argument.name?.name);
    if (param === undefined && argument.name !== undefined) {
      const near = suggest(argument.name.name, params);
      report(
        context.sink,
        "FLOW3039",
        argument.name.span,
        { name, param: argument.name.name },
        near === undefined
          ? { hint: signature }
          : offerName(argument.name.name, argument.name.span, near),
      );
      return undefined;
    }
    if (param === undefined) {
      report(
        context.sink,
        "FLOW3038",
        argument.span,
        { name, expected: params.length },
        { hint: signature },
      );
      return undefined;
    }
    if (values.has(param)) {
      report(context.sink, "FLOW3036", (argument.name ?? argument).span, { param });
      return undefined;
    }
    values.set(param, argument.value);
  }
  const missing = params.slice(0, params.length - optional).filter((param) => !values.has(param));
  if (missing.length > 0 && expr.args.some(({ value }) => value.kind === "MissingExpr")) {
    return undefined;
  }
  if (missing.length > 0) {
    report(
      context.sink,
      "FLOW3035",
      expr.callee.span,
      { name, params: missing },
      { hint: signature },
    );
    return undefined;
  }
  return params.map((param) => values.get(param));
}
