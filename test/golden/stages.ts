/** What each folder of `cases/` runs and which expected files come of it. */
import { existsSync } from "node:fs";
import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";
import { renderText } from "../../src/compiler/diagnostics/render-text.ts";
import { sortDiagnostics } from "../../src/compiler/diagnostics/report.ts";
import { createSourceFile, type SourceFile } from "../../src/compiler/source/source-file.ts";
import type { SourceHost } from "../../src/compiler/source/source-host.ts";
import type { SourceUnit } from "../../src/compiler/syntax/ast.ts";
import { invariant } from "../../src/shared/invariant.ts";
import type { Result } from "../../src/shared/result.ts";
import type { GoldenCase, Outputs } from "../support/golden-case.ts";
import { createMemoryHost } from "../support/memory-host.ts";

export const INPUT = "input.flow";

/** `argument` is what follows the stage in the folder name: the pass, for `passes/<name>`. */
export interface Stage {
  /** The module it needs; while that is not there the cases are skipped. */
  readonly needs: string;
  run(golden: GoldenCase, argument: string): Promise<Outputs>;
}

export const stages: Readonly<Record<string, Stage>> = {
  parse: { needs: "syntax/parse.ts", run: runParse },
  check: { needs: "check/check.ts", run: runCheck },
  format: { needs: "format/format.ts", run: runFormat },
};

export function isAvailable(stage: Stage): boolean {
  return existsSync(new URL(`../../src/compiler/${stage.needs}`, import.meta.url));
}

async function load<T>(path: string): Promise<T> {
  return (await import(new URL(`../../src/compiler/${path}`, import.meta.url).href)) as T;
}

interface ParseModule {
  parse(file: SourceFile): {
    readonly unit: SourceUnit;
    readonly diagnostics: readonly Diagnostic[];
  };
}

/** The tree; and the diagnostics where there are some. */
async function runParse({ inputs }: GoldenCase): Promise<Outputs> {
  const { parse } = await load<ParseModule>("syntax/parse.ts");
  const { printAst } = await load<{ printAst(unit: SourceUnit, file: SourceFile): string }>(
    "syntax/print-ast.ts",
  );
  const file = createSourceFile(INPUT, textOf(inputs, INPUT));
  const { unit, diagnostics } = parse(file);
  return {
    "expected.ast.txt": printAst(unit, file),
    ...(diagnostics.length > 0 && { "expected.diagnostics.txt": print(diagnostics, inputs) }),
  };
}

/** What a user would see; empty for a clean program. */
async function runCheck({ inputs }: GoldenCase): Promise<Outputs> {
  const { check } = await load<{
    check(path: string, host: SourceHost): { readonly diagnostics: readonly Diagnostic[] };
  }>("index.ts");
  const { diagnostics } = check(INPUT, createMemoryHost(inputs));
  return { "expected.diagnostics.txt": print(diagnostics, inputs) };
}

/** The canonical layout, which must be stable. */
async function runFormat({ inputs }: GoldenCase): Promise<Outputs> {
  const { format } = await load<{
    format(file: SourceFile): Result<string, readonly Diagnostic[]>;
  }>("format/format.ts");
  const once = format(createSourceFile(INPUT, textOf(inputs, INPUT)));
  if (!once.ok) {
    return { "expected.diagnostics.txt": print(once.error, inputs) };
  }
  const twice = format(createSourceFile(INPUT, once.value));
  invariant(twice.ok && twice.value === once.value, "the formatter is idempotent");
  return { "expected.flow": once.value };
}

function print(diagnostics: readonly Diagnostic[], inputs: ReadonlyMap<string, string>): string {
  return renderText(sortDiagnostics(diagnostics), (path) => {
    const text = inputs.get(path);
    return text === undefined ? undefined : createSourceFile(path, text);
  });
}

function textOf(inputs: ReadonlyMap<string, string>, path: string): string {
  const text = inputs.get(path);
  invariant(text !== undefined, `the case has ${path}`);
  return text;
}
