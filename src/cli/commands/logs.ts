import { defineCommand } from "../command.ts";

export const logsCommand = defineCommand({
  name: "logs",
  summary: "Print what functions printed, and attempts that failed",
  description: `Prints the log of a run, or what of it came from one step or task: \`words\`, \`words[17]\`, and within iterations \`loop/words@4.2[17]\`. A number stands for all tasks with that index; \`words[0_17]\` is the one of the first input.

A line has the time, the task, the number of the attempt and where the text comes from: \`stdout\`, \`stderr\`, \`retried\` or \`failed\`. What is indented below belongs to it.`,
  operands: [
    { name: "RUN", summary: "A run, or last", required: true, variadic: false },
    {
      name: "STEP[item]",
      summary: "A step, or one of its tasks; quote the brackets where your shell wants it",
      required: false,
      variadic: false,
    },
  ],
  options: {
    follow: { summary: "Go on until the run is over", short: "f" },
    level: {
      summary: "Leave out what matters less: failures are errors, what goes to stderr is a warning",
      value: "LEVEL",
      choices: ["info", "warning", "error"],
      default: "info",
    },
  },
  examples: [
    { command: "flow logs last --level error", purpose: "Which attempts failed for good?" },
    { command: "flow logs last 'words[17]' --follow", purpose: "Watch one task" },
  ],
  load: async () => (await import("../actions/logs.ts")).run,
});
