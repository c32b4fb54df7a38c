import { defineCommand } from "../command.ts";

export const explainCommand = defineCommand({
  name: "explain",
  summary: "Explain a diagnostic, with a program that shows it",
  description: "Prints what a diagnostic means, why the language is so, and what to write instead.",
  operands: [
    { name: "CODE", summary: "Such as FLOW2001, or 2001", required: true, variadic: false },
  ],
  options: {},
  examples: [{ command: "flow explain FLOW2001", purpose: "What is an unknown name?" }],
  load: async () => (await import("../actions/explain.ts")).run,
});
