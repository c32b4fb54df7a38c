import { defineCommand } from "../command.ts";

export const compileCommand = defineCommand({
  name: "compile",
  summary: "Compile a workflow to a target",
  description: `The target plan is the typed task graph that every way of running a workflow starts from, as JSON. Fan-out in it is symbolic: its size does not depend on the data.`,
  operands: [{ name: "FILE", summary: "A .flow file", required: true, variadic: false }],
  options: {
    target: {
      summary: "What to compile to",
      value: "TARGET",
      choices: ["plan"],
      default: "plan",
    },
    output: { short: "o", summary: "Write to a file instead of standard output", value: "FILE" },
    workflow: {
      summary: "Which workflow, where the file declares several and none is called main",
      value: "NAME",
    },
  },
  examples: [
    { command: "flow compile a.flow -o a.plan.json", purpose: "Keep the plan of a workflow" },
  ],
  load: async () => (await import("../actions/compile.ts")).run,
});
