import { defineCommand } from "../command.ts";

export const whyCommand = defineCommand({
  name: "why",
  summary: "Say why a task of a run was done, or was not",
  description: `Says for one task whether it was done in this run or taken from another one, and why: which code, argument or input is another one than in the nearest earlier run of the same workflow. Where the cause is an earlier step, it goes on to what changed that.

A task is named as in progress and logs: \`words[3]\`, within iterations \`loop/words@4[3]\`. Without a number it is the first task of the step that was done.`,
  operands: [
    { name: "RUN", summary: "A run, or last", required: true, variadic: false },
    { name: "STEP[TASK]", summary: "A task", required: true, variadic: false },
  ],
  options: { json: { summary: "Print one JSON document" } },
  examples: [
    { command: "flow why last 'words[3]'", purpose: "Why was task 3 of `words` done?" },
    { command: "flow why last counts", purpose: "What made `counts` run again?" },
  ],
  load: async () => (await import("../actions/why.ts")).run,
});
