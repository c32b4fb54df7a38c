/**
 * Regular expressions as trees. The syntax is that of ECMAScript with the flag `u`, without what no automaton can do (back
 * references, look-around) and without modifiers. V8 has the word on what is well-formed and on what one character class
 * contains, so that this parser only has to find where things end.
 */
import { badValue } from "./evaluation-error.ts";

export type PatternNode =
  /** One code point. */
  | { readonly kind: "set"; readonly contains: (codePoint: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  /** `most` is null where there is no bound. */
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly least: number;
      readonly most: number | null;
    }
  | { readonly kind: "assertion"; readonly holds: Assertion };

export type Assertion = "start" | "end" | "word-boundary" | "no-word-boundary";

/** Longer patterns are refused; so nesting is bounded too. */
const LONGEST = 1_000;

const assertions: Readonly<Record<string, Assertion>> = {
  "^": "start",
  $: "end",
  "\\b": "word-boundary",
  "\\B": "no-word-boundary",
};

const SURROGATES = String.raw`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`;

/** An escape outside a class, as far as it reaches. */
const ESCAPE = new RegExp(
  String.raw`${SURROGATES}|\\(?:[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|.)`,
  "suy",
);
const CLASS = /\[(?:\\.|[^\]\\])*\]/suy;
const QUANTIFIER = /(?:([*+?])|\{([0-9]+)(?:(,)([0-9]*))?\})\??/uy;
const CHARACTER = /./suy;

interface Reader {
  readonly source: string;
  at: number;
}

/** Raises `BadValue` where `source` is no pattern, or none that is supported. */
export function parsePattern(source: string): PatternNode {
  if (source.length > LONGEST) {
    badValue(`a pattern has at most ${LONGEST} characters`);
  }
  checkSyntax(source);
  return readChoice({ source, at: 0 });
}

function checkSyntax(source: string): void {
  try {
    // The text is parsed only, never run: its running time is not bounded.
    new RegExp(source, "u");
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /u, "") : "malformed";
    badValue(`\`${source}\` is not a pattern: ${reason.toLowerCase()}`);
  }
}

function readChoice(from: Reader): PatternNode {
  const options = [readSequence(from)];
  while (accept(from, "|")) {
    options.push(readSequence(from));
  }
  return options.length === 1 ? first(options) : { kind: "choice", options };
}

function readSequence(from: Reader): PatternNode {
  const parts: PatternNode[] = [];
  while (from.at < from.source.length && !/[|)]/u.test(from.source.charAt(from.at))) {
    parts.push(readRepeat(from));
  }
  return parts.length === 1 ? first(parts) : { kind: "sequence", parts };
}

function readRepeat(from: Reader): PatternNode {
  const part = readPart(from);
  const [whole, sign, least, comma, most] = match(from, QUANTIFIER) ?? [];
  if (whole === undefined) {
    return part;
  }
  if (sign !== undefined) {
    return {
      kind: "repeat",
      part,
      least: sign === "+" ? 1 : 0,
      most: sign === "?" ? 1 : null,
    };
  }
  const bound = comma === undefined ? least : most;
  return {
    kind: "repeat",
    part,
    least: Number(least),
    most: bound === "" ? null : Number(bound),
  };
}

function readPart(from: Reader): PatternNode {
  if (accept(from, "(")) {
    if (accept(from, "?") && !accept(from, ":")) {
      badValue(
        `\`${from.source}\`: of the groups that begin with \`(?\`, only \`(?:\` is supported`,
      );
    }
    const group = readChoice(from);
    accept(from, ")");
    return group;
  }
  const text = (match(from, CLASS) ?? match(from, ESCAPE) ?? match(from, CHARACTER))?.[0] ?? "";
  const assertion = assertions[text];
  if (assertion !== undefined) {
    return { kind: "assertion", holds: assertion };
  }
  if (/^\\[1-9k]/u.test(text)) {
    badValue(`\`${from.source}\`: back references are not supported`);
  }
  return { kind: "set", contains: membership(text) };
}

/** `text` is a class, an escape, the dot or a character. */
function membership(text: string): (codePoint: number) => boolean {
  const codePoint = text.codePointAt(0);
  if (text !== "." && text.length === String.fromCodePoint(codePoint ?? 0).length) {
    return (candidate) => candidate === codePoint;
  }
  const pattern = new RegExp(`^${text}$`, "u");
  return (candidate) => pattern.test(String.fromCodePoint(candidate));
}

function accept(from: Reader, character: string): boolean {
  const found = from.source.startsWith(character, from.at);
  from.at += found ? character.length : 0;
  return found;
}

function match(from: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = from.at;
  const found = pattern.exec(from.source);
  from.at += found?.[0].length ?? 0;
  return found;
}

const nothing: PatternNode = { kind: "sequence", parts: [] };
const first = (nodes: readonly PatternNode[]): PatternNode => nodes[0] ?? nothing;
