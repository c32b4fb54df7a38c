/** The state of emitting one expression, and the ways to add to it. */
import type { Span } from "../compiler/source/span.ts";
import { badValue } from "./evaluation-error.ts";
import { entry } from "./lists.ts";
import { chargeElements } from "./meter.ts";

/** A name or literal of JavaScript: free of side effects, and cheap to repeat. */
export type Atom = string;

export interface Emission {
  readonly lines: string[];
  readonly references: Map<string, Atom>;
  readonly constants: Map<unknown, Atom>;
  /** Names bound by `let`, `for` and `try` around the current place. */
  readonly bound: Map<string, Atom>;
  readonly step: string;
  /** Of the operations that may fail; in the code, `at` counts them from 1. */
  readonly origins: Span[];
  names: number;
  depth: number;
  charges: boolean;
}

/** An expression's depth, where a step into a block of JavaScript counts for `BLOCK`: V8 parses by recursion. */
const DEEPEST = 500;
const BLOCK = 2;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const createEmission = (step: string): Emission => ({
  lines: [],
  references: new Map(),
  constants: new Map(),
  bound: new Map(),
  step,
  origins: [],
  names: 0,
  depth: 0,
  charges: false,
});

export function inBlock(to: Emission, write: () => void): void {
  deepen(to, BLOCK);
  write();
  to.depth -= BLOCK;
}

export function deepen(to: Emission, by: number): void {
  to.depth += by;
  if (to.depth > DEEPEST) {
    badValue("the expression is nested too deeply; bind parts of it to names of their own");
  }
}

export function within<T>(
  to: Emission,
  names: readonly (readonly [string, Atom])[],
  write: () => T,
): T {
  const before = names.map(([id]) => [id, to.bound.get(id)] as const);
  for (const [id, atom] of names) {
    to.bound.set(id, atom);
  }
  const result = write();
  for (const [id, atom] of before) {
    if (atom === undefined) {
      to.bound.delete(id);
    } else {
      to.bound.set(id, atom);
    }
  }
  return result;
}

export function charge(to: Emission, count: string): void {
  to.charges = true;
  mark(to, undefined);
  to.lines.push(`${constant(to, chargeElements)}(${count});`);
}

/** Keeps in `at` which operation comes next, for one that may fail; 0 where its place is not known. */
export function mark(to: Emission, origin: Span | undefined): void {
  to.lines.push(`at = ${origin === undefined ? 0 : to.origins.push(origin)};`);
}

/** A field that is absent reads as null: `T?` may be left out. */
export function fieldOf(to: Emission, object: Atom, name: string): string {
  return isPlain(name)
    ? `${object}.${name} ?? null`
    : `${constant(to, entry)}(${object}, ${constant(to, name)})`;
}

export const fieldName = (to: Emission, name: string): string =>
  isPlain(name) ? name : `[${constant(to, name)}]`;

/** Safe as text, and not a name that every object inherits. */
const isPlain = (name: string): boolean => IDENTIFIER.test(name) && !(name in {});

export function constant(to: Emission, value: unknown): Atom {
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) {
    return value < 0 ? `(${value})` : String(value + 0);
  }
  const known = to.constants.get(value);
  if (known !== undefined) {
    return known;
  }
  const atom = `k${to.constants.size}`;
  to.constants.set(value, atom);
  return atom;
}

export function reference(to: Emission, id: string): Atom {
  const known = to.references.get(id);
  if (known !== undefined) {
    return known;
  }
  const atom = `r${to.references.size}`;
  to.references.set(id, atom);
  return atom;
}

export function bind(to: Emission, code: string): Atom {
  const atom = fresh(to);
  to.lines.push(`const ${atom} = ${code};`);
  return atom;
}

export function declare(to: Emission, initial?: Atom): Atom {
  const atom = fresh(to);
  to.lines.push(initial === undefined ? `let ${atom};` : `let ${atom} = ${initial};`);
  return atom;
}

export function fresh(to: Emission): Atom {
  to.names += 1;
  return `t${to.names}`;
}
