import { commonType } from "../common-type.ts";
import { isNumber } from "../expressions/operands.ts";
import { isOrderType } from "../order-type.ts";
import { isSummable, sumOverload } from "../steps/check-fold.ts";
import { floatType, intType, type Type, widened } from "../type.ts";
import {
  type BuiltinCall,
  type BuiltinCheck,
  type BuiltinResult,
  refuse,
  valueType,
} from "./builtin-call.ts";

const checkAbs: BuiltinCheck = (call) => {
  const type = plain(call, 0);
  if (type === undefined || isNumber(type)) {
    return type && { type, overload: type.kind === "int" ? "abs.int" : "abs.float" };
  }
  return refuse(call, 0, type, "a number");
};

/** Of two values, or of a list. */
const checkExtreme =
  (overload: "min" | "max"): BuiltinCheck =>
  (call) => {
    const first = valueType(call, 0);
    if (call.args[1] === undefined) {
      return first === undefined ? undefined : checkExtremeOfList(call, overload, first);
    }
    const second = valueType(call, 1, first);
    if (first === undefined || second === undefined) {
      return undefined;
    }
    const common = commonType(first, second);
    if (common === undefined) {
      return refuse(call, 1, second, `what the first argument is, a value that compares with it`);
    }
    return isOrderType(common)
      ? { type: common, overload }
      : refuse(call, 0, first, "values that have an order");
  };

function checkExtremeOfList(
  call: BuiltinCall,
  overload: "min" | "max",
  type: Type,
): BuiltinResult | undefined {
  if (type.kind === "dataset") {
    return refuse(
      call,
      0,
      type,
      "two values or a list",
      `Of a dataset: \`fold ${overload} over xs\`.`,
    );
  }
  if (type.kind !== "list") {
    return refuse(call, 0, type, "two values or a list");
  }
  return isOrderType(type.element)
    ? { type: type.element, overload: `${overload}.list` }
    : refuse(call, 0, type, "a list of values that have an order");
}

const checkSum: BuiltinCheck = (call) => {
  const type = valueType(call, 0);
  if (type === undefined) {
    return undefined;
  }
  if (type.kind === "dataset") {
    return refuse(call, 0, type, "a list of numbers", "Of a dataset: `fold sum over xs`.");
  }
  const element = type.kind === "list" ? widened(type.element) : type;
  if (type.kind === "list" && element.kind === "never") {
    return { type: intType, overload: "sum.int" };
  }
  return type.kind === "list" && isSummable(element)
    ? { type: element, overload: sumOverload(element) }
    : refuse(call, 0, type, "a list of numbers");
};

/** Also of sizes over sizes and the like, which are floats. */
const checkWhole =
  (overload: "ceil" | "floor" | "round"): BuiltinCheck =>
  (call) => {
    const type = plain(call, 0);
    if (type === undefined || isNumber(type)) {
      return type && { type: intType, overload };
    }
    return refuse(
      call,
      0,
      type,
      "a number",
      type.kind === "size" ? "Divide it by a size first: `x / 1 MB`." : undefined,
    );
  };

const checkReal =
  (overload: "sqrt" | "exp" | "log"): BuiltinCheck =>
  (call) => {
    const type = plain(call, 0);
    if (type === undefined || isNumber(type)) {
      return type && { type: floatType, overload };
    }
    return refuse(call, 0, type, "a number");
  };

const checkInt: BuiltinCheck = (call) => {
  const type = plain(call, 0);
  if (type === undefined || isNumber(type) || type.kind === "bool" || type.kind === "string") {
    return type && { type: intType, overload: "int" };
  }
  return refuse(call, 0, type, "a number, bool or string", unitHint(type));
};

const checkFloat: BuiltinCheck = (call) => {
  const type = plain(call, 0);
  if (type === undefined || isNumber(type) || type.kind === "string") {
    return type && { type: floatType, overload: "float" };
  }
  return refuse(call, 0, type, "a number or string", unitHint(type));
};

function plain(call: BuiltinCall, index: number): Type | undefined {
  const type = valueType(call, index);
  return type === undefined ? undefined : widened(type);
}

function unitHint(type: Type): string | undefined {
  return type.kind === "size"
    ? "Divide it by a size: `x / 1 MB` is a float."
    : type.kind === "duration"
      ? "Divide it by a duration: `x / 1 s` is a float."
      : undefined;
}

export const numberBuiltins = {
  abs: { params: ["x"], check: checkAbs },
  min: { params: ["a", "b"], optional: 1, check: checkExtreme("min") },
  max: { params: ["a", "b"], optional: 1, check: checkExtreme("max") },
  sum: { params: ["xs"], check: checkSum },
  ceil: { params: ["x"], check: checkWhole("ceil") },
  floor: { params: ["x"], check: checkWhole("floor") },
  round: { params: ["x"], check: checkWhole("round") },
  sqrt: { params: ["x"], check: checkReal("sqrt") },
  exp: { params: ["x"], check: checkReal("exp") },
  log: { params: ["x"], check: checkReal("log") },
  int: { params: ["x"], check: checkInt },
  float: { params: ["x"], check: checkFloat },
} as const;
