import { createHash } from "node:crypto";
import type { CheckedFile } from "./check-file.ts";

/** Digests of the `.flow` files that a program was compiled from, by path. */
export function digestSources({ result, sources }: CheckedFile): {
  readonly [path: string]: string;
} {
  return Object.fromEntries(
    result.modules.map(({ path }) => [path, digestText(sources(path)?.text ?? "")]),
  );
}

export const digestText = (text: string): string => createHash("sha256").update(text).digest("hex");
