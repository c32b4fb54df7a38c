import { report } from "../../diagnostics/report.ts";
import {
  datasetOf,
  filesType,
  intType,
  isError,
  listOf,
  neverType,
  sizeType,
  stringType,
  type Type,
} from "../type.ts";
import { argumentType, type BuiltinCheck, demand, refuse, valueType } from "./builtin-call.ts";

const checkCount: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    return undefined;
  }
  switch (type.kind) {
    case "dataset":
      return { type: intType, overload: "count" };
    case "list":
      return { type: intType, overload: "count.list" };
    case "string":
    case "map":
      return refuse(call, 0, type, "a dataset or list", "Its length is `len(x)`.");
    default:
      return refuse(call, 0, type, "a dataset or list");
  }
};

const checkSize: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    return undefined;
  }
  switch (type.kind) {
    case "dataset":
      return { type: sizeType, overload: "size" };
    case "file":
    case "text":
    case "bytes":
      return { type: sizeType, overload: "size.bytes" };
    case "list":
    case "string":
    case "map":
      return refuse(call, 0, type, "data", "Its length is `len(x)`.");
    default:
      return refuse(call, 0, type, "data");
  }
};

const checkPartitions: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    return undefined;
  }
  return type.kind === "dataset"
    ? { type: intType, overload: "partitions" }
    : refuse(call, 0, type, "a dataset");
};

const checkTake: BuiltinCheck = (call) => {
  const type = valueType(call, 0, call.hint?.kind === "list" ? call.hint : undefined);
  demand(call, 1, intType);
  if (type?.kind === "dataset") {
    call.context.effects++;
    return { type: listOf(type.element), overload: undefined };
  }
  if (type?.kind === "list") {
    return { type, overload: "take.list" };
  }
  return type === undefined ? undefined : refuse(call, 0, type, "a dataset or list");
};

/** A list of lists, a dataset of lists, or a list of datasets. */
const checkFlatten: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  const inner = type?.kind === "list" || type?.kind === "dataset" ? type.element : undefined;
  if (type === undefined || (inner !== undefined && isError(inner))) {
    return undefined;
  }
  if (type.kind === "list" && inner?.kind === "never") {
    return { type: listOf(neverType), overload: "flatten.list" };
  }
  if (type.kind === "list" && inner?.kind === "list") {
    return { type: inner, overload: "flatten.list" };
  }
  if (type.kind === "list" && inner?.kind === "dataset") {
    call.context.effects++;
    return { type: inner, overload: undefined };
  }
  if (type.kind === "dataset" && inner?.kind === "list") {
    call.context.effects++;
    return { type: datasetOf(inner.element), overload: undefined };
  }
  return refuse(call, 0, type, "lists in a list or dataset, or a list of datasets");
};

const checkFiles: BuiltinCheck = (call) => {
  demand(call, 0, stringType);
  call.context.effects++;
  return { type: filesType, overload: undefined };
};

const checkExtent: BuiltinCheck = (call) => {
  const type = argumentType(call, 0);
  demand(call, 1, intType);
  if (type === undefined) {
    return undefined;
  }
  if (type.kind !== "tensor") {
    return refuse(call, 0, type, "a tiled value or tensor");
  }
  report(call.context.sink, "FLOW9001", call.expr.callee.span, { what: "`extent`" });
  return undefined;
};

const checkLen: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    return undefined;
  }
  switch (type.kind) {
    case "list":
    case "string":
    case "literal":
    case "map":
      return { type: intType, overload: "len" };
    case "dataset":
      return refuse(call, 0, type, "a string, list or map", "A dataset is counted: `count(xs)`.");
    case "file":
    case "text":
    case "bytes":
      return refuse(call, 0, type, "a string, list or map", "Data has a size: `size(x)`.");
    default:
      return refuse(call, 0, type, "a string, list or map");
  }
};

const checkEntries =
  (overload: "keys" | "values"): BuiltinCheck =>
  (call) => {
    const type = valueType(call, 0);
    if (type === undefined) {
      return undefined;
    }
    if (type.kind !== "map") {
      return refuse(call, 0, type, "a map");
    }
    const element: Type = overload === "keys" ? stringType : type.value;
    return { type: listOf(element), overload };
  };

export const collectionBuiltins = {
  count: { params: ["xs"], check: checkCount },
  size: { params: ["x"], check: checkSize },
  partitions: { params: ["xs"], check: checkPartitions },
  take: { params: ["xs", "n"], check: checkTake },
  flatten: { params: ["xs"], check: checkFlatten },
  files: { params: ["path"], check: checkFiles },
  extent: { params: ["t", "axis"], check: checkExtent },
  len: { params: ["x"], check: checkLen },
  keys: { params: ["m"], check: checkEntries("keys") },
  values: { params: ["m"], check: checkEntries("values") },
} as const;
