/** How the compiler obtains source text: disk for the command line, open buffers for an editor, a map in tests. */
export interface SourceHost {
  /** Text of the file at `path`, or undefined where there is none that can be read. */
  readText(path: string): string | undefined;
  /** `specifier` (starting with `./` or `../`) as a path of this host, seen from the file `from`. */
  resolve(from: string, specifier: string): string;
}
