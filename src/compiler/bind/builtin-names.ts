/** Names of the outermost scope: a declaration of the same name goes first, so that a new one breaks no file. */

export const builtinFunctions = [
  "count",
  "size",
  "partitions",
  "take",
  "flatten",
  "files",
  "extent",
  "abs",
  "min",
  "max",
  "sum",
  "ceil",
  "floor",
  "round",
  "sqrt",
  "exp",
  "log",
  "int",
  "float",
  "string",
  "json",
  "lower",
  "upper",
  "trim",
  "parts",
  "concat",
  "contains",
  "startsWith",
  "endsWith",
  "replace",
  "matches",
  "len",
  "keys",
  "values",
  "fail",
] as const;

export type BuiltinFunction = (typeof builtinFunctions)[number];

/** Names that a type can begin with without being declared. `map` is a word of the language. */
export const builtinTypes = [
  "bool",
  "int",
  "float",
  "string",
  "duration",
  "size",
  "json",
  "secret",
  "text",
  "bytes",
  "file",
  "files",
  "model",
  "map",
  "tensor",
  "dataset",
  "groups",
  "stream",
] as const;

export type BuiltinType = (typeof builtinTypes)[number];

const functionNames: ReadonlySet<string> = new Set(builtinFunctions);
const typeNames: ReadonlySet<string> = new Set(builtinTypes);

export function isBuiltinFunction(name: string): name is BuiltinFunction {
  return functionNames.has(name);
}

export function isBuiltinType(name: string): name is BuiltinType {
  return typeNames.has(name);
}
