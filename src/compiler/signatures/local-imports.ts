/** How the files around functions are read; paths are the host's, with forward slashes. */
export interface ModuleHost {
  /** What is at `path`; undefined for nothing. */
  find(path: string): "file" | "folder" | undefined;
  /** Undefined where there is no file that can be read. */
  readText(path: string): string | undefined;
  /** `specifier`, starting with `./` or `../`, seen from the file `from`. */
  resolve(from: string, specifier: string): string;
  /** Names in a folder, ascending; none where there is no folder. */
  list(folder: string): readonly string[];
}

/**
 * The module at `path` and all local modules it imports, by path, ascending. Imports are found by their look, without
 * parsing: one in a comment or a string counts too, which costs nothing but a file read, and none is overlooked whose
 * specifier is written out.
 */
export function collectModules(path: string, host: ModuleHost): ReadonlyMap<string, string> {
  const modules = new Map<string, string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const text = modules.has(next) ? undefined : host.readText(next);
    if (text !== undefined) {
      modules.set(next, text);
      const from = next;
      queue.push(
        ...findSpecifiers(text).flatMap((specifier) => candidates(host.resolve(from, specifier))),
      );
    }
  }
  return new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function findSpecifiers(text: string): readonly string[] {
  const imports = /(?:\bfrom|\bimport|\brequire|\bpath\s*=)\s*\(?\s*(["'`])(\.{1,2}\/[^"'`\n]*)\1/g;
  return [...text.matchAll(imports)].map(([, , specifier]) => specifier ?? "");
}

/** The files TypeScript may mean by a path: itself, a source for the output it names, what has an extension left out. */
function candidates(path: string): readonly string[] {
  const source = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  return [
    ...new Set([
      path,
      source,
      `${path}.ts`,
      `${path}.tsx`,
      `${path}.d.ts`,
      `${path}.js`,
      `${path}/index.ts`,
    ]),
    ...(source === path ? [] : [path.replace(/\.([cm]?)jsx?$/, ".d.$1ts")]),
  ];
}
