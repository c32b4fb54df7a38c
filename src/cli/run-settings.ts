import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { findDuplicateKey } from "../shared/duplicate-key.ts";
import { describeFileError, readSource } from "./disk-host.ts";
import { probeFolder } from "./probe-folder.ts";
import { UsageError } from "./usage-error.ts";

/** `--workers`; as many as there are cores where it is not given. */
export function readWorkers(text: string | undefined): number {
  if (text === undefined) {
    return availableParallelism();
  }
  const workers = Number(text);
  if (!Number.isInteger(workers) || workers < 1 || workers > 1024) {
    throw new UsageError(`--workers takes a number from 1 to 1024, not '${text}'`);
  }
  return workers;
}

export interface ParamsFile {
  /** Null where none is given. */
  readonly params: unknown;
  /** Where relative paths in it start. */
  readonly folder: string;
}

export function readParamsFile(cwd: string, path: string | undefined): ParamsFile {
  if (path === undefined) {
    return { params: null, folder: cwd };
  }
  const read = readSource(cwd, path);
  if (!read.ok) {
    throw new UsageError(read.error);
  }
  return { params: parseParams(read.value, path), folder: dirname(resolve(cwd, path)) };
}

function parseParams(text: string, path: string): unknown {
  let params: unknown;
  try {
    params = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UsageError(`${path} is not JSON: ${error.message}`);
    }
    throw error;
  }
  const twice = findDuplicateKey(text);
  if (twice !== undefined) {
    const { key, line, firstLine } = twice;
    const places = line === firstLine ? `line ${line}` : `lines ${firstLine} and ${line}`;
    throw new UsageError(
      `${path} gives ${JSON.stringify(key)} twice in one object, on ${places}`,
      "Leave out one of them.",
    );
  }
  return params;
}

/**
 * `--out` as an absolute path, where a folder can be made. What is there already is never mixed with a result, nor
 * overwritten.
 */
export function readOut(cwd: string, path: string | undefined): string | undefined {
  if (path === undefined) {
    return undefined;
  }
  if (path === "") {
    throw new UsageError("--out names no directory", "Give --out a directory of its own.");
  }
  const folder = resolve(cwd, path);
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new UsageError(`${path} is not empty`, "Give --out a directory of its own.");
    }
    // A result is made beside its place.
    probeFolder(`${folder}.partial-${randomUUID()}`);
  } catch (error) {
    if (error instanceof UsageError) {
      throw error;
    }
    throw new UsageError(
      `the result cannot be put into ${path}: ${describeFileError(error, path)}`,
      "Give --out a directory that can be made.",
    );
  }
  return folder;
}
