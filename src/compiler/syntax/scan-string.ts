/**
 * Where strings end. A string stands on one line, also with what its holes hold, so the lexer looks ahead at the opening
 * quote: only a string that is closed is entered. Inside, every hole is therefore closed too, and neither a line end nor
 * an open brace can be met.
 */

/** Strings in holes of strings in holes: more than anyone reads, few enough to look ahead again at each level. */
const maxNesting = 16;

const quote = 34;
const backslash = 92;
const dollar = 36;
const openBrace = 123;
const closeBrace = 125;
const lineFeed = 10;
const carriageReturn = 13;
const slash = 47;
const asterisk = 42;

/** Offset after the closing quote of a string without holes that opens at `start`; undefined where there is none. */
export function findPlainStringEnd(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== quote) {
    return undefined;
  }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      return at + 1;
    }
    if (isLineEnd(code) || (code === dollar && text.charCodeAt(at + 1) === openBrace)) {
      return undefined;
    }
    if (code === backslash) {
      at++;
      if (isLineEnd(text.charCodeAt(at))) {
        return undefined;
      }
    }
  }
  return undefined;
}

/** Offset after the closing quote of the string that opens at `start`, holes included; undefined where it is not closed. */
export function findStringEnd(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== quote) {
    return undefined;
  }
  const enclosing: ("string" | "code")[] = ["string"];
  for (let at = start + 1; at < text.length && enclosing.length <= 2 * maxNesting; at++) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code)) {
      return undefined;
    }
    if (code === quote) {
      if (enclosing.at(-1) === "code") {
        enclosing.push("string");
      } else {
        enclosing.pop();
        if (enclosing.length === 0) {
          return at + 1;
        }
      }
    } else if (enclosing.at(-1) === "string") {
      if (code === backslash) {
        at++;
        if (isLineEnd(text.charCodeAt(at))) {
          return undefined;
        }
      } else if (code === dollar && text.charCodeAt(at + 1) === openBrace) {
        enclosing.push("code");
        at++;
      }
    } else if (code === openBrace) {
      enclosing.push("code");
    } else if (code === closeBrace) {
      enclosing.pop();
    } else if (code === slash && text.charCodeAt(at + 1) === slash) {
      return undefined;
    } else if (code === slash && text.charCodeAt(at + 1) === asterisk) {
      const end = text.indexOf("*/", at + 2);
      if (end === -1 || text.slice(at, end).includes("\n")) {
        return undefined;
      }
      at = end + 1;
    }
  }
  return undefined;
}

/**
 * Offset where a string that opens at `start` and is not closed is taken to end: with its line, but before the brackets and commas there,
 * which more likely belong to what is around it.
 */
export function findUnclosedStringEnd(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== quote) {
    return undefined;
  }
  let lineEnd = text.indexOf("\n", start);
  lineEnd = lineEnd === -1 ? text.length : lineEnd;
  const line = text.slice(start, lineEnd);
  if (line.includes("${")) {
    return start + line.trimEnd().length;
  }
  let end = lineEnd;
  while (end > start + 1 && ")]},; \t\r".includes(text.charAt(end - 1))) {
    end--;
  }
  return end;
}

/** Offset of the end of the text that begins at `start` inside a string: the closing quote or a hole. */
export function findStringTextEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote || (code === dollar && text.charCodeAt(at + 1) === openBrace)) {
      return at;
    }
    if (code === backslash) {
      at++;
    }
  }
  return text.length;
}

function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}
