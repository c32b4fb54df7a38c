/** Strings, as sequences of code points. Values hold no lone surrogates, so no operation on whole strings can make one. */
import { badValue } from "./evaluation-error.ts";
import { chargeElements, chargeText } from "./meter.ts";
import { compilePattern } from "./pattern.ts";

/** Unicode's own case mapping, the same in every locale. */
export const lower = (text: string): string => text.toLowerCase();
export const upper = (text: string): string => text.toUpperCase();

/** Without white space and line ends (of Unicode, and U+FEFF) at both ends. */
export const trim = (text: string): string => text.trim();

/** Between separators; with an empty separator, the code points. */
export function parts(text: string, separator: string): readonly string[] {
  const list = separator === "" ? Array.from(text) : text.split(separator);
  chargeElements(list.length);
  return list;
}

export function concat(list: readonly string[], separator: string): string {
  let characters = 0;
  for (const element of list) {
    characters += element.length + separator.length;
  }
  chargeText(characters);
  return list.join(separator);
}

/** Every occurrence, literally, from left to right. */
export function replace(text: string, find: string, put: string): string {
  if (find === "") {
    badValue("`replace` cannot look for an empty string");
  }
  const pieces = text.split(find);
  chargeText(text.length + (pieces.length - 1) * put.length);
  return pieces.join(put);
}

export const contains = (text: string, part: string): boolean => text.includes(part);
export const startsWith = (text: string, part: string): boolean => text.startsWith(part);
export const endsWith = (text: string, part: string): boolean => text.endsWith(part);

/** Whether the pattern matches anywhere in the text. */
export const matches = (text: string, pattern: string): boolean => compilePattern(pattern)(text);

/** Code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      count -= 1;
      i += 1;
    }
  }
  return count;
}
