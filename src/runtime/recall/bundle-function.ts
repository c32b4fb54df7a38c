/** Bundles single functions out of their modules, to tell whether their code has changed. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { errorCode } from "../store/store-failure.ts";

export interface ExportedFunction {
  /** Absolute, of its module. */
  readonly path: string;
  readonly exportName: string;
}

export interface Bundled {
  readonly text: string;
  /** Absolute paths of what went in, ascending; of packages, their `package.json`. */
  readonly files: readonly string[];
  /** `name@version`, ascending. */
  readonly packages: readonly string[];
}

/** In the order of `functions`; undefined for one that cannot be bundled. */
export async function bundleFunctions(
  functions: readonly ExportedFunction[],
): Promise<readonly (Bundled | undefined)[]> {
  const esbuild = await import("esbuild");
  try {
    return await Promise.all(functions.map((each) => bundle(esbuild, each)));
  } finally {
    // Its process would stay for as long as this one.
    await esbuild.stop();
  }
}

async function bundle(
  { build }: typeof import("esbuild"),
  { path, exportName }: ExportedFunction,
): Promise<Bundled | undefined> {
  const folder = dirname(path);
  try {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: `export { ${JSON.stringify(exportName)} as it } from ${JSON.stringify(path)};`,
        resolveDir: folder,
        loader: "js",
      },
      absWorkingDir: folder,
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      packages: "external",
      // Names are kept: a function may look at its own.
      minifyWhitespace: true,
      legalComments: "none",
      logLevel: "silent",
      outdir: "/",
    });
    const inputs = Object.entries(metafile.inputs).filter(([name]) => name !== "<stdin>");
    const found = inputs.flatMap(([name, { imports }]) =>
      imports.flatMap((each) =>
        each.external === true
          ? (findPackage(each.path, dirname(resolve(folder, name))) ?? [])
          : [],
      ),
    );
    return {
      text: outputFiles.map(({ text }) => text).join("\n"),
      files: [
        ...new Set([
          ...inputs.map(([name]) => resolve(folder, name)),
          ...found.map((each) => each.manifest),
        ]),
      ].toSorted(),
      packages: [...new Set(found.map(({ name, version }) => `${name}@${version}`))].toSorted(),
    };
  } catch {
    // Whatever is wrong with the module, its first task says it better.
    return undefined;
  }
}

interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly manifest: string;
}

/** The package that a specifier means, seen from a folder; undefined for a module of Node. */
function findPackage(specifier: string, from: string): FoundPackage | undefined {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    const version = versionIn(manifest);
    if (version !== undefined) {
      return { name, version, manifest };
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}

function versionIn(manifest: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof parsed === "object" && parsed !== null && "version" in parsed
      ? String(parsed.version)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) {
      return undefined;
    }
    throw error;
  }
}
