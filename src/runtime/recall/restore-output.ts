/** Task outputs as they were before they were JSON: NaN and the infinities stand in manifests as strings. */
import type { ExchangeInput, OrderBy, PlanNode } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { TaskOutput, TaskWork } from "../task.ts";
import { createDecoder } from "../values/decode.ts";

/** Undefined where the output does not fit the task: something else has written it. */
export function restoreOutput(
  node: PlanNode,
  work: TaskWork,
  output: TaskOutput,
): TaskOutput | undefined {
  const { result } = output;
  switch (result.kind) {
    case "value": {
      if (result.value === undefined) {
        return output;
      }
      const value = createDecoder(node.type)(result.value);
      return value.ok ? { ...output, result: { kind: "value", value: value.value } } : undefined;
    }
    case "list": {
      const values = restoreList(node, work, result.values);
      return values.ok ? { ...output, result: { kind: "list", values: values.value } } : undefined;
    }
    case "partitions":
    case "runs":
      return output;
    default:
      return result satisfies never;
  }
}

function restoreList(
  node: PlanNode,
  work: TaskWork,
  values: readonly Json[],
): Result<readonly Json[], null> {
  if (work.kind === "sample") {
    const input = node.kind === "exchange" ? node.inputs[work.input] : undefined;
    return input === undefined ? err(null) : restoreKeys(input, values);
  }
  const element = elementOf(node);
  return element === undefined ? ok(values) : each(values, createDecoder(element));
}

/** Of the values that a task lists; undefined where they hold no floats: files, texts. */
function elementOf(node: PlanNode): IrType | undefined {
  switch (node.kind) {
    case "map":
      return node.type.kind === "list" ? node.type.element : undefined;
    case "take":
      return node.type.kind === "list" ? node.type.element : undefined;
    case "each":
      return node.source.kind === "range" ? undefined : node.source.element;
    default:
      return undefined;
  }
}

/** A key is the list of the values that the order names. */
function restoreKeys(
  { order, element }: ExchangeInput,
  keys: readonly Json[],
): Result<readonly Json[], null> {
  const decoders = order.map((by) => createDecoder(columnType(element, by)));
  return each(keys, (key) => {
    const columns: readonly Json[] = Array.isArray(key) ? key : [];
    const parts = decoders.map((decode, column) => decode(columns[column] ?? null));
    return parts.every((part) => part.ok) ? ok(parts.map((part) => part.value)) : err(null);
  });
}

function columnType(element: IrType, { path }: OrderBy): IrType {
  let type = element;
  let optional = false;
  for (const name of path) {
    const record = type.kind === "optional" ? type.type : type;
    optional ||= type.kind === "optional";
    const field =
      record.kind === "record" ? record.fields.find((other) => other.name === name) : undefined;
    if (field === undefined) {
      return { kind: "json" };
    }
    type = field.type;
  }
  return optional && type.kind !== "optional" && type.kind !== "null"
    ? { kind: "optional", type }
    : type;
}

function each(
  values: readonly Json[],
  restore: (value: Json) => Result<Json, unknown>,
): Result<readonly Json[], null> {
  const restored: Json[] = [];
  for (const value of values) {
    const exact = restore(value);
    if (!exact.ok) {
      return err(null);
    }
    restored.push(exact.value);
  }
  return ok(restored);
}
