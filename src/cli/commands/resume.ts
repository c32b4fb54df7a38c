import { defineCommand } from "../command.ts";
import { eventsOption, outOption, runningOptions } from "./run-options.ts";

export const resumeCommand = defineCommand({
  name: "resume",
  summary: "Go on with a run that failed, was interrupted or crashed",
  description: `Goes on with a run where it stopped: no task is done again whose result is there. The arguments are those of the run, and so are the place of the result and its format, unless others are given. Secrets are read from the environment again.

A run goes on with the code and the inputs it began with. Where they have changed since, it is refused, and \`flow run\` begins anew: that takes over from other runs what still holds.

A run is named by the beginning of its name, as far as that is clear, or as \`last\`.`,
  operands: [{ name: "RUN", summary: "A run, or last", required: true, variadic: false }],
  options: {
    ...outOption,
    as: { summary: "How datasets are written", value: "FORMAT", choices: ["jsonl", "csv"] },
    ...runningOptions,
    ...eventsOption,
  },
  examples: [
    { command: "flow resume last", purpose: "Go on with what was run last" },
    { command: "flow resume wordcount-2026", purpose: "Go on with a run by its name" },
  ],
  load: async () => (await import("../actions/resume.ts")).run,
});
