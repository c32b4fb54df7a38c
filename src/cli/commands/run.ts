import { defineCommand } from "../command.ts";

export const runCommand = defineCommand({
  name: "run",
  summary: "Run a workflow on this machine",
  description: `Compiles the file and runs its only workflow, the one called main, or the one that --workflow names. Arguments are given by name; paths in them are relative to the working directory. Strings and paths stand as they are, numbers and units as in the language, lists and records as JSON.

Progress and a summary go to standard error, results to standard output: a short table and the place of the full result, or one JSON document with --json, also where nothing could be run.

\`flow run FILE --help\` lists the parameters of the workflow, with types, defaults and documentation.`,
  operands: [
    { name: "FILE", summary: "A .flow file", required: true, variadic: false },
    {
      name: "name=value",
      summary: "An argument of the workflow",
      required: false,
      variadic: true,
    },
  ],
  options: {
    workflow: {
      summary: "Which workflow, where the file declares several and none is called main",
      value: "NAME",
    },
    params: {
      summary: "A JSON file with arguments by name; those on the command line win",
      value: "FILE",
    },
    out: {
      summary: "Put the result there: an empty directory, or one that is not there yet",
      value: "DIR",
    },
    as: {
      summary: "How datasets are written",
      value: "FORMAT",
      choices: ["jsonl", "csv"],
      default: "jsonl",
    },
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
    fresh: {
      summary: "Do everything anew, whatever other runs have done",
    },
    keep: {
      summary: "Delete nothing that the run has made, needed or not",
    },
    events: {
      summary: "Write what happens as JSON lines; - for standard output, without the result",
      value: "FILE",
    },
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
