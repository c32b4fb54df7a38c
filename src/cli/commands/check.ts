import { defineCommand } from "../command.ts";

export const checkCommand = defineCommand({
  name: "check",
  summary: "Find mistakes in programs without running them",
  description: `Parses and checks every file and all it uses, and compares the signatures of functions with the TypeScript exports they name. A directory stands for every .flow file below it, but for hidden folders and node_modules. Diagnostics go to standard output; with --format json these are JSON lines, one object each, and nothing where there are none. Errors make the command fail; warnings do not.

With --fix, every safe fix is applied to the files named: one that keeps what they say, or can only be what was meant. What is left is shown, with suggestions to choose from.`,
  operands: [
    {
      name: "FILE",
      summary: "A .flow file, a directory, or - for standard input",
      required: true,
      variadic: true,
    },
  ],
  options: {
    format: {
      summary: "How diagnostics are written",
      value: "FORMAT",
      choices: ["pretty", "short", "json", "sarif"],
      default: "pretty",
    },
    fix: { summary: "Apply safe fixes to the files" },
  },
  examples: [
    { command: "flow check .", purpose: "Check every program below here" },
    { command: "flow check --fix a.flow", purpose: "Apply what fixes are safe" },
    {
      command: "flow check --format sarif a.flow > a.sarif",
      purpose: "Write a report for code review",
    },
  ],
  load: async () => (await import("../actions/check.ts")).run,
});
