import { displayText } from "../../shared/display-text.ts";
import { positionAt, type SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { FrameStyle, StyledLine } from "./canvas.ts";
import { type FrameLine, layOutFrame } from "./code-frame.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import type { FrameLabel } from "./frame-marks.ts";

/** A diagnostic, or something else that has a place in a program and no code of the registry. */
export type Finding = Omit<Diagnostic, "code"> & { readonly code: string | undefined };

/** Text of a file by the path spans name; undefined where it could not be read. */
export type SourceLookup = (path: string) => SourceFile | undefined;

export interface TextOptions {
  /** Whether to write ANSI colours. Default: no. */
  readonly colour?: boolean | undefined;
  /** Columns of the page, which frames keep within: source lines are clipped, labels wrapped. Default: 120, and the margin. */
  readonly width?: number | undefined;
}

/** Findings with their source, as people read them; they are printed in the order given, a blank line between two. */
export function renderText(
  diagnostics: readonly Finding[],
  sources: SourceLookup,
  options: TextOptions = {},
): string {
  return diagnostics.map((diagnostic) => renderOne(diagnostic, sources, options)).join("\n");
}

/** Besides the digits of a line's number: what stands around them. */
const MARGIN = 5;

/** Columns of source that are shown on the narrowest page. */
const NARROWEST = 20;

function renderOne(diagnostic: Finding, sources: SourceLookup, options: TextOptions): string {
  const { severity, primary } = diagnostic;
  const colours = options.colour === true ? coloursOf[severity] : noColours;
  const groups = fileGroups(diagnostic).map((group) => ({ ...group, file: sources(group.path) }));
  const digits = String(Math.max(...groups.map(lastLine))).length;
  const width = options.width === undefined ? 120 : options.width - digits - MARGIN;
  const frames = groups.map(({ path, labels, file }) => {
    return {
      path,
      labels,
      file,
      lines: file === undefined ? [] : layOutFrame(file, labels, Math.max(width, NARROWEST)),
    };
  });
  const { code } = diagnostic;
  const head = colours.head(code === undefined ? severity : `${severity}[${code}]`);
  const lines = [`${head}: ${colours.message(displayText(diagnostic.message))}`];
  for (const [index, { file, path, labels, lines: frame }] of frames.entries()) {
    const anchor = index === 0 ? primary.span : labels[0]?.span;
    const place =
      file === undefined || anchor === undefined ? displayText(path) : describePlace(file, anchor);
    const arrow = index === 0 ? "-->" : ":::";
    lines.push(`${" ".repeat(digits + 1)}${colours.gutter(arrow)} ${place}`);
    lines.push(...frame.flatMap((line) => renderFrameLine(line, digits, colours)));
    if (file === undefined) {
      // No source to point into: what the labels say stands alone.
      const texts = labels.map(({ text }) => displayText(text)).filter((text) => text !== "");
      lines.push(...texts.map((text) => `${" ".repeat(digits + 3)}${colours.gutter("=")} ${text}`));
    }
  }
  if (diagnostic.hint !== undefined) {
    lines.push(`${colours.hint("hint")}: ${indentFollowing(diagnostic.hint, "      ")}`);
  }
  lines.push(
    ...diagnostic.fixes.map(
      ({ title, applicability }) =>
        `${colours.hint(applicability === "safe" ? "fix" : "suggestion")}: ${displayText(title)}`,
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** The highest number of a line that a frame may show. */
function lastLine({
  file,
  labels,
}: {
  readonly file: SourceFile | undefined;
  readonly labels: readonly FrameLabel[];
}): number {
  return file === undefined
    ? 1
    : Math.max(
        ...labels.map(({ span }) => positionAt(file, Math.min(span.end, file.text.length)).line),
      );
}

/** `file:line:column`, with columns in UTF-16 code units as editors count. */
export function describePlace(file: SourceFile, span: Span): string {
  const { line, column } = positionAt(file, Math.min(span.start, file.text.length));
  return `${displayText(file.path)}:${line}:${column}`;
}

/** The labels by file: the primary's first, then in the order in which they are given. */
function fileGroups({
  primary,
  secondary,
}: Finding): readonly { readonly path: string; readonly labels: readonly FrameLabel[] }[] {
  const groups = new Map<string, FrameLabel[]>();
  for (const label of [
    { ...primary, primary: true },
    ...secondary.map((other) => ({ ...other, primary: false })),
  ]) {
    const group = groups.get(label.span.file) ?? [];
    group.push(label);
    groups.set(label.span.file, group);
  }
  return [...groups].map(([path, labels]) => ({ path, labels }));
}

function renderFrameLine(line: FrameLine, digits: number, colours: Colours): readonly string[] {
  const number = String(line.number ?? "").padStart(digits + 2);
  const text = `${colours.gutter(`${number} |`)} ${renderPieces(line.content, colours)}`.trimEnd();
  return line.gap ? [colours.gutter("..."), text] : [text];
}

function renderPieces(content: StyledLine, colours: Colours): string {
  return content.map(({ text, style }) => colours[style](text)).join("");
}

function indentFollowing(text: string, indent: string): string {
  return text.split(/\r?\n/).map(displayText).join(`\n${indent}`);
}

type Colours = Readonly<
  Record<FrameStyle | "head" | "message" | "gutter" | "hint", (text: string) => string>
>;

const plain = (text: string): string => text;
const ansi =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

const noColours: Colours = {
  source: plain,
  primary: plain,
  secondary: plain,
  head: plain,
  message: plain,
  gutter: plain,
  hint: plain,
};

const shared = {
  source: plain,
  secondary: ansi("34"),
  message: ansi("1"),
  gutter: ansi("2"),
  hint: ansi("36"),
};

const coloursOf: Readonly<Record<Severity, Colours>> = {
  error: { ...shared, head: ansi("1;31"), primary: ansi("31") },
  warning: { ...shared, head: ansi("1;33"), primary: ansi("33") },
};
