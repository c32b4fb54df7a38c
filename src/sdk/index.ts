/** What the author of a function imports from `flow-lang`. */
export type { Json } from "../shared/json.ts";
export type { Context, Log } from "./context.ts";
export { countTokens, type TokenRules } from "./count-tokens.ts";
export type { Dataset } from "./dataset.ts";
export type { File } from "./file.ts";
export { createModel, type Model, type ModelGraph } from "./model.ts";
export type { Returned, Stream, TextResult } from "./result.ts";
export { createTensor, type Tensor, type TensorData, type TensorElement } from "./tensor.ts";
export type { Text } from "./text.ts";
