import { basename, dirname, join, relative } from "node:path/posix";
import { renderTypesModule } from "./declarations.ts";
import type { ModuleHost } from "./local-imports.ts";
import type { FunctionSignature } from "./signature.ts";

export interface TypesFile {
  /** As the host knows it. */
  readonly path: string;
  readonly text: string;
}

/**
 * What `flow types` writes for the file `source`: for `functions/words.ts` and every other module in its folder one
 * `functions/NAME.types.ts`, where NAME is that of the `.flow` file; or everything in one file in the folder `out`.
 * Functions in another runtime and in folders have no types, and those that `source` takes by `use` are left to the file
 * that declares them. Sorted by path.
 */
export function generateTypes(
  signatures: readonly FunctionSignature[],
  source: string,
  host: ModuleHost,
  out?: string,
): readonly TypesFile[] {
  const name = `${basename(source).replace(/\.flow$/, "")}.types.ts`;
  const modulePath = (signature: FunctionSignature): string =>
    host.resolve(signature.spans.name.file, signature.path);
  const typed = signatures.filter(
    (signature) =>
      signature.spans.name.file === source &&
      signature.runtime !== "python" &&
      host.find(modulePath(signature)) !== "folder",
  );
  const folders = Map.groupBy(typed, (signature) => out ?? dirname(modulePath(signature)));
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, members]) => ({
      path: join(folder, name),
      text: renderTypesModule({
        signatures: members,
        source: relativePath(folder, source),
        modulePath: (signature) => relativePath(folder, modulePath(signature)),
      }),
    }));
}

/** Whether `file` may replace what stands at its path: nothing, or what was generated from the same `.flow` file. */
export function mayReplace(existing: string | undefined, file: TypesFile): boolean {
  return existing === undefined || firstLine(existing) === firstLine(file.text);
}

function firstLine(text: string): string {
  return text.slice(0, text.search(/\r?\n|$/));
}

function relativePath(folder: string, path: string): string {
  const result = relative(folder, path);
  return result.startsWith(".") ? result : `./${result}`;
}
