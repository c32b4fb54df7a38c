import { defineCommand } from "../command.ts";

export const fmtCommand = defineCommand({
  name: "fmt",
  summary: "Rewrite programs in the one canonical layout",
  description: `Writes files in place and names those that changed. A directory stands for every .flow file below it, but for hidden folders and node_modules. Standard input is written to standard output. A file that cannot be parsed is left as it is and makes the command fail.`,
  operands: [
    {
      name: "FILE",
      summary: "A .flow file, a directory, or - for standard input",
      required: true,
      variadic: true,
    },
  ],
  options: {
    check: {
      summary:
        "Write nothing; print what would change as a unified diff, and fail if anything would",
    },
  },
  examples: [
    { command: "flow fmt .", purpose: "Format every program below here" },
    { command: "flow fmt --check .", purpose: "Fail where a program is not formatted" },
  ],
  load: async () => (await import("../actions/fmt.ts")).run,
});
