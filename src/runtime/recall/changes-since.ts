/** What has changed since a run began: it cannot go on with other code or other inputs than it began with. */
import { functionsOf } from "../../compiler/ir/functions-of.ts";
import type { Charter } from "./charter.ts";
import { digestFunctions, type FunctionCode } from "./code-digest.ts";
import type { FileDigests } from "./file-digest.ts";
import { fileStat } from "./file-stat.ts";

export interface ChangedSince {
  /** Functions whose code is another one, each with the files that differ, by path relative to the root. */
  readonly functions: readonly { readonly name: string; readonly files: readonly string[] }[];
  /** Absolute paths of inputs that are other ones, or gone. */
  readonly inputs: readonly string[];
}

export async function changesSince(
  { plan, root, code, inputs }: Charter,
  files: FileDigests,
  cache: string,
): Promise<ChangedSince> {
  const current = await digestFunctions(plan, functionsOf(plan.body), { root, cache, files });
  return {
    functions: Object.entries(code)
      .filter(([name, { digest }]) => current[name]?.digest !== digest)
      .map(([name, before]) => ({
        name: plan.functions[name]?.exportName ?? name,
        files: changedFiles(before, current[name]),
      })),
    inputs: inputs
      .filter(({ path, size, mtimeNs, inode, digest }) => {
        const now = fileStat(path);
        const same =
          now?.size === size && String(now.mtimeNs) === mtimeNs && String(now.inode) === inode;
        return !same && files.digest(path)?.digest !== digest;
      })
      .map(({ path }) => path),
  };
}

/** Files, and packages as `name@version`, that one has and the other has not, or has differently. */
export function changedFiles(
  before: FunctionCode,
  after: FunctionCode | undefined,
): readonly string[] {
  const paths = new Set([...Object.keys(before.files), ...Object.keys(after?.files ?? {})]);
  const changed = [...paths].filter((path) => before.files[path] !== after?.files[path]);
  const packages = before.packages.filter((name) => !(after?.packages.includes(name) ?? false));
  return [...changed, ...packages].toSorted();
}
