/** What each builtin does, and how it stands in compiled code. */
import type { BuiltinName } from "../compiler/ir/expr.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import * as arithmetic from "./arithmetic.ts";
import * as comparison from "./comparison.ts";
import * as conversion from "./conversion.ts";
import { EvaluationError } from "./evaluation-error.ts";
import * as lists from "./lists.ts";
import * as strings from "./strings.ts";

export interface Builtin {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  /** Typed by its own signature; the checker has made sure of the arguments. */
  readonly run: (...args: never[]) => Json;
  /**
   * JavaScript for the same, from names or literals of the arguments and the name of `run`: where a call would cost more
   * than the work, or where V8 should learn the types of each place apart.
   */
  readonly inline?: (a: string, b: string, run: string) => string;
  /** Makes lists or strings of a size that its arguments do not bound, and so charges the meter. */
  readonly charges?: true;
}

const one = [1, 1] as const;
const two = [2, 2] as const;

const numeric = (operator: string) => (a: string, b: string, run: string) =>
  `typeof ${a} === "number" ? ${a} ${operator} ${b} : ${run}(${a}, ${b})`;

export const builtins: { readonly [Name in BuiltinName]: Builtin } = {
  "add.int": { arity: two, run: arithmetic.addInt },
  "sub.int": { arity: two, run: arithmetic.subInt },
  "mul.int": { arity: two, run: arithmetic.mulInt },
  "div.int": { arity: two, run: arithmetic.divInt },
  "mod.int": { arity: two, run: arithmetic.modInt },
  "neg.int": { arity: one, run: arithmetic.negate, inline: (a) => `0 - ${a}` },
  "abs.int": { arity: one, run: arithmetic.abs },
  "add.float": { arity: two, run: arithmetic.addFloat, inline: (a, b) => `${a} + ${b}` },
  "sub.float": { arity: two, run: arithmetic.subFloat, inline: (a, b) => `${a} - ${b}` },
  "mul.float": { arity: two, run: arithmetic.mulFloat, inline: (a, b) => `${a} * ${b} + 0` },
  "div.float": { arity: two, run: arithmetic.divFloat, inline: (a, b) => `${a} / ${b} + 0` },
  "mod.float": { arity: two, run: arithmetic.modFloat },
  "neg.float": { arity: one, run: arithmetic.negate, inline: (a) => `0 - ${a}` },
  "abs.float": { arity: one, run: arithmetic.abs },
  "round.unit": { arity: one, run: arithmetic.roundUnit },
  eq: {
    arity: two,
    run: comparison.equal,
    inline: (a, b, run) => `${a} === ${b} || ${run}(${a}, ${b})`,
  },
  ne: {
    arity: two,
    run: comparison.notEqual,
    inline: (a, b, run) => `${a} !== ${b} && ${run}(${a}, ${b})`,
  },
  lt: { arity: two, run: comparison.less, inline: numeric("<") },
  le: { arity: two, run: comparison.lessOrEqual, inline: numeric("<=") },
  gt: { arity: two, run: comparison.greater, inline: numeric(">") },
  ge: { arity: two, run: comparison.greaterOrEqual, inline: numeric(">=") },
  not: { arity: one, run: comparison.not, inline: (a) => `!${a}` },
  min: { arity: two, run: comparison.min },
  max: { arity: two, run: comparison.max },
  "min.list": { arity: one, run: comparison.minList },
  "max.list": { arity: one, run: comparison.maxList },
  "sum.int": { arity: one, run: arithmetic.sumInt },
  "sum.float": { arity: one, run: arithmetic.sumFloat },
  ceil: { arity: one, run: arithmetic.ceil },
  floor: { arity: one, run: arithmetic.floor },
  round: { arity: one, run: arithmetic.round },
  sqrt: { arity: one, run: arithmetic.sqrt },
  exp: { arity: one, run: arithmetic.exp },
  log: { arity: one, run: arithmetic.log },
  int: { arity: one, run: conversion.toInt },
  float: { arity: one, run: conversion.toFloat },
  string: { arity: one, run: conversion.toText, charges: true },
  json: { arity: one, run: conversion.toJson },
  lower: { arity: one, run: strings.lower },
  upper: { arity: one, run: strings.upper },
  trim: { arity: one, run: strings.trim },
  parts: { arity: two, run: strings.parts, charges: true },
  concat: { arity: two, run: strings.concat, charges: true },
  contains: { arity: two, run: strings.contains },
  startsWith: { arity: two, run: strings.startsWith },
  endsWith: { arity: two, run: strings.endsWith },
  replace: { arity: [3, 3], run: strings.replace, charges: true },
  matches: { arity: two, run: strings.matches },
  len: { arity: one, run: lists.len },
  keys: { arity: one, run: lists.keys },
  values: { arity: one, run: lists.values },
  range: { arity: two, run: lists.range, charges: true },
  "sort.list": { arity: [1, 2], run: lists.sortList },
  "take.list": { arity: two, run: lists.takeList },
  "flatten.list": { arity: one, run: lists.flattenList, charges: true },
  "contains.list": { arity: two, run: lists.containsElement },
  count: { arity: one, run: (dataset: JsonObject) => dataset["records"] ?? 0 },
  "count.list": { arity: one, run: (list: readonly Json[]) => list.length },
  size: { arity: one, run: (dataset: JsonObject) => dataset["bytes"] ?? 0 },
  "size.bytes": { arity: one, run: (reference: JsonObject) => reference["size"] ?? 0 },
  partitions: { arity: one, run: (dataset: JsonObject) => dataset["partitions"] ?? 0 },
  fail: {
    arity: [1, 2],
    run: (message: string, code?: string) => {
      throw new EvaluationError(code ?? "Fail", message);
    },
  },
};
