/**
 * UTF-8 text that stays where it is until it is read: a whole file or byte ranges of one or more. Reading is
 * synchronous, and repeatable. Sequences that are not UTF-8 are read as U+FFFD.
 */
export interface Text {
  /** In bytes. */
  readonly size: number;
  /** Lines in order, without their LF or CRLF; nothing for empty text, no empty line after a final line end. */
  lines(): Iterable<string>;
  /** Its bytes as stored, in pieces that end with a line; the arrays are the caller's. */
  blocks(): Iterable<Uint8Array>;
  /** All of it. */
  string(): string;
  /** All of it, as stored. The array is the caller's. */
  bytes(): Uint8Array;
}
