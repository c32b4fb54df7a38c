/** Parameters and results of what can be called, as written. */
import type { CallableDecl } from "../bind/symbol.ts";
import { report } from "../diagnostics/report.ts";
import type { TypeNode, WorkflowDecl } from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";
import type { DimensionSource, Signature, SignatureParam } from "./check-result.ts";
import { soleName } from "./dimension.ts";
import { printType } from "./print-type.ts";
import { resolveType } from "./resolve-type.ts";
import { containsType, errorType, isError, modelType, nothingType, type Type } from "./type.ts";

/** Resolved when it is first asked for; what is wrong with it is reported then. */
export function signatureOf(context: CheckContext, declaration: CallableDecl): Signature {
  const known = context.tables.signatures.get(declaration);
  if (known !== undefined) {
    return known;
  }
  const place = placeOf(declaration);
  const params = declaration.params.map((param): SignatureParam => {
    const type = checkPlace(context, param.type, resolveType(context, param.type), place.param);
    context.tables.names.set(param.name, type);
    return {
      name: param.name.name,
      type,
      hasDefault: param.defaultValue !== undefined,
      node: param,
    };
  });
  if (declaration.kind === "PipelineDecl") {
    params.push({ name: "weights", type: modelType, hasDefault: true, node: undefined });
  }
  const result =
    declaration.result === undefined
      ? nothingType
      : checkPlace(
          context,
          declaration.result,
          resolveType(context, declaration.result),
          place.result,
        );
  const signature = { params, result };
  context.tables.signatures.set(declaration, signature);
  return signature;
}

type Place = "function parameter" | "function result" | "parameter" | "result";

function placeOf({ kind }: CallableDecl): { readonly param: Place; readonly result: Place } {
  return kind === "FunctionDecl"
    ? { param: "function parameter", result: "function result" }
    : { param: "parameter", result: "result" };
}

/** Streams exist in function signatures only, datasets are never what a function gives, secrets never come back. */
function checkPlace(context: CheckContext, node: TypeNode, type: Type, place: Place): Type {
  const refuse = (kind: string, hint: string): Type => {
    report(
      context.sink,
      "FLOW3013",
      node.span,
      { type: printType(type), place: `a ${kind}` },
      { hint },
    );
    return errorType;
  };
  const hasStream = containsType(type, isStream);
  switch (place) {
    case "function parameter":
      return hasStream && !isStream(type)
        ? refuse("parameter of a function", "A stream is a parameter of its own.")
        : type;
    case "function result":
      if (containsType(type, ({ kind }) => kind === "dataset")) {
        return refuse(
          "result of a function",
          "A function gives its elements one by one: write `stream<T>`.",
        );
      }
      if (hasStream && !isStream(type) && !isRecordOfStreams(type)) {
        return refuse(
          "result of a function",
          "A function gives one value, one stream, or a record in which every field is a stream.",
        );
      }
      break;
    case "parameter":
    case "result":
      if (hasStream) {
        return refuse(
          `${place} of a workflow`,
          "A stream is how a function sees a dataset: write `dataset<T>`.",
        );
      }
  }
  return place !== "parameter" && type.kind === "secret"
    ? refuse("result", "A secret goes into functions and never comes out.")
    : type;
}

function isStream({ kind }: Type): boolean {
  return kind === "stream";
}

export function isRecordOfStreams(type: Type): type is Extract<Type, { kind: "record" }> {
  return (
    type.kind === "record" &&
    type.fields.length > 0 &&
    type.fields.every((field) => isStream(field.type))
  );
}

/** Where each dimension constant is read: the first axis that is this name alone. */
export function findDimensionSources(
  context: CheckContext,
  workflow: WorkflowDecl,
): readonly DimensionSource[] {
  const symbols = context.bindings.dimensions.get(workflow) ?? [];
  if (symbols.length === 0) {
    return [];
  }
  const sources = new Map<string, DimensionSource>();
  for (const param of workflow.params) {
    const visit = (type: Type, path: readonly string[]): void => {
      if (type.kind === "tensor") {
        for (const [axis, dimension] of type.dimensions.entries()) {
          const name = soleName(dimension);
          if (name !== undefined && !sources.has(name)) {
            sources.set(name, { name, param, path, axis });
          }
        }
      } else if (type.kind === "record") {
        for (const field of type.fields) {
          visit(field.type, [...path, field.name]);
        }
      }
    };
    const type = context.tables.types.get(param.type) ?? errorType;
    if (!isError(type)) {
      visit(type, []);
    }
  }
  return symbols.flatMap(({ name }) => sources.get(name.name) ?? []);
}
