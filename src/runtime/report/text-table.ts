/** Text in columns: the first `left` to the left, the others to the right, no trailing blanks. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  left = 1,
): readonly string[] {
  const lines = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? "").length)),
  );
  return lines.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < left ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
