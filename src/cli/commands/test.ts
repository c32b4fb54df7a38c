import { defineCommand } from "../command.ts";

export const testCommand = defineCommand({
  name: "test",
  summary: "Run the tests that stand beside programs",
  description: `Runs tests of workflows: \`NAME.flowtest.ts\` tests \`NAME.flow\` beside it, with small inputs, and stubs in place of functions where it says so. Without FILE, and for a directory, all tests below it are run; a .flow file stands for its own.

Files run in parallel, each in a process of its own; a test that hangs or crashes is a test that failed. Snapshots are kept in \`NAME.flowtest.json\`.

The report goes to standard output; with --json it goes to standard error, and standard output is one JSON document. The command fails where a test fails, or where there is none.`,
  operands: [
    {
      name: "FILE",
      summary: "A file of tests, a .flow file or a directory",
      required: false,
      variadic: true,
    },
  ],
  options: {
    filter: {
      summary: "Only tests whose `FILE > NAME` matches the regular expression",
      short: "t",
      value: "PATTERN",
    },
    update: {
      summary: "Keep snapshots that are missing or differ; remove obsolete ones",
      short: "u",
    },
    "changed-since": {
      summary: "Only files of tests that depend on a file which differs from the commit in git",
      value: "REF",
    },
    coverage: { summary: "Say which steps no test ran" },
    junit: { summary: "Write a report as JUnit XML", value: "FILE" },
    workers: {
      summary: "How many files at once; as many as there are cores unless given",
      value: "N",
    },
    list: { summary: "Name the tests, and run none" },
    json: { summary: "Print the outcome as one JSON document" },
  },
  examples: [
    { command: "flow test", purpose: "Run all tests below here" },
    { command: "flow test words.flow -t empty", purpose: "Run some of the tests of one program" },
    {
      command: "flow test --changed-since main --junit tests.xml",
      purpose: "In continuous integration: what a branch may have broken",
    },
  ],
  load: async () => (await import("../actions/test.ts")).run,
});
