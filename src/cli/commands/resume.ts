import { defineCommand } from "../command.ts";

export const resumeCommand = defineCommand({
  name: "resume",
  summary: "Go on with a run that failed, was interrupted or crashed",
  description: `Goes on with a run where it stopped: no task is done again whose result is there. The arguments are those of the run, and so are the place of the result and its format, unless others are given. Secrets are read from the environment again.

A run goes on with the code and the inputs it began with. Where they have changed since, it is refused, and \`flow run\` begins anew: that takes over from other runs what still holds.

A run is named by the beginning of its name, as far as that is clear, or as \`last\`.`,
  operands: [{ name: "RUN", summary: "A run, or last", required: true, variadic: false }],
  options: {
    out: {
      summary: "Put the result there: an empty directory, or one that is not there yet",
      value: "DIR",
    },
    as: { summary: "How datasets are written", value: "FORMAT", choices: ["jsonl", "csv"] },
    workers: {
      summary: "How many worker processes; as many as there are cores unless given",
      value: "N",
    },
    "on-failure": {
      summary:
        "After a failure: drain lets tasks end that run, continue also goes on with other steps, kill stops all",
      value: "POLICY",
      choices: ["drain", "continue", "kill"],
      default: "drain",
    },
    "no-speculation": {
      summary: "Start no task a second time because it takes far longer than others of its step",
    },
    json: { summary: "Print the outcome as one JSON document" },
    progress: {
      summary: "How progress is shown: auto draws it where standard error is a terminal",
      value: "HOW",
      choices: ["auto", "plain", "none"],
      default: "auto",
    },
    quiet: { summary: "Say nothing on standard error but what is wrong", short: "q" },
    events: {
      summary: "Write what happens as JSON lines; - for standard output, without the result",
      value: "FILE",
    },
  },
  examples: [
    { command: "flow resume last", purpose: "Go on with what was run last" },
    { command: "flow resume wordcount-2026", purpose: "Go on with a run by its name" },
  ],
  load: async () => (await import("../actions/resume.ts")).run,
});
