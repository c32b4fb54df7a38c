/** A program next to its task graph, as an SVG that needs no font but a monospaced one. */
import type { GraphNode, PlanGraph } from "../src/compiler/graph/plan-graph.ts";
import type { SourceFile } from "../src/compiler/source/source-file.ts";
import { tokenize } from "../src/compiler/syntax/tokenize.ts";
import { type Highlight, highlightOf } from "../src/compiler/syntax/tokens.ts";

const CHARACTER = 7.4;
const DETAIL_CHARACTER = 6.7;
const LINE = 18;
const MARGIN = 20;
const BOX = { height: 42, padding: 14, gapX: 24, gapY: 22 };
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const colours: Partial<Readonly<Record<Highlight, string>>> = {
  "declaration-word": "#8250df",
  "step-word": "#cf222e",
  "clause-word": "#cf222e",
  "control-word": "#8250df",
  string: "#0a7040",
  number: "#0550ae",
  unit: "#0550ae",
  comment: "#6e7781",
  documentation: "#6e7781",
};

/** The graph has to be flat: regions inside of nodes are not drawn. */
export function drawProgram(file: SourceFile, graph: PlanGraph): string {
  const lines = file.text.trimEnd().split("\n");
  const codeWidth = Math.max(...lines.map((line) => line.length)) * CHARACTER;
  const places = placeNodes(graph);
  const left = MARGIN + codeWidth + 2 * MARGIN;
  const right = Math.max(...[...places.values()].map(({ column }) => column)) + 1;
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1;
  const boxWidth = Math.max(
    ...graph.nodes.map((node) => detailOf(node).length * DETAIL_CHARACTER + 2 * BOX.padding),
  );
  const width = left + right * (boxWidth + BOX.gapX) - BOX.gapX + MARGIN;
  const height =
    Math.max(lines.length * LINE, rows * (BOX.height + BOX.gapY) - BOX.gapY) + 2 * MARGIN;
  const boxes = new Map(
    [...places].map(([id, { row, column }]) => [
      id,
      {
        x: left + column * (boxWidth + BOX.gapX),
        y: MARGIN + row * (BOX.height + BOX.gapY),
      },
    ]),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" font-family="${FONT}" font-size="12">
<title>The program ${escapeXml(file.path)} and its task graph</title>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>
<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d7de"/>
${drawSource(file, lines)}
${graph.edges.map(({ from, to }) => drawEdge(boxes.get(from), boxes.get(to), boxWidth)).join("\n")}
${graph.nodes.map((node) => drawNode(node, boxes.get(node.id), boxWidth)).join("\n")}
</svg>
`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Every token in its colour; a line has its width whatever the font. */
function drawSource(file: SourceFile, lines: readonly string[]): string {
  const { tokens, comments } = tokenize(file, []);
  const spans = [
    ...tokens.map(({ startOffset, image, tokenType }) => ({
      start: startOffset,
      end: startOffset + image.length,
      colour: colours[highlightOf(tokenType)],
    })),
    ...comments.map(({ kind, span }) => ({
      start: span.start,
      end: span.end,
      colour: colours[kind === "DocComment" ? "documentation" : "comment"],
    })),
  ].toSorted((a, b) => a.start - b.start);
  return lines
    .map((line, index) => {
      const start = file.lineStarts[index] ?? 0;
      const inLine = spans.filter((span) => span.start >= start && span.end <= start + line.length);
      const y = MARGIN + index * LINE + 13;
      const length = round(line.length * CHARACTER);
      return `<text x="${MARGIN}" y="${y}" textLength="${length}" xml:space="preserve" fill="#1f2328">${drawLine(file.text, start, line, inLine)}</text>`;
    })
    .filter((_, index) => lines[index] !== "")
    .join("\n");
}

function drawLine(
  text: string,
  start: number,
  line: string,
  spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly colour?: string | undefined;
  }[],
): string {
  let at = start;
  let drawn = "";
  for (const { start: from, end, colour } of spans) {
    const word = escapeXml(text.slice(from, end));
    drawn += escapeXml(text.slice(at, from));
    drawn += colour === undefined ? word : `<tspan fill="${colour}">${word}</tspan>`;
    at = end;
  }
  return drawn + escapeXml(text.slice(at, start + line.length));
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** A node stands just above the first that needs it; an input that finds this place taken stands beside that node. */
function placeNodes({ nodes, edges }: PlanGraph): ReadonlyMap<string, Place> {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) {
      return known;
    }
    const below = edges.filter(({ from }) => from === id).map(({ to }) => depthOf(to) + 1);
    const depth = Math.max(0, ...below);
    depths.set(id, depth);
    return depth;
  };
  const deepest = Math.max(...nodes.map(({ id }) => depthOf(id)));
  const inRow = new Map<number, number>();
  const ordered = nodes.toSorted((a, b) => Number(a.kind === "input") - Number(b.kind === "input"));
  return new Map(
    ordered.map(({ id, kind }) => {
      const above = deepest - depthOf(id);
      const row = kind === "input" && inRow.has(above) ? above + 1 : above;
      const column = inRow.get(row) ?? 0;
      inRow.set(row, column + 1);
      return [id, { row, column }];
    }),
  );
}

function drawNode(node: GraphNode, at: Point | undefined, width: number): string {
  if (at === undefined) {
    return "";
  }
  const isEnd = isInputOrOutput(node);
  const middle = at.x + width / 2;
  return `<rect x="${round(at.x)}" y="${at.y}" width="${round(width)}" height="${BOX.height}" rx="${isEnd ? BOX.height / 2 : 6}" fill="${isEnd ? "#f6f8fa" : "#ddf4ff"}" stroke="${isEnd ? "#afb8c1" : "#54aeff"}"/>
<text x="${round(middle)}" y="${at.y + 18}" text-anchor="middle" font-weight="600" fill="#1f2328">${escapeXml(node.id)}</text>
<text x="${round(middle)}" y="${at.y + 33}" text-anchor="middle" font-size="11" fill="#57606a">${escapeXml(detailOf(node))}</text>`;
}

function detailOf(node: GraphNode): string {
  return isInputOrOutput(node) ? node.type : node.label;
}

function isInputOrOutput({ kind }: GraphNode): boolean {
  return kind === "input" || kind === "output";
}

function drawEdge(from: Point | undefined, to: Point | undefined, width: number): string {
  if (from === undefined || to === undefined) {
    return "";
  }
  const middleY = to.y + BOX.height / 2;
  if (from.y === to.y) {
    return arrow(`M${round(from.x)} ${middleY}L${round(to.x + width + 2)} ${middleY}`);
  }
  const startX = round(from.x + width / 2);
  const startY = from.y + BOX.height;
  const endX = round(to.x + width / 2);
  const middle = (startY + to.y) / 2;
  return arrow(`M${startX} ${startY}C${startX} ${middle} ${endX} ${middle} ${endX} ${to.y - 2}`);
}

function arrow(path: string): string {
  return `<path d="${path}" fill="none" stroke="#57606a" marker-end="url(#arrow)"/>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
