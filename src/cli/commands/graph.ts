import { defineCommand } from "../command.ts";

export const graphCommand = defineCommand({
  name: "graph",
  summary: "Draw the task graph of a workflow",
  description: "Writes the graph of the compiled workflow: its steps, and which needs which.",
  operands: [{ name: "FILE", summary: "A .flow file", required: true, variadic: false }],
  options: {
    format: {
      summary: "Language of the drawing",
      value: "FORMAT",
      choices: ["mermaid", "dot", "json"],
      default: "mermaid",
    },
    workflow: {
      summary: "Which workflow, where the file declares several and none is called main",
      value: "NAME",
    },
  },
  examples: [
    {
      command: "flow graph a.flow --format dot | dot -Tsvg > a.svg",
      purpose: "Draw with Graphviz",
    },
  ],
  load: async () => (await import("../actions/graph.ts")).run,
});
