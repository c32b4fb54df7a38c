import { sep } from "node:path";

/** Stacks name files by URL or by path, as whoever loaded them does. */
const OWN_FOLDERS = [new URL(".", import.meta.url).href, import.meta.dirname + sep];

/**
 * The frames of the user's own code and of what it called, one a line: those before the first of the runtime, without
 * those inside Node. Null where there are none.
 */
export function userStack(error: Error): string | null {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  const ours = frames.findIndex((line) => OWN_FOLDERS.some((own) => line.includes(own)));
  const own = frames
    .slice(0, ours === -1 ? undefined : ours)
    .filter((line) => !line.includes("node:internal/"));
  return own.length === 0 ? null : own.map((line) => line.trim()).join("\n");
}
