/** What the checks of single builtins share: reading arguments and saying what was expected of them. */
import { report } from "../../diagnostics/report.ts";
import type { BuiltinName } from "../../ir/expr.ts";
import type { CallExpr, Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { reportNull } from "../expressions/operands.ts";
import { printType } from "../print-type.ts";
import { hasNull, isError, type Type } from "../type.ts";

export interface BuiltinCall {
  readonly context: CheckContext;
  readonly expr: CallExpr;
  readonly name: string;
  /** As many as the builtin takes; undefined where an optional one is left out. */
  readonly args: readonly (Expr | undefined)[];
  readonly hint: Type | undefined;
}

/** Undefined where a mistake was reported. */
export interface BuiltinResult {
  readonly type: Type;
  /** Undefined for what is no pure function of values: a node of the Plan. */
  readonly overload: BuiltinName | undefined;
}

export type BuiltinCheck = (call: BuiltinCall) => BuiltinResult | undefined;

/** The type of an argument; undefined where it is wrong already, or null where it must not be. */
export function argumentType(call: BuiltinCall, index: number, hint?: Type): Type | undefined {
  const expr = call.args[index];
  if (expr === undefined) {
    return undefined;
  }
  const type = call.context.walk.infer(call.context, expr, hint);
  return isError(type) ? undefined : type;
}

/** As `argumentType`, for arguments that may not be null. */
export function valueType(call: BuiltinCall, index: number, hint?: Type): Type | undefined {
  const type = argumentType(call, index, hint);
  const expr = call.args[index];
  return type === undefined ||
    expr === undefined ||
    (hasNull(type) && reportNull(call.context, expr, type))
    ? undefined
    : type;
}

/** Demands a type of an argument. */
export function demand(call: BuiltinCall, index: number, type: Type): void {
  const expr = call.args[index];
  if (expr !== undefined) {
    call.context.walk.require(call.context, expr, type, {
      span: undefined,
      text: "",
    });
  }
}

/** Says that the builtin is not for arguments of this type. */
export function refuse(
  call: BuiltinCall,
  index: number,
  found: Type,
  expected: string,
  hint?: string,
): undefined {
  const expr = call.args[index];
  if (expr !== undefined && found.kind !== "never") {
    report(
      call.context.sink,
      "FLOW3065",
      expr.span,
      {
        name: call.name,
        expected,
        found: printType(found),
      },
      { hint },
    );
  }
  return undefined;
}
