/**
 * Dimensions of tensors: integer polynomials over names in a normal form, so that equal expressions have equal terms.
 * Division rounds down and `%` fits it; what does not divide evenly stays as an atom of its own.
 */

/** An extent related to nothing, or a sum of terms in the order of their keys. */
export type Dimension = { readonly kind: "any" } | Polynomial;

export interface Polynomial {
  readonly kind: "sum";
  readonly terms: readonly Term[];
}

/** `coefficient` is never 0; `atoms` are in the order of their keys, one entry per power. */
export interface Term {
  readonly coefficient: number;
  readonly atoms: readonly Atom[];
}

export type Atom =
  /** A dimension constant or an `int` parameter of the workflow, or a variable of a signature. */
  | { readonly kind: "name"; readonly name: string }
  /** A value that is not known before the run; every one is different. */
  | { readonly kind: "unknown"; readonly id: number }
  | {
      readonly kind: "div" | "mod";
      readonly left: Polynomial;
      readonly right: Polynomial;
    };

export type DimensionOrder = "equal" | "unequal" | "undecided";

const maxTerms = 1_000;

export const anyExtent: Dimension = { kind: "any" };

export function constantDimension(value: number): Polynomial {
  return { kind: "sum", terms: value === 0 ? [] : [{ coefficient: value, atoms: [] }] };
}

export function namedDimension(name: string): Polynomial {
  return atomDimension({ kind: "name", name });
}

export function atomDimension(atom: Atom): Polynomial {
  return { kind: "sum", terms: [{ coefficient: 1, atoms: [atom] }] };
}

export function addDimensions(left: Polynomial, right: Polynomial): Polynomial {
  return normalise([...left.terms, ...right.terms]);
}

export function negateDimension(dimension: Polynomial): Polynomial {
  return scale(dimension, -1);
}

/** Undefined for a product of more terms than a shape ever has. */
export function multiplyDimensions(left: Polynomial, right: Polynomial): Polynomial | undefined {
  if (left.terms.length * right.terms.length > maxTerms) {
    return undefined;
  }
  return normalise(
    left.terms.flatMap((a) =>
      right.terms.map((b) => ({
        coefficient: a.coefficient * b.coefficient,
        atoms: [...a.atoms, ...b.atoms],
      })),
    ),
  );
}

/** Rounds down. Undefined for a division by zero. */
export function divideDimensions(left: Polynomial, right: Polynomial): Polynomial | undefined {
  const divisor = constantValue(right);
  if (divisor === 0) {
    return undefined;
  }
  const dividend = constantValue(left);
  if (divisor !== undefined && dividend !== undefined) {
    return constantDimension(Math.floor(dividend / divisor));
  }
  if (divisor !== undefined && left.terms.every((term) => term.coefficient % divisor === 0)) {
    return normalise(
      left.terms.map((term) => ({ ...term, coefficient: term.coefficient / divisor })),
    );
  }
  return atomDimension({ kind: "div", left, right });
}

/** Has the sign of the divisor. Undefined for a division by zero. */
export function remainderOfDimensions(left: Polynomial, right: Polynomial): Polynomial | undefined {
  const divisor = constantValue(right);
  if (divisor === 0) {
    return undefined;
  }
  const dividend = constantValue(left);
  if (divisor !== undefined && dividend !== undefined) {
    return constantDimension(dividend - divisor * Math.floor(dividend / divisor));
  }
  if (divisor !== undefined && left.terms.every((term) => term.coefficient % divisor === 0)) {
    return constantDimension(0);
  }
  return atomDimension({ kind: "mod", left, right });
}

/** Undefined where the value depends on a name. */
export function constantValue(dimension: Dimension): number | undefined {
  if (dimension.kind === "any") {
    return undefined;
  }
  const [first, ...rest] = dimension.terms;
  if (first === undefined) {
    return 0;
  }
  return rest.length === 0 && first.atoms.length === 0 ? first.coefficient : undefined;
}

/** The name, where the dimension is one name and nothing else. */
export function soleName(dimension: Dimension): string | undefined {
  if (dimension.kind === "any") {
    return undefined;
  }
  const [term, ...rest] = dimension.terms;
  const [atom, ...others] = term?.atoms ?? [];
  return rest.length === 0 &&
    others.length === 0 &&
    term?.coefficient === 1 &&
    atom?.kind === "name"
    ? atom.name
    : undefined;
}

/**
 * `unequal` only where no integers for the names make the two equal: the difference is a constant other than 0, or the
 * greatest common divisor of its coefficients does not divide its constant.
 */
