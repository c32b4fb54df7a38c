/**
 * Pure expressions over small values, in JSON. Typed when they are made: an operator whose meaning depends on types is a
 * different builtin for each (`add.int`, `add.float`), so an evaluator needs no types. What may have no value says in
 * `origin` where it stands in the source; it is absent where the compiler made the operation itself.
 */
import type { Json } from "../../shared/json.ts";
import type { Span } from "../source/span.ts";

export type Expr =
  | { readonly op: "const"; readonly value: Json }
  /** A node of the Plan, a parameter of a region or workflow, or a name bound by `let`, `for` or `try` around it. */
  | { readonly op: "ref"; readonly id: string }
  /** A field that is absent reads as null. */
  | { readonly op: "field"; readonly object: Expr; readonly name: string }
  /** `a?.b`: null where `object` is null. */
  | { readonly op: "optional-field"; readonly object: Expr; readonly name: string }
  /** A list's element; out of range is `BadValue`. */
  | { readonly op: "element"; readonly object: Expr; readonly index: Expr; readonly origin?: Span }
  /** A map's entry; null where there is none. */
  | { readonly op: "entry"; readonly object: Expr; readonly key: Expr }
  | {
      readonly op: "call";
      readonly function: BuiltinName;
      readonly args: readonly Expr[];
      readonly origin?: Span;
    }
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
  /** Over a list held by control; gives a list. `index` counts the elements of the source from 0, passing or not. */
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
 * Arithmetic by type: `int` checks for overflow past 2^53 and for division by zero, `float` is IEEE double without -0;
 * `size` and `duration` are counts of bytes and milliseconds and use the `float` forms, then `round.unit` where a whole
 * number is due. `div.int` rounds down, and both `mod` have the sign of the divisor. Whatever has no value raises
 * `BadValue`. docs/values.md has the rules, test/conformance/evaluator the cases.
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
  /** To a whole number of bytes or milliseconds, half up; refuses negative ones. */
  "round.unit",
  /** Deep: records by field in any order, lists, maps; NaN equals nothing. */
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
  /** From left to right; 0 for an empty list. */
  "sum.int",
  "sum.float",
  /** Of a float, size or duration to an int; `round` takes halves away from zero. NaN and what is past 2^53 are `BadValue`. */
  "ceil",
  "floor",
  "round",
  "sqrt",
  "exp",
  "log",
  /** `int(x)`: of a number (whole and in range, else BadValue), a bool, or a string in canonical form. */
  "int",
  /** `float(x)`: of a number, or a string in the syntax of JSON's numbers, "NaN", "Infinity", "-Infinity". */
  "float",
  /** `string(x)` and each hole of an interpolated string: a string as it is, any other value as canonical JSON. */
  "string",
  /** `json(x)`, and every implicit conversion of a value that may hold floats to `json`: NaN and infinities as strings. */
  "json",
  "lower",
  "upper",
  "trim",
  /**
   * `parts(s, separator)`: a list, of code points where the separator is empty; `concat(list, separator)` of strings, and
   * interpolation (`concat` of a list with "").
   */
  "parts",
  "concat",
  "contains",
  "startsWith",
  "endsWith",
  /** `replace(s, find, put)`: every occurrence, literally; an empty `find` is `BadValue`. */
  "replace",
  /** `matches(s, pattern)`: whether the regular expression matches anywhere in `s`; linear in its length. */
  "matches",
  /** `len` of a string in code points, of a list, of a map. */
  "len",
  /** Of a map, ascending by code point; `values` in the order of `keys`. */
  "keys",
  "values",
  /** `range(from, to)` as a list; longer than a value may be is `BadValue`. */
  "range",
  /** `sort.list(list, order)`: stable; `order` a list of `{ path, descending }` as `OrderBy`, absent or empty for the elements. */
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
  /** `fail(message, code)`: raises `code`, or `Fail` where it is absent. */
  "fail",
] as const;

export type BuiltinName = (typeof BUILTIN_NAMES)[number];

/** Have a value whatever their arguments are. */
const TOTAL: ReadonlySet<BuiltinName> = new Set<BuiltinName>([
  "neg.int",
  "abs.int",
  "add.float",
  "sub.float",
  "mul.float",
  "div.float",
  "mod.float",
  "neg.float",
  "abs.float",
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "not",
  "min",
  "max",
  "sum.float",
  "sqrt",
  "exp",
  "log",
  "json",
  "lower",
  "upper",
  "trim",
  "contains",
  "startsWith",
  "endsWith",
  "len",
  "keys",
  "values",
  "sort.list",
  "contains.list",
  "count",
  "count.list",
  "size",
  "size.bytes",
  "partitions",
]);

/** Whether a builtin may have no value for arguments of its types, and so raise an error. */
export const mayFail = (name: BuiltinName): boolean => !TOTAL.has(name);
