import type { Severity } from "./diagnostic.ts";

/** Everything there is to know about one code. */
export interface CodeEntry {
  readonly severity: Severity;
  /** One line for lists: a noun phrase, upper-case first letter, no final stop. */
  readonly summary: string;
  /**
   * One lower-case clause without final stop, in the language's vocabulary, names in backticks, expected before found.
   * The type of its argument is what `report` asks for.
   */
  readonly message: (args: never) => string;
  /** A few sentences of Markdown: what it means, why it is so, what to write instead. */
  readonly explanation: string;
  /** The smallest program that yields exactly this code. */
  readonly example: CodeExample;
}

/**
 * A `.flow` source, or files by path where one source cannot show it. Of several files `main.flow` is the one checked;
 * the others are what the host can read beside it.
 */
export type CodeExample =
  | string
  | { readonly "main.flow": string; readonly [path: string]: string };

/** A code that is reported no more. It stays listed, so that its number is not used again and an old log is readable. */
export interface RetiredCode {
  readonly summary: string;
  /** Markdown: why it went, and which code took its place. */
  readonly explanation: string;
}
