import { defineCommand } from "../command.ts";

export const showCommand = defineCommand({
  name: "show",
  summary: "Show what a run did and how it ended",
  description: `Shows one run, also while it goes on: its arguments, what each of its steps came to, why it failed and where, and where its result is.

A run is named by the beginning of its name, as far as that is clear, or as \`last\`.`,
  operands: [{ name: "RUN", summary: "A run, or last", required: true, variadic: false }],
  options: { json: { summary: "Print one JSON document" } },
  examples: [
    { command: "flow show last", purpose: "What did the last run do?" },
    { command: "flow show last --json | jq .steps", purpose: "Figures of its steps" },
  ],
  load: async () => (await import("../actions/show.ts")).run,
});
