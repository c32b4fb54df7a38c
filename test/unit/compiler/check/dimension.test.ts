import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addDimensions,
  compareDimensions,
  constantDimension,
  type Dimension,
  divideDimensions,
  multiplyDimensions,
  namedDimension,
  negateDimension,
  type Polynomial,
  printDimension,
  remainderOfDimensions,
  substituteDimension,
} from "../../../../src/compiler/check/dimension.ts";

const n = namedDimension("n");
const m = namedDimension("m");
const c = constantDimension;

function times(left: Polynomial, right: Polynomial): Polynomial {
  return multiplyDimensions(left, right) ?? c(0);
}

it.each([
  [addDimensions(n, n), "2 * n"],
  [addDimensions(c(1), addDimensions(m, n)), "m + n + 1"],
  [addDimensions(n, negateDimension(n)), "0"],
  [times(addDimensions(n, c(1)), addDimensions(n, c(-1))), "n * n - 1"],
  [negateDimension(m), "-m"],
  [divideDimensions(times(c(6), n), c(3)), "2 * n"],
  [divideDimensions(addDimensions(n, c(1)), c(2)), "(n + 1) / 2"],
  [remainderOfDimensions(times(c(4), n), c(2)), "0"],
  [divideDimensions(c(-7), c(2)), "-4"],
  [remainderOfDimensions(c(-7), c(2)), "1"],
  [divideDimensions(n, c(0)), undefined],
])("has a normal form that prints as people write it: %#", (dimension, text) => {
  expect(dimension && printDimension(dimension)).toBe(text);
});

it.each<[Dimension, Dimension, string]>([
  [addDimensions(n, m), addDimensions(m, n), "equal"],
  [addDimensions(n, c(1)), n, "unequal"],
  [times(c(2), n), addDimensions(times(c(2), m), c(1)), "unequal"],
  [times(c(2), n), times(c(3), n), "undecided"],
  [n, m, "undecided"],
  [n, { kind: "any" }, "undecided"],
  [divideDimensions(n, c(2)) ?? c(0), divideDimensions(n, c(2)) ?? c(0), "equal"],
])("is compared as far as that can be proved: %#", (left, right, order) => {
  expect(compareDimensions(left, right)).toBe(order);
});

type Tree =
  | number
  | "n"
  | "m"
  | { readonly op: "+" | "-" | "*" | "/" | "%"; readonly left: Tree; readonly right: Tree };

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(fc.integer({ min: -4, max: 9 }), fc.constantFrom<Tree>("n", "m")),
  tree: fc.oneof(
    { maxDepth: 4 },
    tie("leaf"),
    fc.record({
      op: fc.constantFrom("+", "-", "*", "/", "%"),
      left: tie("tree"),
      right: tie("tree"),
    }) as fc.Arbitrary<Tree>,
  ),
}));

type Names = { readonly n: number; readonly m: number };

function evaluate(expr: Tree, names: Names): number {
  if (typeof expr === "number") {
    return expr;
  }
  if (typeof expr === "string") {
    return names[expr];
  }
  const [left, right] = [evaluate(expr.left, names), evaluate(expr.right, names)];
  switch (expr.op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return Math.floor(left / right);
    case "%":
      return left - right * Math.floor(left / right);
  }
}

function toDimension(expr: Tree): Polynomial | undefined {
  if (typeof expr === "number") {
    return c(expr);
  }
  if (typeof expr === "string") {
    return namedDimension(expr);
  }
  const [left, right] = [toDimension(expr.left), toDimension(expr.right)];
  if (left === undefined || right === undefined) {
    return undefined;
  }
  switch (expr.op) {
    case "+":
      return addDimensions(left, right);
    case "-":
      return addDimensions(left, negateDimension(right));
    case "*":
      return multiplyDimensions(left, right);
    case "/":
      return divideDimensions(left, right);
    case "%":
      return remainderOfDimensions(left, right);
  }
}

const names = fc.record({ n: fc.integer({ min: 0, max: 12 }), m: fc.integer({ min: 0, max: 12 }) });

it("keeps the value of an expression, and claims equal or unequal only where it is so", () => {
  fc.assert(
    fc.property(tree, tree, names, (left, right, values) => {
      const [a, b] = [toDimension(left), toDimension(right)];
      const [x, y] = [evaluate(left, values), evaluate(right, values)];
      fc.pre(
        a !== undefined && b !== undefined && Number.isSafeInteger(x) && Number.isSafeInteger(y),
      );
      const value = substituteDimension(a, (name) => c(values[name as keyof Names]));
      if (value.kind === "sum") {
        expect(printDimension(value)).toBe(String(x + 0));
      }
      const order = compareDimensions(a, b);
      if (order !== "undecided") {
        expect(order).toBe(x === y ? "equal" : "unequal");
      }
    }),
    { seed: 20_261_124, numRuns: 3_000 },
  );
});
