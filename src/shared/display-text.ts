/**
 * One line of source as a terminal shows it. Tabs become blanks, characters that would move the cursor, colour the
 * screen or reorder the text become visible signs, and every offset of the line gets its column.
 */
export interface DisplayLine {
  /** One entry a column; a character of two columns is followed by an empty entry. */
  readonly cells: readonly string[];
  /** Column, from 0, of every offset of the line, its end included. */
  readonly columns: readonly number[];
}

const tabWidth = 4;
export function displayLine(text: string): DisplayLine {
  const cells: string[] = [];
  const columns: number[] = [];
  for (const character of characters(text)) {
    for (let unit = 0; unit < character.length; unit++) {
      columns.push(cells.length);
    }
    if (character === "\t") {
      const width = tabWidth - (cells.length % tabWidth);
      cells.push(...Array.from({ length: width }, () => " "));
    } else {
      const visible = toVisible(character);
      cells.push(visible);
      if (isWide(visible)) {
        cells.push("");
      }
    }
  }
  columns.push(cells.length);
  return { cells, columns };
}

/** Text on one line, without blanks around it, that cannot change the state of a terminal. */
export function displayText(text: string): string {
  return displayLine(text.trim().replace(/\s*[\r\n]+\s*/g, " ")).cells.join("");
}

/** A line as a function printed it, or a message has it: without colours, and unable to change the state of a terminal. */
export function displayPrinted(line: string): string {
  const [first, ...rest] = line.split(ESCAPE);
  const plain = rest.map((part) => (COLOUR.test(part) ? part.replace(COLOUR, "") : ESCAPE + part));
  return displayLine([first, ...plain].join("")).cells.join("");
}

const ESCAPE = "\u001b";
/** What follows it in Select Graphic Rendition of ECMA-48, with which programs colour their lines. */
const COLOUR = /^\[[\d;:]*m/;

/**
 * What people see as one character: a letter with its marks, a flag, a family joined by zero-width joiners. The segmenter
 * takes tens of milliseconds to come up, so plain text does without.
 */
function characters(text: string): Iterable<string> {
  if (/^[\t\x20-\x7e]*$/.test(text)) {
    return text;
  }
  const segments = new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text);
  return segments[Symbol.iterator]().map(({ segment }) => segment);
}

function toVisible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) {
    return String.fromCodePoint(0x2400 + code);
  }
  if (code === 0x7f) {
    return "\u2421";
  }
  // Controls, characters that only change the direction of text or join others, lone surrogates, lone marks.
  return /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{M}]/u.test(character)
    ? "\ufffd"
    : character.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

function isWide(character: string): boolean {
  return (
    character > "\u10ff" &&
    (wide.test(character) || /^\p{Emoji_Presentation}|\ufe0f/u.test(character))
  );
}

/** East Asian Wide and Fullwidth of Unicode Standard Annex 11, by blocks. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f320}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
