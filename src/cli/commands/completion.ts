import { type CommandDefinition, defineCommand } from "../command.ts";

/** `commands` are all there are, this one included. */
export const createCompletionCommand = (
  commands: () => readonly CommandDefinition[],
): CommandDefinition =>
  defineCommand({
    name: "completion",
    summary: "Print a completion script for a shell",
    description: "The script completes commands, options, choices and file names.",
    operands: [{ name: "SHELL", summary: "bash, zsh or fish", required: true, variadic: false }],
    options: {},
    examples: [
      { command: 'eval "$(flow completion bash)"', purpose: "Use it in this shell" },
      {
        command: "flow completion fish > ~/.config/fish/completions/flow.fish",
        purpose: "Install it for fish",
      },
    ],
    load: async () => (await import("../actions/completion.ts")).createAction(commands()),
  });
