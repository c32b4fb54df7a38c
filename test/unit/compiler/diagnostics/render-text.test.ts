import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fix, Label } from "../../../../src/compiler/diagnostics/diagnostic.ts";
import { renderText } from "../../../../src/compiler/diagnostics/render-text.ts";
import {
  createDiagnostic,
  type ReportDetails,
} from "../../../../src/compiler/diagnostics/report.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import type { Span } from "../../../../src/compiler/source/span.ts";
import { displayLine } from "../../../../src/shared/display-text.ts";

/**
 * A source in which `«` and `»` around a stretch make it the primary span, `‹` and `›` a secondary one; texts of the
 * secondary labels are given in their order.
 */
function render(
  marked: string,
  details: Omit<ReportDetails, "secondary"> & { also?: readonly string[] } = {},
  options = {},
): string {
  const marks = [...marked.matchAll(/[«»‹›]/g)];
  const offset = (index: number): number => (marks[index]?.index ?? 0) - index;
  const spans: { primary: Span | undefined; secondary: Span[] } = {
    primary: undefined,
    secondary: [],
  };
  for (const [index, [mark]] of marks.entries()) {
    const close = mark === "«" ? "»" : "›";
    const end = marks.findIndex(([other], later) => later > index && other === close);
    const span = { file: "main.flow", start: offset(index), end: offset(end) };
    if (mark === "«") {
      spans.primary = span;
    } else if (mark === "‹") {
      spans.secondary.push(span);
    }
  }
  const file = createSourceFile("main.flow", marked.replace(/[«»‹›]/g, ""));
  const secondary: readonly Label[] = spans.secondary.map((span, index) => ({
    span,
    text: details.also?.[index] ?? "",
  }));
  const primary = spans.primary ?? { file: "main.flow", start: 0, end: 0 };
  const diagnostic = createDiagnostic(
    "FLOW2001",
    primary,
    { name: "x" },
    { ...details, secondary },
  );
  return renderText([diagnostic], (path) => (path === "main.flow" ? file : undefined), options);
}

function frame(...lines: readonly string[]): string {
  return `${["error[FLOW2001]: unknown name `x`", ...lines].join("\n")}\n`;
}

it("shows the line, marks the span and gives label and hint", () => {
  const source = "\n\n\n  step b = resize(«fecth».output)\n";
  const hint = "Did you mean `fetch`, declared on line 2?";
  expect(render(source, { label: "not declared in this flow", hint })).toBe(
    frame(
      "  --> main.flow:4:19",
      "  4 |   step b = resize(fecth.output)",
      "    |                   ^^^^^ not declared in this flow",
      `hint: ${hint}`,
    ),
  );
});

it("shows secondary labels in order of lines, leaving out what is between them", () => {
  const source = "a = ‹1›\nb = 2\nc = 3\nd = 4\na = «5»\ne = 6\nf = ‹7›\n";
  expect(render(source, { label: "again", also: ["first", ""] })).toBe(
    frame(
      "  --> main.flow:5:5",
      "  1 | a = 1",
      "    |     - first",
      "...",
      "  5 | a = 5",
      "    |     ^ again",
      "  6 | e = 6",
      "  7 | f = 7",
      "    |     -",
    ),
  );
});

it("hangs the texts of several labels on one line below each other", () => {
  expect(render("f(«aa», ‹bb›, ‹cc›)", { label: "one", also: ["two", "three"] })).toBe(
    frame(
      "  --> main.flow:1:3",
      "  1 | f(aa, bb, cc)",
      "    |   ^^  --  -- three",
      "    |   |   |",
      "    |   |   two",
      "    |   one",
    ),
  );
});

it("draws the primary mark over a secondary one around it", () => {
  expect(render("f(‹aa «bb» cc›)", { label: "inner", also: ["outer"] })).toBe(
    frame(
      "  --> main.flow:1:6",
      "  1 | f(aa bb cc)",
      "    |   ---^^---",
      "    |   |  |",
      "    |   |  inner",
      "    |   outer",
    ),
  );
});

it("frames a span of several lines", () => {
  expect(render("a\n«b {\n  c\n  d\n  e\n}»\nf", { label: "all of it" })).toBe(
    frame(
      "  --> main.flow:2:1",
      "  2 |   b {",
      "    |  _^",
      "...",
      "  6 | | }",
      "    | |_^ all of it",
    ),
  );
});

