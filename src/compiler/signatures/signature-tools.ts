import type { Result } from "../../shared/result.ts";
import type { ModuleHost } from "./local-imports.ts";

/** What checking signatures needs of the world. */
export interface SignatureTools {
  readonly host: ModuleHost;
  readonly compiler: SignatureCompiler;
  readonly verdicts: VerdictCache;
}

/** The TypeScript compiler of the project. */
export interface SignatureCompiler {
  /** Tells one compiler, with its settings and the types it gives to `flow-lang`, from another. Asked for only with functions to check; nothing is run for it. */
  readonly version: string;
  /** A path of the host as one that an import in the checked module can name. */
  importPath(path: string): string;
  /** Type-checks a module of the given text. An error is a clause that says why the compiler could not be run. */
  run(text: string): Promise<Result<CompilerRun, string>>;
}

export interface CompilerRun {
  /** What `tsc --pretty false` printed, with paths as the host has them. */
  readonly output: string;
  /** The path under which it printed errors of the checked module. */
  readonly path: string;
}

/** Verdicts of earlier runs, by a digest of everything they depend on. It may forget, and never fails. */
export interface VerdictCache {
  read(digest: string): string | undefined;
  write(digest: string, verdict: string): void;
}
