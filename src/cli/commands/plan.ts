import { defineCommand } from "../command.ts";
import { programOperands, programOptions } from "./run-options.ts";

export const planCommand = defineCommand({
  name: "plan",
  summary: "Say what a run would do, and what it would take over",
  description: `Compiles the file and reads the arguments as \`flow run\` does, and says for each step how many tasks it would have, how many of them other runs have done, and why the others would be done. No function is called, and nothing is written but digests of files.

A step behind one that has tasks left to do is shown as \`behind\`: what it reads is not known yet. How many tasks it will have is said where the program gives it, as \`into 8\`.`,
  operands: programOperands,
  options: {
    ...programOptions,
    fresh: { summary: "As if there were no other runs" },
    json: { summary: "Print one JSON document" },
  },
  examples: [
    {
      command: "flow plan workflows/wordcount.flow",
      purpose: "What would a run do after the last edit?",
    },
  ],
  load: async () => (await import("../actions/plan.ts")).run,
});
