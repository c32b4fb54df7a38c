import { defineCommand } from "../command.ts";

export const explainCommand = defineCommand({
  name: "explain",
  summary: "Explain a diagnostic or the failure of a run",
  description: `Prints what a diagnostic means, why the language is so, and what to write instead, with a program that shows it; or why a run failed, and what to do about it.

Without a code it lists all there are.`,
  operands: [
    {
      name: "CODE",
      summary: "Such as FLOW2001, 2001 or OutOfMemory",
      required: false,
      variadic: false,
    },
  ],
  options: {},
  examples: [
    { command: "flow explain FLOW2001", purpose: "What is an unknown name?" },
    {
      command: "flow explain OutOfMemory",
      purpose: "What to do about a run that needed more memory",
    },
  ],
  load: async () => (await import("../actions/explain.ts")).run,
});
