/**
 * What a function consists of: the digest of its bundle, without white space and comments, in which nothing stands that the
 * function does not reach. Packages are in it by name and version. Kept by the state of the files that went in, so that
 * bundling is for code that has changed.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plan, PlanFunction } from "../../compiler/ir/plan.ts";
import { isForeign } from "../foreign/command.ts";
import { errorCode } from "../store/store-failure.ts";
import { type Bundled, bundleFunctions } from "./bundle-function.ts";
import type { FileDigests } from "./file-digest.ts";
import { fileStat } from "./file-stat.ts";
import { folderFiles } from "./folder-files.ts";

export interface FunctionCode {
  /** Hexadecimal. */
  readonly digest: string;
  /** Digests of the files it was made of, by path relative to the root. */
  readonly files: { readonly [path: string]: string };
  /** `name@version`. */
  readonly packages: readonly string[];
}

/** By name in `Plan.functions`; without those whose code cannot be told, which are never reused. */
export type CodeDigests = { readonly [name: string]: FunctionCode };

export interface CodeDigestOptions {
  /** Absolute folder that paths in spans are relative to. */
  readonly root: string;
  /** Folder of what is kept between runs. */
  readonly cache: string;
  readonly files: FileDigests;
}

export async function digestFunctions(
  plan: Plan,
  names: Iterable<string>,
  options: CodeDigestOptions,
): Promise<CodeDigests> {
  const found = new Map<string, FunctionCode>();
  const open: { readonly name: string; readonly path: string; readonly exportName: string }[] = [];
  for (const name of names) {
    const declared = plan.functions[name];
    if (declared === undefined) {
      continue;
    }
    const path = modulePath(declared, options.root);
    const code = isForeign(path, declared)
      ? foreignCode(path, declared, options)
      : kept(options, path, declared.exportName);
    if (code !== undefined) {
      found.set(name, code);
    } else if (!isForeign(path, declared)) {
      open.push({ name, path, exportName: declared.exportName });
    }
  }
  const bundled = open.length === 0 ? [] : await bundleFunctions(open);
  for (const [index, { name, path, exportName }] of open.entries()) {
    const bundle = bundled[index];
    const code = bundle === undefined ? undefined : codeOf(bundle, options);
    if (code !== undefined) {
      keep(options, path, exportName, code);
      found.set(name, code);
    }
  }
  return Object.fromEntries(found);
}

const modulePath = (declared: PlanFunction, root: string): string =>
  resolve(root, dirname(declared.origin.file), declared.module);

function codeOf(bundle: Bundled, { files, root }: CodeDigestOptions): FunctionCode | undefined {
  const hash = createHash("sha256").update(bundle.text);
  for (const name of bundle.packages) {
    hash.update(`\n${name}`);
  }
  const digests = digestsOf(bundle.files, files, root);
  return digests && { digest: hash.digest("hex"), files: digests, packages: bundle.packages };
}

function foreignCode(
  path: string,
  declared: PlanFunction,
  { files, root }: CodeDigestOptions,
): FunctionCode | undefined {
  const folder = fileStat(path) === undefined ? path : dirname(path);
  const paths = folderFiles(folder);
  const digests = paths && digestsOf(paths, files, root);
  if (digests === undefined) {
    return undefined;
  }
  const hash = createHash("sha256").update(`${declared.runtime} ${declared.handler ?? ""}`);
  for (const [name, digest] of Object.entries(digests)) {
    // Where the folder stands does not matter.
    hash.update(`\n${relative(folder, resolve(root, name))} ${digest}`);
  }
  return { digest: hash.digest("hex"), files: digests, packages: [] };
}

function digestsOf(
  paths: readonly string[],
  files: FileDigests,
  root: string,
): { readonly [path: string]: string } | undefined {
  const digests: [string, string][] = [];
  for (const path of paths) {
    const file = files.digest(path);
    if (file === undefined) {
      return undefined;
    }
    digests.push([relative(root, path), file.digest]);
  }
  return Object.fromEntries(digests);
}

interface Kept {
  readonly schema: 1;
  readonly code: FunctionCode;
  readonly states: readonly string[];
}

/** Undefined where it is not known, or not any more. */
function kept(options: CodeDigestOptions, path: string, exportName: string) {
  let known: Kept;
  try {
    known = JSON.parse(readFileSync(keptPath(options, path, exportName), "utf8")) as Kept; // written by `keep`
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) {
      return undefined;
    }
    throw error;
  }
  return known.schema === 1 && sameLines(known.states, statesOf(known.code, options.root))
    ? known.code
    : undefined;
}

/** A cache that cannot be written costs time and nothing else. */
function keep(
  options: CodeDigestOptions,
  path: string,
  exportName: string,
  code: FunctionCode,
): void {
  const place = keptPath(options, path, exportName);
  const text: Kept = { schema: 1, code, states: statesOf(code, options.root) };
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(`${place}.${process.pid}`, JSON.stringify(text));
    renameSync(`${place}.${process.pid}`, place);
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
  }
}

function keptPath({ cache }: CodeDigestOptions, path: string, exportName: string): string {
  const name = createHash("sha256").update(`${exportName} ${path}`).digest("hex").slice(0, 32);
  return join(cache, `${name}.json`);
}

function statesOf({ files }: FunctionCode, root: string): readonly string[] {
  return Object.keys(files).map((path) => {
    const state = fileStat(resolve(root, path));
    return state === undefined ? "" : `${state.size} ${state.mtimeNs} ${state.inode}`;
  });
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i] && line !== "");
}
