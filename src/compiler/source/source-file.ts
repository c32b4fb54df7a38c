/** Text of one file with what is needed to turn offsets into positions. */
export interface SourceFile {
  /** As in spans: forward slashes, relative to the host's root where possible. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first code unit of every line; lines end with LF or CRLF. */
  readonly lineStarts: readonly number[];
}

/** One-based, in UTF-16 code units, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function createSourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    lineStarts.push(at + 1);
  }
  return { path, text, lineStarts };
}

export function positionAt(file: SourceFile, offset: number): Position {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
}

/** Text of a one-based line, without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const next = file.lineStarts[line] ?? file.text.length + 1;
  return file.text.slice(start, next - 1).replace(/\r$/, "");
}
