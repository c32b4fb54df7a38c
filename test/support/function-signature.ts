import type { IrType } from "../../src/compiler/ir/type.ts";
import type { FunctionSignature } from "../../src/compiler/signatures/signature.ts";
import type { Span } from "../../src/compiler/source/span.ts";

export interface SignatureParts {
  readonly name: string;
  readonly params?: Readonly<Record<string, IrType>>;
  readonly result?: IrType;
  readonly path?: string;
  readonly as?: string;
  readonly runtime?: "node" | "python";
  readonly handler?: string;
  readonly doc?: string;
  readonly file?: string;
}

/** A signature as if declared in one line; its spans are those of `NAME(PARAM, ...) -> R from "PATH" as EXPORT`. */
export function createSignature(parts: SignatureParts): FunctionSignature {
  const {
    name,
    params = {},
    result,
    path = "./functions.ts",
    as,
    runtime,
    handler,
    doc,
    file = "main.flow",
  } = parts;
  let text = "";
  const add = (part: string): Span => {
    const start = text.length;
    text += part;
    return { file, start, end: text.length };
  };
  const nameSpan = add(name);
  add("(");
  const declared = Object.entries(params).map(([param, type]) => ({
    name: param,
    type,
    span: add(param),
  }));
  add(") -> ");
  const resultSpan = result && add("R");
  add(" from ");
  const pathSpan = add(JSON.stringify(path));
  add(" as ");
  const exportSpan = as === undefined ? undefined : add(as);
  return {
    name,
    doc,
    params: declared,
    result,
    exportName: as ?? name,
    path,
    runtime,
    handler,
    spans: { name: nameSpan, path: pathSpan, exportName: exportSpan, result: resultSpan },
  };
}

/** The source `createSignature` made its spans of. */
export function signatureSource(parts: SignatureParts): string {
  const { name, params = {}, result, path = "./functions.ts", as } = parts;
  const head = `${name}(${Object.keys(params).join("")}) -> ${result ? "R" : ""}`;
  return `${head} from ${JSON.stringify(path)} as ${as ?? ""}`;
}

export const int: IrType = { kind: "int" };
export const string: IrType = { kind: "string" };
export const count: IrType = {
  kind: "record",
  name: "Count",
  fields: [
    { name: "word", type: string },
    { name: "n", type: int },
  ],
};
