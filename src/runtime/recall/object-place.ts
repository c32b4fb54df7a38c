/** Which task made an object, read off its key (`keys.ts`). */
export interface ObjectPlace {
  readonly run: string;
  /** Of the node in its iteration: everything of it begins so. */
  readonly nodePrefix: string;
  readonly taskPrefix: string;
  readonly task: string;
  readonly attempt: number;
  /** Within the attempt. */
  readonly name: string;
}

/** Undefined for an object that no attempt wrote: a manifest, a decision. */
export function objectPlace(key: string): ObjectPlace | undefined {
  const match = KEY.exec(key);
  if (match === null) {
    return undefined;
  }
  const [, nodePrefix = "", run = "", task = "", attempt = "", name = ""] = match;
  const taskPrefix = `${nodePrefix}${task}/`;
  return { run, nodePrefix, taskPrefix, task, attempt: Number(attempt), name };
}

/** No part of a node path begins with `@`, and no name of a task does. */
const KEY = /^(runs\/([^/]+)\/(?:[^@/][^/]*\/)+@[^/]*\/)([^@/][^/]*)\/a(\d+)\/(.+)$/u;
