import { isBuiltin } from "node:module";

/** One error as `tsc --pretty false` prints it. */
export interface CompilerError {
  /** As printed; undefined for an error of the whole program. */
  readonly path: string | undefined;
  /** From 1; 0 without a path. */
  readonly line: number;
  readonly column: number;
  /** The number after `TS`. */
  readonly code: number;
  readonly message: string;
  /** Further lines, each with its reasons under it, without indentation. */
  readonly reasons: readonly string[];
}

export function parseCompilerOutput(output: string): readonly CompilerError[] {
  const errors: { error: Omit<CompilerError, "reasons">; reasons: string[] }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match = /^(?:(.+)\((\d+),(\d+)\): )?error TS(\d+): (.*)$/.exec(line);
    if (match !== null) {
      const [, path, row, column, code, message] = match;
      const error = {
        path,
        line: Number(row ?? 0),
        column: Number(column ?? 0),
        code: Number(code),
        message: message ?? "",
      };
      errors.push({ error, reasons: [] });
    } else if (/^\s+\S/.test(line)) {
      errors.at(-1)?.reasons.push(line.trim());
    }
  }
  return errors.map(({ error, reasons }) => ({ ...error, reasons }));
}

/**
 * Whether the error is one of the parser. `tsc` prints errors of parsing before all others, and no others beside them.
 * The numbers from 1000 to 1199 are its grammar, but for these, which are about imports and options.
 */
export function isSyntaxError({ code }: CompilerError): boolean {
  return code >= 1000 && code < 1200 && ![1148, 1149, 1192, 1194].includes(code);
}

/** Syntax that means more than types. */
const NOT_ERASABLE = 1294;
/** There is no module, or the file is none. */
const unresolvedCodes: readonly number[] = [2306, 2307, 2792];

/**
 * Why a module with the error cannot be loaded, as a clause; undefined where it can. Modules of Node are there whether or
 * not their types are.
 */
export function reasonNotToLoad({ code, message }: CompilerError): string | undefined {
  if (code === NOT_ERASABLE) {
    return "this syntax is more than types, and is not run";
  }
  const specifier = /'([^']*)'/.exec(message)?.[1];
  return unresolvedCodes.includes(code) && specifier !== undefined && !isBuiltin(specifier)
    ? `there is no module \`${specifier}\``
    : undefined;
}
