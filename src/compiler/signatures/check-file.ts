import { declareTypes } from "./declarations.ts";
import type { FunctionSignature } from "./signature.ts";

export interface CheckedModule {
  /** As the host knows it. */
  readonly path: string;
  readonly signatures: readonly FunctionSignature[];
}

/** A TypeScript module whose errors say which functions do not fit. */
export interface CheckFile {
  readonly text: string;
  /** What the one-based lines are about; lines of declarations are about nothing. */
  readonly lines: ReadonlyMap<number, CheckLine>;
}

export type CheckLine =
  | { readonly kind: "import"; readonly module: CheckedModule }
  /** Fails where the export is missing or cannot be called. */
  | { readonly kind: "call"; readonly signature: FunctionSignature }
  /** Fails where the export does not fit, too. */
  | { readonly kind: "assign"; readonly signature: FunctionSignature };

/** `importPath` turns a path of the host into one TypeScript can import from wherever the file will be. */
export function renderCheckFile(
  modules: readonly CheckedModule[],
  importPath: (path: string) => string,
): CheckFile {
  const text: string[] = [];
  const lines = new Map<number, CheckLine>();
  const add = (line: string, about?: CheckLine): void => {
    text.push(line);
    if (about !== undefined) {
      lines.set(text.length, about);
    }
  };
  add('import type * as flow from "flow-lang";');
  for (const [index, module] of modules.entries()) {
    add(`import * as m${index} from ${JSON.stringify(importPath(module.path))};`, {
      kind: "import",
      module,
    });
  }
  add("declare function call(value: (...args: never[]) => unknown): void;");
  // One block a module: what is called alike in two of them stays apart, and a verdict depends on one module alone.
  for (const [index, { signatures }] of modules.entries()) {
    const { lines: declarations, functions } = declareTypes(signatures);
    add("{");
    for (const line of declarations) {
      add(line.replace(/^export /, ""));
    }
    for (const [position, signature] of signatures.entries()) {
      const value = `m${index}.${signature.exportName}`;
      add(`call(${value});`, { kind: "call", signature });
      add(`const f${position}: ${functions[position]} = ${value};`, { kind: "assign", signature });
    }
    add("}");
  }
  return { text: `${text.join("\n")}\n`, lines };
}
