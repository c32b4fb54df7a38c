import type { Tensor } from "./tensor.ts";

/** Named tensors, in a fixed order, with the graph that uses them when the model came from an ONNX file. */
export interface Model {
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Null for a model made of tensors alone. Pass it on to make a model of the same graph with other tensors. */
  readonly graph: ModelGraph | null;
}

/** An ONNX graph. */
export interface ModelGraph {
  /** The serialised `ModelProto`, without the tensors of the model. */
  readonly onnx: Uint8Array;
}

/** A model of the given tensors: `createModel({ w, b })`, or `createModel({ w, b }, model.graph)`. */
export function createModel(
  tensors: Readonly<Record<string, Tensor>>,
  graph: ModelGraph | null = null,
): Model {
  return { tensors, graph };
}
