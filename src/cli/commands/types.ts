import { defineCommand } from "../command.ts";

export const typesCommand = defineCommand({
  name: "types",
  summary: "Generate the TypeScript types that functions implement",
  description: `Writes a type for every function and named record of the program, for the functions' author to import. The types of \`a.flow\` go to \`a.types.ts\` beside the functions' modules, or in the directory given. Files written are named on standard output; a file that was not generated from the same program is never replaced.`,
  operands: [{ name: "FILE", summary: "A .flow file", required: true, variadic: false }],
  options: {
    out: { summary: "Put the file there", value: "DIR" },
  },
  examples: [
    { command: "flow types workflows/wordcount.flow", purpose: "Types beside the functions" },
  ],
  load: async () => (await import("../actions/types.ts")).run,
});
