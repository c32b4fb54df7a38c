/** From what the TypeScript compiler printed about a check file to a verdict on each module. */
import type { CheckedModule, CheckFile } from "./check-file.ts";
import { type CompilerError, isSyntaxError, reasonNotToLoad } from "./compiler-output.ts";
import type { FunctionSignature } from "./signature.ts";
import type { Problem, Verdict } from "./verdict.ts";

/** The verdict on a module of the given sources, by path, where TypeScript cannot parse one; else undefined. */
export function judgeSyntax(
  sources: ReadonlyMap<string, string>,
  errors: readonly CompilerError[],
): Verdict | undefined {
  const error = errors.find(
    (candidate) => isSyntaxError(candidate) && sources.has(candidate.path ?? ""),
  );
  return (
    error && { problems: [invalidModule(`${error.path}:${error.line}:${error.column}`, error)] }
  );
}

/** What keeps a module of the given sources, which parse, from being loaded: the first of it. */
export function judgeLoading(
  sources: ReadonlyMap<string, string>,
  errors: readonly CompilerError[],
): readonly Problem[] {
  for (const error of errors) {
    const reason = sources.has(error.path ?? "") ? reasonNotToLoad(error) : undefined;
    if (reason !== undefined) {
      const place = `${error.path}:${error.line}:${error.column}`;
      return [{ kind: "not-loadable", place, message: reason }];
    }
  }
  return [];
}

/** The verdict on a module in a program that parses. `errors` are those in the check file. */
export function judgeModule(
  module: CheckedModule,
  file: CheckFile,
  errors: readonly CompilerError[],
): Verdict {
  const unusable = errors.find((error) => {
    const about = file.lines.get(error.line);
    return about?.kind === "import" && about.module === module;
  });
  const problems =
    unusable === undefined
      ? module.signatures.flatMap((signature) => judgeFunction(signature, file, errors))
      : [invalidModule(module.path, unusable)];
  return { problems };
}

function invalidModule(place: string, error: CompilerError): Problem {
  return { kind: "invalid-module", place, message: error.message.replace(/\.$/, "") };
}

function judgeFunction(
  signature: FunctionSignature,
  file: CheckFile,
  errors: readonly CompilerError[],
): readonly Problem[] {
  const find = (kind: "call" | "assign"): CompilerError | undefined =>
    errors.find(({ line }) => {
      const about = file.lines.get(line);
      return about?.kind === kind && about.signature === signature;
    });
  const { name } = signature;
  const call = find("call");
  if (call !== undefined) {
    const near = /Did you mean '(\w+)'\?/.exec(call.message)?.[1] ?? null;
    return missingExportCodes.includes(call.code)
      ? [{ kind: "missing-export", name, near }]
      : [{ kind: "no-function", name }];
  }
  const assign = find("assign");
  return assign === undefined
    ? []
    : [{ kind: "mismatch", name, reasons: [assign.message, ...assign.reasons] }];
}

/** "Property does not exist", the same with a suggestion, and "only a type". */
const missingExportCodes: readonly number[] = [2339, 2551, 2693];
