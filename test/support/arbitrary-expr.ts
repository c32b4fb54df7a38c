/** Random well-typed expressions, with the scope they are evaluated in and their type. */
import fc from "fast-check";
import type { BuiltinName, Expr } from "../../src/compiler/ir/expr.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";

export interface TypedExpr {
  readonly type: IrType;
  readonly expr: Expr;
}

export const exprScope: JsonObject = {
  i: 7,
  x: 2.5,
  s: "a,b,é😀",
  yes: true,
  ints: [3, 0, -4],
  counts: { b: 2, a: 1, "10": 0 },
  row: { n: 5, w: "wörd" },
};

const ROW: IrType = {
  kind: "record",
  name: null,
  fields: [
    { name: "n", type: { kind: "int" } },
    { name: "w", type: { kind: "string" } },
  ],
};
const INTS: IrType = { kind: "list", element: { kind: "int" } };
const OPTIONAL: IrType = { kind: "optional", type: { kind: "int" } };

interface Kinds {
  readonly int: Expr;
  readonly float: Expr;
  readonly string: Expr;
  readonly bool: Expr;
  readonly ints: Expr;
  readonly row: Expr;
  readonly optional: Expr;
}

type Tie = fc.LetrecTypedTie<Kinds>;

const constant = (value: Json): Expr => ({ op: "const", value });
const ref = (id: string): Expr => ({ op: "ref", id });
const field = (object: Expr, name: string): Expr => ({ op: "field", object, name });

function call(names: readonly BuiltinName[], ...args: readonly fc.Arbitrary<Expr>[]) {
  return fc
    .tuple(fc.constantFrom(...names), fc.tuple(...args))
    .map(([name, atoms]): Expr => ({ op: "call", function: name, args: atoms }));
}

/** What every type has: choice, names, failure and recovery from it. */
function anyOf<K extends keyof Kinds>(kind: K, tie: Tie): fc.Arbitrary<Expr> {
  const same: fc.Arbitrary<Expr> = tie(kind);
  return fc.oneof(
    fc
      .tuple(tie("bool"), same, same)
      // oxlint-disable-next-line unicorn/no-thenable -- a field of the expression, never called
      .map(([condition, then, otherwise]): Expr => ({ op: "if", condition, then, otherwise })),
    fc.tuple(tie("int"), same).map(([value, body]): Expr => ({ op: "let", id: "i", value, body })),
    fc
      .tuple(same, same)
      .map(([body, handler]): Expr => ({ op: "try", body, id: "failure", handler })),
    call(["fail"], tie("string"), tie("string")),
  );
}

