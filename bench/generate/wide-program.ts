/** Programs of any length for the compiler's benches: each step is typed, formatted and used by the next ones. */
export function longProgram(steps: number): string {
  const lines = [
    "type Row = { id: int, name: string, score: float, tags: string[] }",
    "",
    "workflow long(input: files, limit: int = 10) -> int {",
    "  rows0 = read input as csv of { id: int, name: string, score: float }",
  ];
  for (let i = 1; i <= steps; i += 1) {
    const from = `rows${i - 1}`;
    const at = `rows${i}`;
    switch (i % 4) {
      case 0:
        lines.push(
          `  // Step ${i}: the busiest names, then back to rows.`,
          `  names${i} = group r in ${from} by name into 8 {`,
          "    n: count(),",
          "    best: max(r.score),",
          "  }",
          `  ${at} = for g in names${i} where g.n > limit {`,
          '    { id: g.n, name: "${g.key}-${g.n}", score: g.best ?? 0.0 }',
          "  }",
        );
        break;
      case 1:
        lines.push(
          `  // Step ${i}: scores moved by a constant, small ones left out.`,
          `  ${at} = for r in ${from} where r.score > ${i}.5 and r.id % 2 == 0 {`,
          `    moved = r.score * 1.5 + float(r.id) - ${i}.0`,
          "    { id: r.id, name: lower(r.name), score: moved }",
          "  }",
        );
        break;
      case 2:
        lines.push(
          `  // Step ${i}: joined with itself by id.`,
          `  pairs${i} = join a in ${from} by id and b in rows0 by id into 8`,
          `  ${at} = for p in pairs${i} {`,
          "    better = if p.a.score > p.b.score { p.a } else { p.b }",
          "    { id: better.id, name: better.name, score: better.score }",
          "  }",
        );
        break;
      default:
        lines.push(
          `  // Step ${i}: in order.`,
          `  ${at} = sort ${from} by score desc, name into 8`,
          `  check${i} = count(${at})`,
          `  assert check${i} >= 0 or limit < ${i}, "step ${i} lost \${check${i}} rows"`,
          `  size${i} = size(${at}) + 1 KB`,
          `  assert size${i} > 0 B, "step ${i} is empty"`,
        );
    }
  }
  lines.push(`  return count(rows${steps})`, "}", "");
  return lines.join("\n");
}
