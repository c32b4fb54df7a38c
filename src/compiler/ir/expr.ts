/**
 * Pure expressions over small values, in JSON. Typed when they are made: an operator whose meaning depends on types is a
 * different builtin for each (`add.int`, `add.float`), so an evaluator needs no types.
 */
import type { Json } from "../../shared/json.ts";

export type Expr =
  | { readonly op: "const"; readonly value: Json }
  /** A node of the Plan, a parameter of a region or workflow, or a name bound by `let`, `for` or `try` around it. */
  | { readonly op: "ref"; readonly id: string }
  | { readonly op: "field"; readonly object: Expr; readonly name: string }
  /** `a?.b`: null where `object` is null. */
  | { readonly op: "optional-field"; readonly object: Expr; readonly name: string }
  /** A list's element; out of range is `BadValue`. */
  | { readonly op: "element"; readonly object: Expr; readonly index: Expr }
  /** A map's entry; null where there is none. */
  | { readonly op: "entry"; readonly object: Expr; readonly key: Expr }
  | { readonly op: "call"; readonly function: BuiltinName; readonly args: readonly Expr[] }
  | {
      readonly op: "record";
      readonly fields: readonly { readonly name: string; readonly value: Expr }[];
    }
  | {
      readonly op: "list";
      readonly elements: readonly { readonly spread: boolean; readonly value: Expr }[];
    }
  | { readonly op: "if"; readonly condition: Expr; readonly then: Expr; readonly otherwise: Expr }
  | { readonly op: "and" | "or" | "coalesce"; readonly left: Expr; readonly right: Expr }
  | { readonly op: "let"; readonly id: string; readonly value: Expr; readonly body: Expr }
  /** Over a list held by control; gives a list. */
  | {
      readonly op: "for";
      readonly source: Expr;
      readonly id: string;
      readonly index: string | null;
      readonly where: Expr | null;
      readonly body: Expr;
    }
  /** `id` is bound in `handler` to the error record `{ code, message, step, item, attempts }`. */
  | { readonly op: "try"; readonly body: Expr; readonly id: string; readonly handler: Expr };

/**
 * Arithmetic by type: `int` checks for overflow past 2^53 and for division by zero, `float` is IEEE double; `size` and
 * `duration` are counts of bytes and milliseconds and use the `float` forms, then `round.unit` where a whole number is
 * due. `div.int` rounds down and `mod.int` fits it (the sign of the divisor).
 */
export const BUILTIN_NAMES = [
  "add.int",
  "sub.int",
  "mul.int",
  "div.int",
  "mod.int",
  "neg.int",
  "abs.int",
  "add.float",
  "sub.float",
  "mul.float",
  "div.float",
  "mod.float",
  "neg.float",
  "abs.float",
  /** To a whole number of bytes or milliseconds, half up; refuses negative sizes. */
  "round.unit",
  "eq",
  "ne",
  /** On two numbers (NaN compares false), two strings (by code point) or two bools. */
  "lt",
  "le",
  "gt",
  "ge",
  "not",
  /** `min` and `max` of two scalars, or of one list (`.list`; empty is `BadValue`). Order as in language.md, NaN last. */
  "min",
  "max",
  "min.list",
  "max.list",
  "sum.int",
  "sum.float",
  "ceil",
  "floor",
  "round",
  "sqrt",
  "exp",
  "log",
  /** `int(x)`: of a float (whole and in range, else BadValue), a bool, or a string in canonical form. */
  "int",
  "float",
  /** `string(x)` and each hole of an interpolated string: a string as it is, any other value as canonical JSON. */
  "string",
  /** `json(x)`: the value itself, as `json`. */
  "json",
  "lower",
  "upper",
  "trim",
  /** `parts(s, separator)`: a list; `concat(list, separator)` and interpolation (`concat` of a list with ""). */
  "parts",
  "concat",
  "contains",
  "startsWith",
  "endsWith",
  "replace",
  "matches",
  /** `len` of a string in code points, of a list, of a map. */
  "len",
  "keys",
  "values",
  "range",
  "sort.list",
  "take.list",
  "flatten.list",
  "contains.list",
  /** From the counts a dataset value carries; `count.list` of a list; `size.bytes` of a file, text or bytes value. */
  "count",
  "count.list",
  "size",
  "size.bytes",
  "partitions",
  /** `fail(message, code)`: raises. */
  "fail",
] as const;

export type BuiltinName = (typeof BUILTIN_NAMES)[number];
