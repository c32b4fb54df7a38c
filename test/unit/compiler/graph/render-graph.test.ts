import { expect, it } from "vitest";
import { renderMermaid } from "../../../../src/compiler/graph/render-graph.ts";

/** What Mermaid 11 makes of a source before it is drawn as HTML (`encodeEntities` and `decodeEntities` of its API). */
const entities = (source: string): string =>
  source.replaceAll(/#(\w+);/g, (_, name: string) =>
    /^\d+$/.test(name) ? `&#${name};` : `&${name};`,
  );

it("writes labels that Mermaid draws as they are", () => {
  const label = 'say "a<b>&c" #lt; <br/>';
  const graph = renderMermaid({
    workflow: "main",
    nodes: [{ id: "n", kind: "call", label, type: "dataset<int>", parent: null, region: null }],
    edges: [],
  });
  const [, node] = graph.split("\n");
  expect(entities(node ?? "")).toBe(
    '  n0["n<br/>say &quot;a&lt;b&gt;&amp;c&quot; &#35;lt; &lt;br/&gt;<br/>dataset&lt;int&gt;"]',
  );
});