it("frames spans of several lines inside each other", () => {
  expect(render("‹a\n  «b\n  c»\nd›", { label: "inner", also: ["outer"] })).toBe(
    frame(
      "  --> main.flow:2:3",
      "  1 |     a",
      "    |  ___-",
      "  2 | |     b",
      "    | |  ___^",
      "  3 | | |   c",
      "    | | |___^ inner",
      "  4 | |   d",
      "    | |___- outer",
    ),
  );
});

it("marks a place between characters, and one at the end of a line", () => {
  expect(render("ab«»c")).toBe(frame("  --> main.flow:1:3", "  1 | abc", "    |   ^"));
  expect(render("ab«»\nc")).toBe(frame("  --> main.flow:1:3", "  1 | ab", "    |   ^"));
});

it("marks the end of the file, and of an empty one", () => {
  expect(render("ab\n«»", { label: "here" })).toBe(
    frame("  --> main.flow:2:1", "  2 |", "    | ^ here"),
  );
  expect(render("«»")).toBe(frame("  --> main.flow:1:1", "  1 |", "    | ^"));
});

it("ends a span with the line whose end it holds", () => {
  expect(render("«ab\n»c")).toBe(frame("  --> main.flow:1:1", "  1 | ab", "    | ^^"));
});

it("lines up under tabs, wide characters and emoji", () => {
  expect(render("\ta = «b»")).toBe(
    frame("  --> main.flow:1:6", "  1 |     a = b", "    |         ^"),
  );
  expect(render('f("你好", «x»)')).toBe(
    frame("  --> main.flow:1:9", '  1 | f("你好", x)', "    |           ^"),
  );
  expect(render("«你好»")).toBe(frame("  --> main.flow:1:1", "  1 | 你好", "    | ^^^^"));
  expect(render('"👩‍🚀", «x»')).toBe(
    frame("  --> main.flow:1:10", '  1 | "👩‍🚀", x', "    |       ^"),
  );
});

it("takes CRLF as the end of a line", () => {
  expect(render("a\r\nb = «x\r\n  y»\r\nc", { label: "both" })).toBe(
    frame(
      "  --> main.flow:2:5",
      "  2 |   b = x",
      "    |  _____^",
      "  3 | |   y",
      "    | |___^ both",
    ),
  );
});

it("aligns line numbers of different length", () => {
  const source = `${"\n".repeat(8)}‹a›\n«b»`;
  expect(render(source, { also: ["nine"] })).toBe(
    frame("   --> main.flow:10:1", "   9 | a", "     | - nine", "  10 | b", "     | ^"),
  );
});

it("shows the part of a long line that matters", () => {
  const source = `${"a".repeat(100)}«b»${"c".repeat(100)}`;
  expect(render(source, { label: "it" }, { width: 36 })).toBe(
    frame(
      "  --> main.flow:1:101",
      `  1 | …${"a".repeat(9)}b${"c".repeat(18)}…`,
      "    |           ^ it",
    ),
  );
});

it("clips a span that is wider than the page", () => {
  expect(
    render(`ab = «${"x".repeat(100)}»`, { label: "too long for the line" }, { width: 36 }),
  ).toBe(
    frame(
      "  --> main.flow:1:6",
      `  1 | ab = ${"x".repeat(24)}…`,
      `    |      ${"^".repeat(25)}`,
      "    |      |",
      "    |      too long for the line",
    ),
  );
});

it("breaks a label that is wider than the page, and moves it to the left for room", () => {
  const label = "given as `Row`, but the function takes `{ id: string }`";
  expect(render("function score(«row: Row»)", { label }, { width: 56 })).toBe(
    frame(
      "  --> main.flow:1:16",
      "  1 | function score(row: Row)",
      "    |                ^^^^^^^^",
      "    |                |",
      "    | given as `Row`, but the function takes `{ id:",
      "    | string }`",
    ),
  );
});

it("breaks the label of a span of several lines beside it", () => {
  const label = "all of this stands in the way of what comes after it";
  expect(render("«{\n  a\n}»", { label }, { width: 46 })).toBe(
    frame(
      "  --> main.flow:1:1",
      "  1 |   {",
      "    |  _^",
      "  2 | |   a",
      "  3 | | }",
      "    | |_^ all of this stands in the way of",
      "    |     what comes after it",
    ),
  );
});

