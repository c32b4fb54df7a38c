import type { Module } from "../bind/symbol.ts";
import type { Tables } from "../check/check-result.ts";
import { toIr } from "../check/to-ir.ts";
import { hasError } from "../check/type.ts";
import type { FunctionDecl, StringExpr } from "../syntax/ast.ts";
import type { FunctionSignature } from "./signature.ts";

/** The functions that `modules` declare, in order. Left out are those with a mistake in the declaration itself. */
export function collectSignatures(
  modules: readonly Module[],
  tables: Tables,
): readonly FunctionSignature[] {
  return modules.flatMap(({ unit }) =>
    unit.declarations.flatMap((declaration) => {
      const signature =
        declaration.kind === "FunctionDecl" ? toSignature(declaration, tables) : undefined;
      return signature === undefined ? [] : [signature];
    }),
  );
}

function toSignature(declaration: FunctionDecl, tables: Tables): FunctionSignature | undefined {
  const { name, params, exportName } = declaration;
  const signature = tables.signatures.get(declaration);
  const path = constantText(declaration.path);
  const types = signature && [...signature.params.map(({ type }) => type), signature.result];
  if (
    types === undefined ||
    types.some(hasError) ||
    !path ||
    name.name === "" ||
    exportName?.name === ""
  ) {
    return undefined;
  }
  const result = signature?.result;
  return {
    name: name.name,
    doc: declaration.doc,
    params: params.map((param, index) => ({
      name: param.name.name,
      type: toIr(types[index] ?? { kind: "never" }),
      span: param.span,
    })),
    result: result === undefined || result.kind === "nothing" ? undefined : toIr(result),
    exportName: exportName?.name ?? name.name,
    path,
    runtime: tables.options.get(declaration)?.runtime,
    handler: tables.options.get(declaration)?.handler,
    spans: {
      name: name.span,
      path: declaration.path.span,
      exportName: exportName?.span,
      result: declaration.result?.span,
    },
  };
}

/** Undefined where the string is made at run time. */
function constantText({ parts }: StringExpr): string | undefined {
  const texts = parts.map((part) => (part.kind === "StringText" ? part.value : undefined));
  return texts.includes(undefined) ? undefined : texts.join("");
}
