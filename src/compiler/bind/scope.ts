/** Names in force at a place: a chain of maps, innermost first, ending in the file's. Builtins lie outside of all. */
import type { Identifier } from "../syntax/ast.ts";
import { builtinFunctions, isBuiltinFunction } from "./builtin-names.ts";
import type { ValueSymbol } from "./symbol.ts";

export interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Map<string, ValueSymbol>;
}

export function createScope(parent: Scope | undefined): Scope {
  return { parent, names: new Map() };
}

/** Undefined where nothing has the name, not even a builtin. */
export function findSymbol(scope: Scope, name: string): ValueSymbol | undefined {
  return (
    findDeclared(scope, name) ?? (isBuiltinFunction(name) ? { kind: "builtin", name } : undefined)
  );
}

/** As `findSymbol`, without the builtins. */
export function findDeclared(scope: Scope, name: string): ValueSymbol | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Everything in force, innermost first. */
export function visibleSymbols(scope: Scope): readonly ValueSymbol[] {
  const symbols: ValueSymbol[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    symbols.push(...at.names.values());
  }
  return [...symbols, ...builtinFunctions.map((name): ValueSymbol => ({ kind: "builtin", name }))];
}

export function symbolName(symbol: ValueSymbol): string {
  return symbol.kind === "builtin" ? symbol.name : symbol.name.name;
}

/** Where the symbol's name is introduced; builtins have no such place. */
export function symbolPlace(symbol: ValueSymbol): Identifier | undefined {
  return symbol.kind === "builtin" ? undefined : symbol.name;
}