it("keeps to the page, whatever stands in a program", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", " ", "你"), maxLength: 90 });
  fc.assert(
    fc.property(
      word,
      word,
      word,
      fc.integer({ min: 60, max: 100 }),
      (before, text, label, width) => {
        const shown = render(`${before}«${text}»${before}`, { label }, { width });
        const lines = shown.split("\n").slice(2);
        expect(
          Math.max(...lines.map((line) => displayLine(line).cells.length)),
        ).toBeLessThanOrEqual(width);
      },
    ),
    { seed: 71, numRuns: 500 },
  );
});

it("lets no control character through", () => {
  expect(render("a = \u001b[2J«x»", { label: "b\u0007", hint: "c\u001b\nd" })).toBe(
    frame("  --> main.flow:1:9", "  1 | a = ␛[2Jx", "    |         ^ b␇", "hint: c␛", "      d"),
  );
});

it("names the fixes it offers", () => {
  const fixes: readonly Fix[] = [
    { title: "write `y`", applicability: "safe", edits: [] },
    { title: "write `z`", applicability: "suggested", edits: [] },
  ];
  expect(render("«x»", { fixes })).toBe(
    frame("  --> main.flow:1:1", "  1 | x", "    | ^", "fix: write `y`", "suggestion: write `z`"),
  );
});

it("goes on in the file of a secondary label, and without a source where there is none", () => {
  const main = createSourceFile("main.flow", "x\n");
  const other = createSourceFile("other.flow", "\ny\n");
  const diagnostic = createDiagnostic(
    "FLOW2001",
    { file: "main.flow", start: 0, end: 1 },
    { name: "x" },
    {
      secondary: [
        { span: { file: "other.flow", start: 1, end: 2 }, text: "there" },
        { span: { file: "gone.flow", start: 1, end: 2 }, text: "nowhere" },
      ],
    },
  );
  const sources = (path: string) => [main, other].find((file) => file.path === path);
  expect(renderText([diagnostic], sources)).toBe(
    frame(
      "  --> main.flow:1:1",
      "  1 | x",
      "    | ^",
      "  ::: other.flow:2:1",
      "  2 | y",
      "    | - there",
      "  ::: gone.flow",
      "    = nowhere",
    ),
  );
});

it("puts an empty line between two, and none around", () => {
  const diagnostic = createDiagnostic("FLOW2001", { file: "f", start: 0, end: 0 }, { name: "x" });
  const one = "error[FLOW2001]: unknown name `x`\n  --> f\n";
  expect(renderText([diagnostic, diagnostic], () => undefined)).toBe(`${one}\n${one}`);
  expect(renderText([], () => undefined)).toBe("");
});

it("colours the same text where asked to", () => {
  const details = { label: "here", also: ["there"], hint: "Do it." };
  const plain = render("f(«aa», ‹bb›)", details);
  const coloured = render("f(«aa», ‹bb›)", details, { colour: true });
  expect(coloured).toContain("\u001b[1;31merror[FLOW2001]\u001b[0m");
  expect(coloured).toContain("\u001b[31m^^\u001b[0m");
  expect(coloured).toContain("\u001b[34m--");
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

it("shows any text with any labels, without a control character of it", () => {
  const unit = fc.constantFrom(
    "a",
    " ",
    "\t",
    "\n",
    "\r\n",
    "你",
    "\u0301",
    "\ud800",
    "\u001b",
    "👩‍🚀",
  );
  const text = fc.string({ unit, maxLength: 60 });
  const label = fc.record({
    span: fc.record({
      file: fc.constantFrom("main.flow", "other.flow"),
      start: fc.integer({ min: 0, max: 80 }),
      end: fc.integer({ min: 0, max: 80 }),
    }),
    text,
  });
  const width = fc.integer({ min: 4, max: 40 });
  fc.assert(
    fc.property(
      text,
      label,
      fc.array(label, { maxLength: 4 }),
      width,
      (source, first, others, columns) => {
        const diagnostic = {
          ...createDiagnostic("FLOW2001", first.span, { name: "x" }, { secondary: others }),
          primary: first,
        };
        const file = createSourceFile("main.flow", source);
        const shown = renderText([diagnostic], (path) => (path === file.path ? file : undefined), {
          width: columns,
        });
        expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(shown.split("\n").filter((line) => /\s$/.test(line))).toEqual([]);
        if (first.span.file === file.path) {
          expect(shown).toContain("^");
        }
      },
    ),
    { seed: 3, numRuns: 2000 },
  );
});
