/** Arguments as the process of a function gets them: JSON by the declared type, with bytes beside it and data lent to it. */
import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Dataset } from "../../sdk/dataset.ts";
import type { File } from "../../sdk/file.ts";
import type { Model } from "../../sdk/model.ts";
import type { Tensor } from "../../sdk/tensor.ts";
import type { Text } from "../../sdk/text.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { holdsFloats } from "../values/holds-floats.ts";
import type { Outgoing, ToChild } from "./outgoing.ts";

/** Whether JSON.stringify alone says what the value is: neither data by reference nor numbers that JSON has not. */
export const isPlain = (type: IrType): boolean => !holdsReferences(type) && !holdsFloats(type);

/** Small streams are sent whole with the call, up to so many bytes. */
const FIRST_ITEMS = 64 * 1024;

const plain: ToChild = (value) => value as Json; // by its static type

/** Compiled for one type. */
export function toChild(type: IrType): ToChild {
  if (isPlain(type)) {
    return plain;
  }
  switch (type.kind) {
    case "float":
      return (value) => (Number.isFinite(value) ? Number(value) : String(value));
    case "bytes":
      return (value, outgoing) => outgoing.add(value as Uint8Array); // what the executor gives for `bytes`
    case "tensor":
      return (value, outgoing) => tensorJson(value as Tensor, outgoing); // for `tensor`
    case "model":
      return (value, outgoing) => modelJson(value as Model, outgoing); // for `model`
    case "text":
      return (value, outgoing) => {
        const text = value as Text; // for `text`
        return { ref: outgoing.lend({ kind: "text", value: text }), size: text.size };
      };
    case "file":
      return (value, outgoing) => {
        const file = value as File; // for `file`
        const { path, name, size } = file;
        return { ref: outgoing.lend({ kind: "file", value: file }), path, name, size };
      };
    case "stream": {
      const element = toChild(type.element);
      return (value, outgoing) => {
        const stream = value as Iterable<unknown>; // for `stream<T>`
        const ref = outgoing.lend({ kind: "stream", value: stream, element });
        const { items, done } = outgoing.firstItems(ref, FIRST_ITEMS);
        return { ref, items, done };
      };
    }
    case "dataset": {
      const element = toChild(type.element);
      return (value, outgoing) => {
        const dataset = value as Dataset<unknown>; // for `dataset<T>`
        const ref = outgoing.lend({ kind: "dataset", value: dataset, element });
        return { ref, count: dataset.count };
      };
    }
    case "optional": {
      const inner = toChild(type.type);
      return (value, outgoing) => (value === null ? null : inner(value, outgoing));
    }
    case "list": {
      const element = toChild(type.element);
      return (value, outgoing) =>
        (value as readonly unknown[]).map((part) => element(part, outgoing)); // by its static type
    }
    case "map": {
      const entry = toChild(type.value);
      return (value, outgoing) =>
        Object.fromEntries(
          Object.entries(value as JsonObject).map(([key, part]) => [key, entry(part, outgoing)]), // by its static type
        );
    }
    case "record": {
      const fields = type.fields.map((field) => ({
        name: field.name,
        convert: toChild(field.type),
      }));
      return (value, outgoing) =>
        Object.fromEntries(
          fields.map(({ name, convert }) => [
            name,
            convert((value as JsonObject)[name] ?? null, outgoing), // by its static type
          ]),
        );
    }
    default:
      throw new Error(`broken invariant: no function is given a ${type.kind}`);
  }
}

function tensorJson({ element, shape, data }: Tensor, outgoing: Outgoing): Json {
  const at = outgoing.add(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { element, shape, at };
}

function modelJson({ tensors, graph }: Model, outgoing: Outgoing): Json {
  return {
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, tensorJson(tensor, outgoing)]),
    ),
    graph: graph === null ? null : outgoing.add(graph.onnx),
  };
}
