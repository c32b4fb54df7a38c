import { defineCommand } from "../command.ts";

export const runsCommand = defineCommand({
  name: "runs",
  summary: "List the runs made here",
  description: `Lists runs, the latest first: their names, workflows and states, how many tasks they have committed, when they started and how long they took. A run is lost where its driver died before it ended.

What is known of runs is kept in .flow/journal.db.`,
  operands: [],
  options: {
    state: {
      summary: "Only those in this state",
      value: "STATE",
      choices: ["running", "done", "failed", "cancelled", "lost"],
    },
    limit: { summary: "At most so many", value: "N", default: "20" },
    json: { summary: "Print one JSON document" },
  },
  examples: [
    { command: "flow runs --state failed", purpose: "Which runs failed?" },
    { command: "flow runs --limit 1 --json | jq -r .runs[0].run", purpose: "Name of the last run" },
  ],
  load: async () => (await import("../actions/runs.ts")).run,
});
