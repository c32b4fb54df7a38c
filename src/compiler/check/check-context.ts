/** What one run of the checker gathers, and where it is. */
import type { Bindings } from "../bind/bindings.ts";
import type { ValueSymbol } from "../bind/symbol.ts";
import type { DiagnosticSink } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";
import type { Block, Expr, NameExpr, Step, TypeDecl } from "../syntax/ast.ts";
import type { Tables } from "./check-result.ts";
import type { Type } from "./type.ts";
import type { TypeSize } from "./type-size.ts";

type Open<T> = {
  readonly [K in keyof T]: T[K] extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value>
    : T[K] extends ReadonlySet<infer Value>
      ? Set<Value>
      : T[K];
};

export type OpenTables = Open<Tables>;

export interface CheckContext {
  readonly bindings: Bindings;
  readonly sink: DiagnosticSink;
  readonly tables: OpenTables;
  /** Declared types; undefined while one is being resolved. */
  readonly aliases: Map<TypeDecl, Type | undefined>;
  /** Type declarations being resolved, outermost first. */
  readonly aliasStack: TypeDecl[];
  readonly typeSizes: Map<Type, TypeSize>;
  readonly reportedUnknown: Set<NameExpr>;
  readonly walk: CheckWalk;
  /** What is known about nulls at the place, innermost last. */
  facts: Facts | undefined;
  /** Constructs met so far that need a node of the Plan: a node is effectful when this grew while it was checked. */
  effects: number;
  /** Types as written around the one being resolved, through all declarations. */
  typeNesting: number;
  /** Of the next extent that is known only at run time. */
  nextUnknown: number;
}

/** The mutually recursive parts, tied together in `check.ts`. */
export interface CheckWalk {
  /** Finds the type of an expression. `hint` is what the place would like, and only decides between equals. */
  readonly infer: (context: CheckContext, expr: Expr, hint?: Type) => Type;
  /** As `infer`, and reports where the expression cannot stand for a `type`. */
  readonly require: (context: CheckContext, expr: Expr, type: Type, why: Reason) => Type;
  /** `require` with a demand, else `infer`. */
  readonly check: (context: CheckContext, expr: Expr, expected: Expected | undefined) => Type;
  readonly step: (context: CheckContext, step: Step, expected: Expected | undefined) => Type;
  readonly block: (context: CheckContext, block: Block, expected: Expected | undefined) => Type;
}

/** What a place asks for. */
export interface Expected {
  readonly type: Type;
  /** On whose behalf it is demanded; undefined where the place only would like it. */
  readonly why: Reason | undefined;
}

/** Where a demand comes from: the other half of a conflict. */
export interface Reason {
  readonly span: Span | undefined;
  /** What stands there: `parameter declared here`. */
  readonly text: string;
  /** Where the dimensions in the demanded type come from, by name. */
  readonly dimensions?: readonly { readonly span: Span; readonly text: string }[];
}

export const noReason: Reason = { span: undefined, text: "" };

/** A chain of what comparisons with null have shown. */
export interface Facts {
  readonly parent: Facts | undefined;
  readonly symbol: ValueSymbol;
  /** Fields from the name on, joined by dots; empty for the name itself. */
  readonly path: string;
  readonly isNull: boolean;
}

/** Runs `check` with more facts, and forgets them after. */
export function withFacts<T>(
  context: CheckContext,
  facts: readonly Omit<Facts, "parent">[],
  check: () => T,
): T {
  const before = context.facts;
  for (const fact of facts) {
    context.facts = { ...fact, parent: context.facts };
  }
  const result = check();
  context.facts = before;
  return result;
}
