import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { CompilerRun, SignatureCompiler } from "../compiler/signatures/signature-tools.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { attempt } from "./attempt.ts";

/**
 * Of a strict project whose modules are bundled. What a module needs besides, of the project's own settings, can make an
 * error within it, which is not looked at, and `any` of a type, which fits every signature.
 */
const settings = {
  target: "esnext",
  module: "preserve",
  moduleResolution: "bundler",
  lib: ["esnext"],
  allowImportingTsExtensions: true,
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
};

/** What a run of the compiler needs of the machine. */
interface Installation {
  readonly version: string;
  /** Undefined where the package is there, and its compiler is not. */
  readonly bin: string | undefined;
}

/**
 * The `tsc` of the project in `cwd`, else the one that comes with flow. It is looked for when it is first asked about;
 * what it reads is written to `folder` for a moment.
 */
export function createTypeScriptCompiler(cwd: string, folder: string): SignatureCompiler {
  const setUp = memoize(() => {
    const sdk = findSdk(findPackageRoot(import.meta.dirname));
    const typescript = findTypeScript(cwd);
    const options = {
      ...settings,
      ...(knowsErasableSyntax(typescript?.version ?? "") ? { erasableSyntaxOnly: true } : {}),
      ...findNodeTypes(cwd),
      paths: { "flow-lang": [sdk] },
    };
    const version = `${typescript?.version} ${digestFolder(dirname(sdk))} ${JSON.stringify(options)}`;
    return { options, typescript, version };
  });
  return {
    get version() {
      return setUp().version;
    },
    importPath: (path) => resolve(cwd, path).split(sep).join("/"),
    run: async (text) => {
      const { options, typescript } = setUp();
      if (typescript?.bin === undefined) {
        return err(
          typescript === undefined
            ? "there is no package `typescript`"
            : `the package \`typescript\` ${typescript.version} has no \`tsc\``,
        );
      }
      const work = attempt(() => {
        mkdirSync(folder, { recursive: true });
        return mkdtempSync(join(folder, "run-"));
      });
      if (work === undefined) {
        return err(`nothing can be written to ${folder}`);
      }
      try {
        const source = join(work, "signatures.ts");
        const config = join(work, "tsconfig.json");
        writeFileSync(source, text);
        writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [source] }));
        return await runCompiler(cwd, typescript.bin, config, source);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

function runCompiler(
  cwd: string,
  bin: string,
  config: string,
  source: string,
): Promise<Result<CompilerRun, string>> {
  const path = relative(cwd, source).split(sep).join("/");
  const args = [bin, "--project", config, "--pretty", "false"];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, output, errorOutput) => {
      // With errors in the program the compiler ends with 1 or 2; so does its launcher where it has no compiler to start.
      if (error === null || /error TS\d+: /.test(output)) {
        done(ok({ output, path }));
      } else {
        const reason =
          errorOutput.trim().split("\n")[0] || `it ended with ${error.code ?? error.signal}`;
        done(err(`tsc failed: ${reason}`));
      }
    });
  });
}

function findTypeScript(cwd: string): Installation | undefined {
  for (const from of [join(cwd, "package.json"), import.meta.filename]) {
    const manifest = attempt(() => createRequire(from).resolve("typescript/package.json"));
    if (manifest !== undefined) {
      const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
      const bin = join(dirname(manifest), "bin", "tsc");
      return { version, bin: existsSync(bin) ? bin : undefined };
    }
  }
  return undefined;
}

/** Modules run by leaving their types out; an older compiler, which knows no such option, cannot tell where that fails. */
function knowsErasableSyntax(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 5 || (major === 5 && minor >= 8);
}

function memoize<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** `@types/node` where the project has it: without it the modules of Node are of type `any`. */
function findNodeTypes(cwd: string): {
  readonly types: readonly string[];
  readonly typeRoots?: readonly string[];
} {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const root = join(folder, "node_modules", "@types");
    if (existsSync(join(root, "node"))) {
      return { types: ["node"], typeRoots: [root] };
    }
    if (dirname(folder) === folder) {
      return { types: [] };
    }
  }
}

/** The SDK's source in a checkout, its declarations in the package that is published. */
function findSdk(root: string): string {
  const source = join(root, "src", "sdk", "index.ts");
  return existsSync(source) ? source : join(root, "dist", "types", "sdk", "index.d.ts");
}

function findPackageRoot(from: string): string {
  return existsSync(join(from, "package.json")) || dirname(from) === from
    ? from
    : findPackageRoot(dirname(from));
}

function digestFolder(folder: string): string {
  const hash = createHash("sha256");
  for (const name of (attempt(() => readdirSync(folder)) ?? []).toSorted()) {
    hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}
