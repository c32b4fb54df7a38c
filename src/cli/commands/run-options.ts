/** What commands that run a workflow, or read what it is to be run with, have in common. */
import type { OperandDefinition, OptionDefinition } from "../command.ts";

type Options = Readonly<Record<string, OptionDefinition>>;

export const programOperands = [
  { name: "FILE", summary: "A .flow file", required: true, variadic: false },
  {
    name: "name=value",
    summary: "An argument of the workflow",
    required: false,
    variadic: true,
  },
] as const satisfies readonly OperandDefinition[];

export const programOptions = {
  workflow: {
    summary: "Which workflow, where the file declares several and none is called main",
    value: "NAME",
  },
  params: {
    summary: "A JSON file with arguments by name; those on the command line win",
    value: "FILE",
  },
} as const satisfies Options;

export const outOption = {
  out: {
    summary: "Put the result there: an empty directory, or one that is not there yet",
    value: "DIR",
  },
} as const satisfies Options;

/** How a run is gone about. */
export const runningOptions = {
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
} as const satisfies Options;

export const eventsOption = {
  events: {
    summary: "Write what happens as JSON lines; - for standard output, without the result",
    value: "FILE",
  },
} as const satisfies Options;
