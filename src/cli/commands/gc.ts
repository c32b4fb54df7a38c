import { defineCommand } from "../command.ts";

export const gcCommand = defineCommand({
  name: "gc",
  summary: "Delete old runs and what they keep",
  description: `Deletes the objects, logs and history of runs that ended more than 14 days ago, or as the options say. Where both are given, a run stays if either lets it.

Runs that are going on stay, as do runs whose objects another run has reused that stays. Results are never deleted.`,
  operands: [],
  options: {
    "keep-days": { summary: "Keep runs that ended less than so many days ago", value: "N" },
    "keep-runs": { summary: "Keep the latest N runs", value: "N" },
    "dry-run": { summary: "Say what would go, and delete nothing", short: "n" },
  },
  examples: [
    { command: "flow gc --dry-run", purpose: "What would be deleted?" },
    { command: "flow gc --keep-runs 3", purpose: "Keep the last three runs and no others" },
  ],
  load: async () => (await import("../actions/gc.ts")).run,
});
