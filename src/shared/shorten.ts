import { displayLine } from "./display-text.ts";

/** Text of at most `width` columns: what is too long loses its middle to a `…`. A width below 1 counts as 1. */
export function shortenMiddle(text: string, width: number): string {
  const { cells } = displayLine(text);
  if (cells.length <= width) {
    return text;
  }
  const room = Math.max(0, width - 1);
  const head = Math.floor(room / 2);
  // A character of two columns is left out whole.
  const start = cells.slice(0, cells[head] === "" ? head - 1 : head);
  const rest = cells.slice(cells.length - (room - head));
  const end = rest[0] === "" ? rest.slice(1) : rest;
  return `${start.join("")}…${room === head ? "" : end.join("")}`;
}
