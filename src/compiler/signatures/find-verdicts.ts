import { createHash } from "node:crypto";
import { type CheckedModule, renderCheckFile } from "./check-file.ts";
import { parseCompilerOutput } from "./compiler-output.ts";
import { declareTypes } from "./declarations.ts";
import { judgeLoading, judgeModule, judgeSyntax } from "./judge.ts";
import { collectModules } from "./local-imports.ts";
import type { FunctionSignature } from "./signature.ts";
import type { SignatureTools } from "./signature-tools.ts";
import { decodeVerdict, encodeVerdict, type Verdict } from "./verdict.ts";

/** A module to be judged, with the sources that its verdict depends on. */
export interface PendingModule extends CheckedModule {
  readonly digest: string;
  readonly sources: ReadonlyMap<string, string>;
}

export function createModule(
  path: string,
  signatures: readonly FunctionSignature[],
  { host, compiler }: SignatureTools,
): PendingModule {
  const sources = collectModules(path, host);
  const hash = createHash("sha256");
  const names = signatures.map(({ name, exportName }) => [name, exportName]);
  const { lines, functions } = declareTypes(signatures);
  hash.update(JSON.stringify([compiler.version, path, names, lines, functions, [...sources]]));
  return { path, signatures, sources, digest: hash.digest("hex") };
}

/** The verdict on every module, or the reason why there is none. The compiler runs only for what is not cached. */
export async function findVerdicts(
  modules: readonly PendingModule[],
  tools: SignatureTools,
): Promise<ReadonlyMap<PendingModule, Verdict | string>> {
  const found = new Map<PendingModule, Verdict | string>();
  for (const module of modules) {
    const cached = decodeVerdict(tools.verdicts.read(module.digest) ?? "");
    if (cached !== undefined) {
      found.set(module, cached);
    }
  }
  let pending = modules.filter((module) => !found.has(module));
  while (pending.length > 0) {
    const round = await judgeTogether(pending, tools);
    for (const [module, verdict] of round) {
      found.set(module, verdict);
      if (typeof verdict !== "string") {
        tools.verdicts.write(module.digest, encodeVerdict(verdict));
      }
    }
    // Where a module does not parse, nothing else has been looked at: the others get another run without it.
    pending = pending.filter((module) => !found.has(module));
  }
  return found;
}

/** Runs the compiler once; at least one module gets its verdict, or a reason why there is none. */
async function judgeTogether(
  pending: readonly PendingModule[],
  { compiler }: SignatureTools,
): Promise<ReadonlyMap<PendingModule, Verdict | string>> {
  const file = renderCheckFile(pending, (path) => compiler.importPath(path));
  const run = await compiler.run(file.text);
  const failAll = (reason: string): ReadonlyMap<PendingModule, string> =>
    new Map(pending.map((module) => [module, reason]));
  if (!run.ok) {
    return failAll(run.error);
  }
  const errors = parseCompilerOutput(run.value.output);
  const ofProgram = errors.find(({ path }) => path === undefined);
  if (ofProgram !== undefined) {
    return failAll(`TypeScript says "${ofProgram.message}"`);
  }
  const invalid = pending.flatMap((module): [PendingModule, Verdict][] => {
    const verdict = judgeSyntax(module.sources, errors);
    return verdict === undefined ? [] : [[module, verdict]];
  });
  if (invalid.length > 0) {
    return new Map(invalid);
  }
  const own = errors.filter(({ path }) => path === run.value.path);
  return new Map(
    pending.map((module): [PendingModule, Verdict] => {
      const unloadable = judgeLoading(module.sources, errors);
      const { problems } = judgeModule(module, file, own);
      return [module, { problems: [...unloadable, ...problems] }];
    }),
  );
}
