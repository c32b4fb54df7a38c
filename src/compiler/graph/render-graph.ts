import type { GraphNode, PlanGraph } from "./plan-graph.ts";

/** The graph as JSON: nodes and edges as `PlanGraph` has them. */
export function renderJson(graph: PlanGraph): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}

/** A Mermaid flowchart, as GitHub and many editors draw it. */
export function renderMermaid(graph: PlanGraph): string {
  const names = mermaidNames(graph);
  const name = (id: string) => names.get(id) ?? "n";
  const lines = ["flowchart TD"];
  writeLevel(graph, null, "  ", lines, {
    node: (node) => mermaidNode(name(node.id), node),
    open: (node, region) =>
      `subgraph ${name(node.id)}_${region} ["${escapeMermaid(boxTitle(node, region))}"]`,
    close: "end",
  });
  for (const edge of graph.edges) {
    lines.push(`  ${name(edge.from)} ${edge.kind === "after" ? "-.->" : "-->"} ${name(edge.to)}`);
  }
  return `${lines.join("\n")}\n`;
}

function mermaidNames(graph: PlanGraph): ReadonlyMap<string, string> {
  return new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
}

function mermaidNode(name: string, node: GraphNode): string {
  const text = captionOf(node).map(escapeMermaid).join("<br/>");
  switch (node.kind) {
    case "input":
    case "output":
      return `${name}(["${text}"])`;
    case "branch":
    case "assert":
      return `${name}{{"${text}"}}`;
    case "value":
      return `${name}("${text}")`;
    default:
      return `${name}["${text}"]`;
  }
}

/**
 * Entities as Mermaid writes them in quoted labels, `#lt;` for HTML's `&lt;`: it makes these of them in what it draws, where
 * a `<` would begin a tag. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
const escapeMermaid = (text: string): string =>
  text.replaceAll(/[#&"<>]/g, (character) => MERMAID_ENTITIES[character] ?? character);

const MERMAID_ENTITIES: Readonly<Record<string, string>> = {
  "#": "#35;",
  "&": "#amp;",
  '"': "#quot;",
  "<": "#lt;",
  ">": "#gt;",
};

/** For Graphviz. */
export function renderDot(graph: PlanGraph): string {
  const lines = [
    `digraph ${quoteDot(graph.workflow)} {`,
    '  rankdir=TB; node [shape=box, style=rounded, fontname="Helvetica"]; edge [fontname="Helvetica"];',
  ];
  let boxes = 0;
  writeLevel(graph, null, "  ", lines, {
    node: (node) =>
      `${quoteDot(node.id)} [label=${quoteDot(captionOf(node).join("\n"))}${dotShape(node)}];`,
    open: (node, region) => {
      boxes += 1;
      return `subgraph cluster_${boxes} { label=${quoteDot(boxTitle(node, region))};`;
    },
    close: "}",
  });
  for (const edge of graph.edges) {
    const style = edge.kind === "after" ? " [style=dashed]" : "";
    lines.push(`  ${quoteDot(edge.from)} -> ${quoteDot(edge.to)}${style};`);
  }
  return `${lines.join("\n")}\n}\n`;
}

function dotShape(node: GraphNode): string {
  switch (node.kind) {
    case "input":
    case "output":
      return ", shape=ellipse";
    case "branch":
    case "assert":
      return ", shape=hexagon, style=solid";
    default:
      return "";
  }
}

const quoteDot = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

interface LevelWriter {
  node(node: GraphNode): string;
  open(node: GraphNode, region: string): string;
  readonly close: string;
}

/** The nodes of one level, each followed by a box for every region it holds. */
function writeLevel(
  graph: PlanGraph,
  parent: string | null,
  indent: string,
  lines: string[],
  writer: LevelWriter,
  region: string | null = null,
): void {
  for (const node of graph.nodes) {
    if (node.parent !== parent || node.region !== region) {
      continue;
    }
    lines.push(`${indent}${writer.node(node)}`);
    const regions = new Set(
      graph.nodes.flatMap((inner) =>
        inner.parent === node.id && inner.region !== null ? [inner.region] : [],
      ),
    );
    for (const inner of regions) {
      lines.push(`${indent}${writer.open(node, inner)}`);
      writeLevel(graph, node.id, `${indent}  `, lines, writer, inner);
      lines.push(`${indent}${writer.close}`);
    }
  }
}

const boxTitle = (node: GraphNode, region: string): string =>
  region === "body" ? node.id : `${node.id}: ${region}`;

/** Name, what it does, and what it makes. */
function captionOf(node: GraphNode): readonly string[] {
  switch (node.kind) {
    case "input":
    case "output":
      return [node.label, node.type];
    case "assert":
      return [node.label];
    default:
      return [node.id, node.label, node.type];
  }
}
