/** Cells of one CSV record (RFC 4180), or what is wrong with it. */
export type CsvRecord =
  | { readonly ok: true; readonly cells: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** `text` is a whole record without its line end; quotes in it are balanced. */
export function parseRecord(text: string, delimiter: string): CsvRecord {
  if (!text.includes('"')) {
    return { ok: true, cells: text.split(delimiter) };
  }
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      end = close + 1;
      if (end < text.length && !text.startsWith(delimiter, end)) {
        return { ok: false, problem: `cell ${cells.length} goes on after its closing quote` };
      }
    } else {
      const next = text.indexOf(delimiter, at);
      end = next === -1 ? text.length : next;
      const cell = text.slice(at, end);
      if (cell.includes('"')) {
        return { ok: false, problem: `cell ${cells.length + 1} has a quote and is not quoted` };
      }
      cells.push(cell);
    }
    if (end >= text.length) {
      return { ok: true, cells };
    }
    at = end + delimiter.length;
  }
}

/** Position of the quote that ends the field which begins with the quote at `open`. */
function closingQuote(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1) {
      return text.length;
    }
    if (text[at + 1] !== '"') {
      return at;
    }
  }
}

/** Whether the text has an odd number of quotes, so that a field which it begins goes on in the next line. */
export function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) {
    odd = !odd;
  }
  return odd;
}
