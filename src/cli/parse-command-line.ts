/** The only module that knows commander: it turns arguments into an invocation of a command. */
import { Command, CommanderError, Option } from "commander";
import { suggest } from "../compiler/diagnostics/edit-distance.ts";
import type { CommandDefinition, Invocation, OptionDefinition } from "./command.ts";
import { UsageError } from "./usage-error.ts";

export type CommandLine =
  | { readonly kind: "version" }
  /** Without a command: the help of the program. */
  | { readonly kind: "help"; readonly command: CommandDefinition | undefined }
  | {
      readonly kind: "run";
      readonly command: CommandDefinition;
      readonly invocation: Invocation<Readonly<Record<string, unknown>>>;
      /** `--help` together with operands, for a command that has more to say about them. */
      readonly wantsHelp: boolean;
    };

/** Throws `UsageError`. Help is an option of ours, since commander's would print and exit by itself. */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): CommandLine {
  let parsed: CommandLine | undefined;
  const program = quiet(new Command("flow"))
    .enablePositionalOptions()
    .argument("[command...]")
    .option("-h, --help")
    .option("-V, --version")
    .action(([name]: readonly string[], options: { readonly version?: true }) => {
      if (name !== undefined) {
        find(commands, name);
      }
      parsed =
        options.version === true ? { kind: "version" } : { kind: "help", command: undefined };
    });
  for (const command of commands) {
    const parser = quiet(program.command(command.name)).argument("[operands...]");
    for (const [name, option] of Object.entries(command.options)) {
      parser.addOption(toCommanderOption(name, option));
    }
    parser.option("-h, --help");
    parser.action((operands: readonly string[], values: Readonly<Record<string, unknown>>) => {
      parsed = readInvocation(command, operands, values);
    });
  }
  quiet(program.command("help"))
    .argument("[command]")
    .action((name: string | undefined) => {
      parsed = { kind: "help", command: name === undefined ? undefined : find(commands, name) };
    });

  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      throw describe(error, argv, commands);
    }
    throw error;
  }
  return parsed ?? { kind: "help", command: undefined };
}

function quiet(command: Command): Command {
  return command
    .helpOption(false)
    .helpCommand(false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
}

function toCommanderOption(name: string, definition: OptionDefinition): Option {
  const short = definition.short === undefined ? "" : `-${definition.short}, `;
  const value = definition.value === undefined ? "" : ` <${definition.value}>`;
  const option = new Option(`${short}--${name}${value}`);
  const { choices } = definition;
  if (choices !== undefined) {
    option.argParser((text: string) => checkChoice(name, text, choices));
  }
  return definition.value === undefined
    ? option.default(option.negate)
    : option.default(definition.default);
}

function checkChoice(name: string, text: string, choices: readonly string[]): string {
  if (!choices.includes(text)) {
    const near = suggest(text, choices);
    throw new UsageError(
      `--${name} takes ${choices.join(" or ")}, not '${text}'`,
      near === undefined ? undefined : `Did you mean \`${near}\`?`,
    );
  }
  return text;
}

function readInvocation(
  command: CommandDefinition,
  operands: readonly string[],
  values: Readonly<Record<string, unknown>>,
): CommandLine {
  const options = Object.fromEntries(
    Object.keys(command.options).map((name) => [name, optionValue(name, values)]),
  );
  const invocation = { operands, options };
  if (values["help"] === true) {
    return command.loadHelp !== undefined && operands.length > 0
      ? { kind: "run", command, invocation, wantsHelp: true }
      : { kind: "help", command };
  }
  checkOperands(command, operands);
  return { kind: "run", command, invocation, wantsHelp: false };
}

/** Commander calls the value of `--changed-since` changedSince, and that of `--no-speculation` speculation, which is off. */
function optionValue(name: string, values: Readonly<Record<string, unknown>>): unknown {
  const option = new Option(`--${name}`);
  const value = values[option.attributeName()];
  return option.negate ? value === false : value;
}

function checkOperands({ name, operands: declared }: CommandDefinition, given: readonly string[]) {
  const missing = declared.find(({ required }, index) => required && index >= given.length);
  const hint = `See \`flow ${name} --help\`.`;
  if (missing !== undefined) {
    throw new UsageError(`\`flow ${name}\` needs ${missing.name}`, hint);
  }
  const extra = given[declared.length];
  if (extra !== undefined && declared.at(-1)?.variadic !== true) {
    throw new UsageError(`\`flow ${name}\` takes no further argument \`${extra}\``, hint);
  }
}

function find(commands: readonly CommandDefinition[], name: string): CommandDefinition {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const near = suggest(
      name,
      commands.map((candidate) => candidate.name),
    );
    throw new UsageError(
      `there is no command '${name}'`,
      near === undefined ? "See `flow help`." : `Did you mean \`flow ${near}\`?`,
    );
  }
  return command;
}

function describe(
  error: CommanderError,
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): UsageError {
  const command = commands.find(({ name }) => argv.includes(name));
  const message = error.message.replace(/^error: /, "");
  const known = optionNames(command);
  // The first that is unknown is the one that was met.
  const unknown = argv.find((text) => text.startsWith("--") && !known.includes(nameOf(text)));
  const near =
    error.code === "commander.unknownOption" && unknown !== undefined
      ? suggest(nameOf(unknown), known)
      : undefined;
  const help = command === undefined ? "flow help" : `flow ${command.name} --help`;
  return new UsageError(
    message,
    near === undefined ? `See \`${help}\`.` : `Did you mean \`${near}\`?`,
  );
}

const nameOf = (option: string): string => option.split("=", 1).join("");

function optionNames(command: CommandDefinition | undefined): readonly string[] {
  const own = command === undefined ? ["version"] : Object.keys(command.options);
  return [...own, "help"].map((long) => `--${long}`);
}