export function compareDimensions(left: Dimension, right: Dimension): DimensionOrder {
  if (left.kind === "any" || right.kind === "any") {
    return "undecided";
  }
  const difference = addDimensions(left, negateDimension(right));
  if (difference.terms.length === 0) {
    return "equal";
  }
  let divisor = 0;
  let constant = 0;
  for (const term of difference.terms) {
    if (term.atoms.length === 0) {
      constant = term.coefficient;
    } else {
      divisor = greatestCommonDivisor(divisor, Math.abs(term.coefficient));
    }
  }
  return divisor === 0 || constant % divisor !== 0 ? "unequal" : "undecided";
}

/** Replaces names; `undefined` from `lookup` keeps the name. `any` makes the whole an extent related to nothing. */
export function substituteDimension(
  dimension: Dimension,
  lookup: (name: string) => Dimension | undefined,
): Dimension {
  if (dimension.kind === "any") {
    return dimension;
  }
  let sum = constantDimension(0);
  for (const term of dimension.terms) {
    let product = constantDimension(term.coefficient);
    for (const atom of term.atoms) {
      const factor = substituteAtom(atom, lookup);
      if (factor.kind === "any") {
        return anyExtent;
      }
      const next = multiplyDimensions(product, factor);
      if (next === undefined) {
        return anyExtent;
      }
      product = next;
    }
    sum = addDimensions(sum, product);
  }
  return sum;
}

export function printDimension(dimension: Dimension): string {
  if (dimension.kind === "any") {
    return "_";
  }
  if (dimension.terms.length === 0) {
    return "0";
  }
  return dimension.terms
    .map((term, index) => {
      const sign = term.coefficient < 0 ? (index === 0 ? "-" : " - ") : index === 0 ? "" : " + ";
      return sign + printTerm(term);
    })
    .join("");
}

/** Names in a dimension, each once. */
export function namesOfDimension(dimension: Dimension, into = new Set<string>()): Set<string> {
  if (dimension.kind === "sum") {
    for (const atom of dimension.terms.flatMap((term) => term.atoms)) {
      if (atom.kind === "name") {
        into.add(atom.name);
      } else if (atom.kind !== "unknown") {
        namesOfDimension(atom.left, into);
        namesOfDimension(atom.right, into);
      }
    }
  }
  return into;
}

function substituteAtom(atom: Atom, lookup: (name: string) => Dimension | undefined): Dimension {
  if (atom.kind === "unknown") {
    return atomDimension(atom);
  }
  if (atom.kind === "name") {
    return lookup(atom.name) ?? atomDimension(atom);
  }
  const left = substituteDimension(atom.left, lookup);
  const right = substituteDimension(atom.right, lookup);
  if (left.kind === "any" || right.kind === "any") {
    return anyExtent;
  }
  const divide = atom.kind === "div" ? divideDimensions : remainderOfDimensions;
  return divide(left, right) ?? anyExtent;
}

function printTerm(term: Term): string {
  const size = Math.abs(term.coefficient);
  const atoms = term.atoms.map(printAtom).join(" * ");
  if (atoms === "") {
    return String(size);
  }
  return size === 1 ? atoms : `${size} * ${atoms}`;
}

function printAtom(atom: Atom): string {
  switch (atom.kind) {
    case "name":
      return atom.name;
    case "unknown":
      return "_";
    case "div":
      return `${printOperand(atom.left)} / ${printOperand(atom.right)}`;
    case "mod":
      return `${printOperand(atom.left)} % ${printOperand(atom.right)}`;
  }
}

function printOperand(dimension: Polynomial): string {
  const text = printDimension(dimension);
  return /^\w+$/.test(text) ? text : `(${text})`;
}

function keyOf(atoms: readonly Atom[]): string {
  return atoms.map(atomKey).join("*");
}

function atomKey(atom: Atom): string {
  return atom.kind === "unknown" ? `?${atom.id}` : printAtom(atom);
}

/** Names first and the constant last, as people write them. */
function normalise(terms: readonly Term[]): Polynomial {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const atoms = term.atoms.toSorted((a, b) => (atomKey(a) < atomKey(b) ? -1 : 1));
    const key = keyOf(atoms);
    const coefficient = (byKey.get(key)?.coefficient ?? 0) + term.coefficient;
    byKey.set(key, { coefficient, atoms });
  }
  const kept = [...byKey].filter(([, term]) => term.coefficient !== 0);
  kept.sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return { kind: "sum", terms: kept.map(([, term]) => term) };
}

function scale(dimension: Polynomial, factor: number): Polynomial {
  return normalise(
    dimension.terms.map((term) => ({ ...term, coefficient: term.coefficient * factor })),
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
