import { invariant } from "../../shared/invariant.ts";
import type { Tables } from "../check/check-result.ts";
import { toIr } from "../check/to-ir.ts";
import type { Expr } from "../ir/expr.ts";
import type { PlanFunction } from "../ir/plan.ts";
import type { Expr as AstExpr, FunctionDecl, StringExpr } from "../syntax/ast.ts";

/** The functions a Plan uses, each under one name of the Plan. */
export interface FunctionTable {
  nameOf(declaration: FunctionDecl): string;
  finish(): { readonly [name: string]: PlanFunction };
}

/** `lowerDefault` turns a parameter's default, which mentions nothing, into an expression. */
export function createFunctionTable(
  tables: Tables,
  lowerDefault: (expr: AstExpr) => Expr,
): FunctionTable {
  const names = new Map<FunctionDecl, string>();
  const functions: { [name: string]: PlanFunction } = {};
  return {
    nameOf(declaration) {
      const known = names.get(declaration);
      if (known !== undefined) {
        return known;
      }
      const name = freeName(declaration, functions);
      names.set(declaration, name);
      functions[name] = planFunction(tables, declaration, lowerDefault);
      return name;
    },
    finish() {
      return functions;
    },
  };
}

/** Functions of one name from several files are told apart by the file: `add`, `kernels.add`, `kernels.add-2`. */
function freeName(
  declaration: FunctionDecl,
  taken: { readonly [name: string]: PlanFunction },
): string {
  const plain = declaration.name.name;
  if (!Object.hasOwn(taken, plain)) {
    return plain;
  }
  const stem = declaration.span.file.replace(/^.*\//, "").replace(/\.flow$/, "");
  const qualified = `${stem}.${plain}`;
  let name = qualified;
  for (let i = 2; Object.hasOwn(taken, name); i += 1) {
    name = `${qualified}-${i}`;
  }
  return name;
}

function planFunction(
  tables: Tables,
  declaration: FunctionDecl,
  lowerDefault: (expr: AstExpr) => Expr,
): PlanFunction {
  const signature = tables.signatures.get(declaration);
  invariant(signature !== undefined, `${declaration.name.name} has no signature`);
  const options = tables.options.get(declaration);
  return {
    module: plainText(declaration.path),
    exportName: (declaration.exportName ?? declaration.name).name,
    params: signature.params.map((param) => ({
      name: param.name,
      type: toIr(param.type),
      defaultValue:
        param.node?.defaultValue === undefined ? null : lowerDefault(param.node.defaultValue),
    })),
    result: signature.result.kind === "nothing" ? null : toIr(signature.result),
    effect: options?.effect ?? false,
    runtime: options?.runtime ?? "node",
    handler: options?.handler ?? null,
    origin: declaration.name.span,
  };
}

/** A string that the parser has made sure holds no interpolation. */
export function plainText(expr: StringExpr): string {
  return expr.parts.map((part) => (part.kind === "StringText" ? part.value : "")).join("");
}
