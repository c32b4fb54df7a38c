/** What the text between quotes means. */

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  '"': '"',
  "\\": "\\",
  $: "$",
};

const escapeSequence = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|(u)|([\s\S]?))/g;

export interface BadEscape {
  /** Offset from the start of the text. */
  readonly start: number;
  readonly image: string;
}

/** The text with its escapes resolved. One that means nothing stands for itself, without the backslash. */
export function resolveEscapes(text: string): string {
  return text.includes("\\") ? text.replace(escapeSequence, resolve) : text;
}

/** Escapes that mean nothing, in the order of the text. */
export function findBadEscapes(text: string): readonly BadEscape[] {
  if (!text.includes("\\")) {
    return [];
  }
  return Array.from(text.matchAll(escapeSequence))
    .filter(([, hex, , plain]) => !isKnown(hex, plain))
    .map((match) => ({ start: match.index, image: match[0] }));
}

function resolve(
  _image: string,
  hex: string | undefined,
  u: string | undefined,
  plain: string | undefined,
): string {
  if (hex !== undefined) {
    return isScalar(hex) ? String.fromCodePoint(Number.parseInt(hex, 16)) : "\uFFFD";
  }
  const letter = u ?? plain ?? "";
  return escapes[letter] ?? letter;
}

function isKnown(hex: string | undefined, plain: string | undefined): boolean {
  return hex !== undefined ? isScalar(hex) : plain !== undefined && Object.hasOwn(escapes, plain);
}

function isScalar(hex: string): boolean {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}
