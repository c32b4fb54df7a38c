/** From what the tasks of a stage were made, kept beside them: for reuse by whoever goes on, and for `flow why`. */
import type { Json } from "../../shared/json.ts";

export interface StageNotes {
  readonly schema: 1;
  /** Digest of what the node says. */
  readonly node: string;
  /** Digests of functions, by name. */
  readonly code: { readonly [name: string]: string };
  /** Of the values in scope: their digest, and how they look, null for what is not shown. */
  readonly args: { readonly [name: string]: NotedValue };
  /** Why nothing of it can be reused; null where it can. */
  readonly alone: string | null;
  readonly tasks: { readonly [task: string]: NotedTask };
}

export interface NotedValue {
  readonly digest: string;
  readonly text: string | null;
}

export interface NotedTask {
  /** Hexadecimal. */
  readonly identity: string;
  /** What it read: files by their path, tasks of a step by the prefix of the step; null for too many. */
  readonly inputs: { readonly [source: string]: string } | null;
  /** Of the rest of its work. */
  readonly work: string;
  /** Prefix of the task of another run that it was taken from; null where it was done. */
  readonly from: string | null;
  /** Why it was not remembered for other runs; absent where it was. */
  readonly kept?: string;
}

/** Of the notes of a node in its iteration; `prefix` is `nodePrefix(...)`. */
export const notesPrefix = (prefix: string): string => `${prefix}@notes/`;

export const asJson = (notes: StageNotes): Json => notes as unknown as Json; // its fields are JSON
