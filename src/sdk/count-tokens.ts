/**
 * Counting tokens without making strings of them: a table over the bytes of a text. A function that gives its counts to a
 * step with `combine` does what a generator of single tokens does, several times as fast.
 */
import { isAscii } from "node:buffer";
import type { Text } from "./text.ts";
import { createTokenCounts, type TokenCounts } from "./token-counts.ts";

/** What the tokens of a text are. */
export interface TokenRules {
  /** For each ASCII byte the one that is counted in its place; 0 where it stands between tokens. 128 bytes. */
  readonly bytes: Uint8Array;
  /** The tokens of a line in which other bytes than ASCII occur. For ASCII it must agree with `bytes`. */
  readonly tokens: (line: string) => Iterable<string>;
}

/** Bytes of memory of the tables, by their own count, at which they are given out and begun anew. */
const TABLE_LIMIT = 32 * 1024 * 1024;

/**
 * How often each token occurs, in the order in which they first occur, short ones before long ones. A text with very many
 * different tokens gives a token more than once; the counts of those are to be added.
 * @throws RangeError where `rules.bytes` has not 128 bytes.
 */
export function* countTokens(
  text: Text,
  rules: TokenRules,
): Generator<readonly [token: string, count: number]> {
  if (rules.bytes.length !== 128) {
    throw new RangeError(`rules.bytes has a byte for each of 128, not ${rules.bytes.length}`);
  }
  let counts = createTokenCounts(rules.bytes);
  for (const block of text.blocks()) {
    if (isAscii(block)) {
      counts.addAscii(block, 0, block.length);
    } else {
      countByLine(block, rules, counts);
    }
    if (counts.weight() > TABLE_LIMIT) {
      yield* counts.entries();
      counts = createTokenCounts(rules.bytes);
    }
  }
  yield* counts.entries();
}

const LF = 0x0a;
const CR = 0x0d;

function countByLine(block: Uint8Array, { tokens }: TokenRules, counts: TokenCounts): void {
  for (let start = 0; start < block.length; ) {
    const next = block.indexOf(LF, start);
    const end = next === -1 ? block.length : next;
    const line = block.subarray(start, end);
    if (isAscii(line)) {
      counts.addAscii(block, start, end);
    } else {
      const stop = line.at(-1) === CR ? line.length - 1 : line.length;
      for (const token of tokens(decoder.decode(line.subarray(0, stop)))) {
        counts.addToken(encoder.encode(token));
      }
    }
    start = end + 1;
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