const kinds = fc.letrec<Kinds>((tie: Tie) => ({
  int: fc.oneof(
    { depthSize: "small" },
    fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 })).map((n) => constant(n + 0)),
    fc.constant(ref("i")),
    call(["add.int", "sub.int", "mul.int", "div.int", "mod.int"], tie("int"), tie("int")),
    call(["neg.int", "abs.int"], tie("int")),
    call(["ceil", "floor", "round"], tie("float")),
    call(["int"], tie("string")),
    call(["len"], fc.oneof(tie("string"), tie("ints"))),
    call(["sum.int", "min.list", "max.list", "count.list"], tie("ints")),
    fc
      .tuple(tie("ints"), tie("int"))
      .map(([object, index]): Expr => ({ op: "element", object, index })),
    fc
      .tuple(tie("optional"), tie("int"))
      .map(([left, right]): Expr => ({ op: "coalesce", left, right })),
    tie("row").map((row) => field(row, "n")),
    anyOf("int", tie),
  ),
  float: fc.oneof(
    { depthSize: "small" },
    fc.double().map((n) => constant(n + 0)),
    fc.constant(ref("x")),
    tie("int"),
    call(
      ["add.float", "sub.float", "mul.float", "div.float", "mod.float", "min", "max"],
      tie("float"),
      tie("float"),
    ),
    call(["neg.float", "abs.float", "sqrt", "exp", "log"], tie("float")),
    call(["float"], tie("string")),
    call(["sum.float"], tie("ints")),
    anyOf("float", tie),
  ),
  string: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary", maxLength: 6 }).map(constant),
    fc.constantFrom("12", "-0.5", "[a-z]+", "(", "").map(constant),
    fc.constant(ref("s")),
    call(["string"], fc.oneof(tie("int"), tie("float"), tie("row"), tie("ints"))),
    call(["lower", "upper", "trim"], tie("string")),
    call(["replace"], tie("string"), tie("string"), tie("string")),
    tie("string").map((s): Expr => {
      const list: Expr = { op: "call", function: "parts", args: [s, constant("")] };
      return { op: "call", function: "concat", args: [list, s] };
    }),
    tie("row").map((row) => field(row, "w")),
    anyOf("string", tie),
  ),
  bool: fc.oneof(
    { depthSize: "small" },
    fc.boolean().map(constant),
    fc.constant(ref("yes")),
    call(["eq", "ne", "lt", "le", "gt", "ge"], tie("float"), tie("float")),
    call(["eq", "ne", "lt", "le", "gt", "ge"], tie("string"), tie("string")),
    call(["eq", "ne"], tie("row"), tie("row")),
    call(["contains", "startsWith", "endsWith", "matches"], tie("string"), tie("string")),
    call(["contains.list"], tie("ints"), tie("int")),
    call(["not"], tie("bool")),
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), tie("bool"), tie("bool"))
      .map(([op, left, right]): Expr => ({ op, left, right })),
    anyOf("bool", tie),
  ),
  ints: fc.oneof(
    { depthSize: "small" },
    fc.array(fc.integer(), { maxLength: 4 }).map(constant),
    fc.constant(ref("ints")),
    call(["range"], tie("int"), tie("int")),
    call(["sort.list"], tie("ints")),
    call(["take.list"], tie("ints"), tie("int")),
    fc.constant<Expr>({ op: "call", function: "values", args: [ref("counts")] }),
    fc.tuple(tie("ints"), tie("int")).map(
      ([list, value]): Expr => ({
        op: "list",
        elements: [
          { spread: true, value: list },
          { spread: false, value },
        ],
      }),
    ),
    fc.tuple(tie("ints"), fc.option(tie("bool")), tie("int")).map(([source, where, body]): Expr => {
      // A short source, or nested ones would take their time.
      const short: Expr = { op: "call", function: "take.list", args: [source, constant(3)] };
      return { op: "for", source: short, id: "i", index: "position", where, body };
    }),
    anyOf("ints", tie),
  ),
  row: fc.oneof(
    { depthSize: "small" },
    fc.constant(ref("row")),
    fc.tuple(tie("int"), tie("string")).map(
      ([n, w]): Expr => ({
        op: "record",
        fields: [
          { name: "n", value: n },
          { name: "w", value: w },
        ],
      }),
    ),
    anyOf("row", tie),
  ),
  optional: fc.oneof(
    { depthSize: "small" },
    fc.constant(constant(null)),
    tie("string").map((key): Expr => ({ op: "entry", object: ref("counts"), key })),
    fc
      .option(tie("row"))
      .map((row): Expr => ({ op: "optional-field", object: row ?? constant(null), name: "n" })),
    anyOf("optional", tie),
  ),
}));

export const typedExprs: fc.Arbitrary<TypedExpr> = fc.oneof(
  kinds.int.map((expr) => ({ type: { kind: "int" } as const, expr })),
  kinds.float.map((expr) => ({ type: { kind: "float" } as const, expr })),
  kinds.string.map((expr) => ({ type: { kind: "string" } as const, expr })),
  kinds.bool.map((expr) => ({ type: { kind: "bool" } as const, expr })),
  kinds.ints.map((expr) => ({ type: INTS, expr })),
  kinds.row.map((expr) => ({ type: ROW, expr })),
  kinds.optional.map((expr) => ({ type: OPTIONAL, expr })),
);
