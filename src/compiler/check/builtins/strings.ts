import type { BuiltinName } from "../../ir/expr.ts";
import { isJsonValue } from "../assignable.ts";
import { commonType } from "../common-type.ts";
import { printType } from "../print-type.ts";
import { boolType, jsonType, listOf, neverType, stringType, type Type, widened } from "../type.ts";
import { argumentType, type BuiltinCheck, demand, refuse, valueType } from "./builtin-call.ts";

/** Strings in, `result` out. */
const ofStrings =
  (overload: BuiltinName, result: Type): BuiltinCheck =>
  (call) => {
    for (const index of call.args.keys()) {
      demand(call, index, stringType);
    }
    return { type: result, overload };
  };

const checkString: BuiltinCheck = (call) => {
  const type = argumentType(call, 0);
  if (type === undefined || isJsonValue(type)) {
    return type && { type: stringType, overload: "string" };
  }
  return refuse(
    call,
    0,
    type,
    "a value",
    type.kind === "file" ? "A file has a `path` and a `name`." : undefined,
  );
};

const checkJson: BuiltinCheck = (call) => {
  const type = argumentType(call, 0);
  if (type === undefined || isJsonValue(type)) {
    return type && { type: jsonType, overload: "json" };
  }
  return refuse(call, 0, type, "a value");
};

const checkConcat: BuiltinCheck = (call) => {
  demand(call, 0, listOf(stringType));
  demand(call, 1, stringType);
  return { type: stringType, overload: "concat" };
};

const checkContains: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    argumentType(call, 1);
    return undefined;
  }
  if (widened(type).kind === "string") {
    demand(call, 1, stringType);
    return { type: boolType, overload: "contains" };
  }
  if (type.kind !== "list") {
    return refuse(call, 0, type, "a string or list");
  }
  const wanted = argumentType(call, 1, type.element);
  if (wanted !== undefined && commonType(type.element, wanted) === undefined) {
    return refuse(call, 1, wanted, `\`${printType(type.element)}\`, as the list has`);
  }
  return { type: boolType, overload: "contains.list" };
};

const checkFail: BuiltinCheck = (call) => {
  demand(call, 0, stringType);
  demand(call, 1, stringType);
  return { type: neverType, overload: "fail" };
};

export const stringBuiltins = {
  string: { params: ["x"], check: checkString },
  json: { params: ["x"], check: checkJson },
  lower: { params: ["s"], check: ofStrings("lower", stringType) },
  upper: { params: ["s"], check: ofStrings("upper", stringType) },
  trim: { params: ["s"], check: ofStrings("trim", stringType) },
  parts: { params: ["s", "separator"], check: ofStrings("parts", listOf(stringType)) },
  concat: { params: ["xs", "separator"], check: checkConcat },
  contains: { params: ["x", "part"], check: checkContains },
  startsWith: { params: ["s", "start"], check: ofStrings("startsWith", boolType) },
  endsWith: { params: ["s", "end"], check: ofStrings("endsWith", boolType) },
  replace: { params: ["s", "from", "to"], check: ofStrings("replace", stringType) },
  matches: { params: ["s", "pattern"], check: ofStrings("matches", boolType) },
  fail: { params: ["message", "code"], optional: 1, check: checkFail },
} as const;
