import { defineCommand } from "../command.ts";

export const cancelCommand = defineCommand({
  name: "cancel",
  summary: "Stop a run that is going on",
  description: `Asks the run to come to an end, as Ctrl-C would where it was started, and waits until it has: nothing new starts, and tasks that run may end and are committed. With --now these are stopped, too; a driver that does not answer within ten seconds is killed.

A run whose driver is dead is marked as lost.`,
  operands: [{ name: "RUN", summary: "A run, or last", required: true, variadic: false }],
  options: { now: { summary: "Stop the tasks that run, too" } },
  examples: [{ command: "flow cancel last", purpose: "Let the last run end early" }],
  load: async () => (await import("../actions/cancel.ts")).run,
});
