/** Results as the process of a function gives them, made into what a TypeScript function would have given. */
import type { IrType, TensorElement } from "../../compiler/ir/type.ts";
import type { Context } from "../../sdk/context.ts";
import { createModel } from "../../sdk/model.ts";
import { createTensor, type Tensor, type TensorData } from "../../sdk/tensor.ts";
import { type Frame, ProtocolError } from "./frame.ts";
import type { Handles } from "./handles.ts";
import { isPlain } from "./to-child.ts";

/** What a result is made with. */
export interface ResultPlace {
  readonly binary: Frame["binary"];
  readonly handles: Handles;
  readonly context: Context;
}

/**
 * What does not look as its type asks is passed on as it is: the executor checks every result against its type, and says
 * what it found.
 */
export type FromChild = (value: unknown, place: ResultPlace) => unknown;

const identity: FromChild = (value) => value;

export function fromChild(type: IrType): FromChild {
  // Floats that JSON has not are texts here as everywhere: docs/values.md.
  if (isPlain(type) || type.kind === "float") {
    return identity;
  }
  switch (type.kind) {
    case "bytes":
      return (value, place) =>
        isPart(value) ? new Uint8Array(bytesAt(value, place.binary)) : value;
    case "tensor":
      return (value, { binary }) => tensorOf(value, binary) ?? value;
    case "model":
      return (value, { binary }) => modelOf(value, binary) ?? value;
    case "text":
      return (value, { handles }) => {
        const lent = isObject(value) ? handles.find(value["ref"]) : undefined;
        return lent?.kind === "text" ? lent.value : value;
      };
    case "file":
      return (value, { handles, context }) => {
        if (!isObject(value)) {
          return value;
        }
        const lent = handles.find(value["ref"]);
        if (lent?.kind === "file") {
          return lent.value;
        }
        return typeof value["path"] === "string" ? context.fileAt(value["path"]) : value;
      };
    case "optional": {
      const inner = fromChild(type.type);
      return (value, place) => (value === null ? null : inner(value, place));
    }
    case "list": {
      const element = fromChild(type.element);
      return (value, place) =>
        Array.isArray(value) ? value.map((part: unknown) => element(part, place)) : value;
    }
    case "map": {
      const entry = fromChild(type.value);
      return (value, place) =>
        isObject(value)
          ? Object.fromEntries(
              Object.entries(value).map(([key, part]) => [key, entry(part, place)]),
            )
          : value;
    }
    case "record": {
      const fields = type.fields
        .filter((field) => !isPlain(field.type))
        .map((field) => ({ name: field.name, convert: fromChild(field.type) }));
      return (value, place) =>
        isObject(value)
          ? {
              ...value,
              ...Object.fromEntries(
                fields
                  .filter(({ name }) => Object.hasOwn(value, name))
                  .map(({ name, convert }) => [name, convert(value[name], place)]),
              ),
            }
          : value;
    }
    default:
      return identity;
  }
}

function bytesAt([offset, length]: readonly [number, number], binary: Buffer): Buffer {
  if (offset < 0 || length < 0 || offset + length > binary.length) {
    throw new ProtocolError(
      `it named bytes ${offset} to ${offset + length} of a frame that has ${binary.length}`,
    );
  }
  return binary.subarray(offset, offset + length);
}

const makers: {
  readonly [E in TensorElement]: (bytes: ArrayBuffer) => TensorData[E];
} = {
  f32: (bytes) => new Float32Array(bytes),
  f64: (bytes) => new Float64Array(bytes),
  i32: (bytes) => new Int32Array(bytes),
  i64: (bytes) => new BigInt64Array(bytes),
  u8: (bytes) => new Uint8Array(bytes),
};

const widths: { readonly [E in TensorElement]: number } = { f32: 4, f64: 8, i32: 4, i64: 8, u8: 1 };

const isElement = (value: unknown): value is TensorElement =>
  typeof value === "string" && Object.hasOwn(makers, value);

/** Undefined where the value is no tensor. */
function tensorOf(value: unknown, binary: Buffer): Tensor | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { element, shape, at } = value;
  const isShape = (extents: unknown): extents is readonly number[] =>
    Array.isArray(extents) &&
    extents.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  if (!isElement(element) || !isShape(shape) || !isPart(at)) {
    return undefined;
  }
  const bytes = bytesAt(at, binary);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length !== count * widths[element]) {
    throw new ProtocolError(
      `it gave ${bytes.length} bytes for a tensor ${element}[${shape.join(", ")}], which has ${count * widths[element]}`,
    );
  }
  return createTensor(element, shape, makers[element](new Uint8Array(bytes).buffer));
}

function modelOf(value: unknown, binary: Buffer): unknown {
  if (!isObject(value) || !isObject(value["tensors"])) {
    return undefined;
  }
  const tensors = Object.entries(value["tensors"]).flatMap(([name, part]): [string, Tensor][] => {
    const tensor = tensorOf(part, binary);
    return tensor === undefined ? [] : [[name, tensor]];
  });
  if (tensors.length < Object.keys(value["tensors"]).length) {
    return undefined;
  }
  const graph = value["graph"];
  return createModel(
    Object.fromEntries(tensors),
    isPart(graph) ? { onnx: new Uint8Array(bytesAt(graph, binary)) } : null,
  );
}

const isPart = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((place) => Number.isSafeInteger(place));

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
