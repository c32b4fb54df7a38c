import { defineCommand } from "../command.ts";
import {
  eventsOption,
  outOption,
  programOperands,
  programOptions,
  runningOptions,
} from "./run-options.ts";

export const runCommand = defineCommand({
  name: "run",
  summary: "Run a workflow on this machine",
  description: `Compiles the file and runs its only workflow, the one called main, or the one that --workflow names. Arguments are given by name; paths in them are relative to the working directory. Strings and paths stand as they are, numbers and units as in the language, lists and records as JSON.

Progress and a summary go to standard error, results to standard output: a short table and the place of the full result, or one JSON document with --json, also where nothing could be run.

\`flow run FILE --help\` lists the parameters of the workflow, with types, defaults and documentation.`,
  operands: programOperands,
  options: {
    ...programOptions,
    ...outOption,
    as: {
      summary: "How datasets are written",
      value: "FORMAT",
      choices: ["jsonl", "csv"],
      default: "jsonl",
    },
    ...runningOptions,
    fresh: {
      summary: "Do everything anew, whatever other runs have done",
    },
    keep: {
      summary: "Delete nothing that the run has made, needed or not",
    },
    ...eventsOption,
  },
  examples: [
    { command: "flow run workflows/wordcount.flow", purpose: "Run with the defaults" },
    {
      command: "flow run workflows/wordcount.flow input=notes.txt --out counts",
      purpose: "Count another text, and keep the result",
    },
    {
      command: "flow run workflows/wordcount.flow --json | jq .result.files",
      purpose: "Give the outcome to another program",
    },
  ],
  load: async () => (await import("../actions/run.ts")).run,
  loadHelp: async () => (await import("../actions/run-help.ts")).run,
});
