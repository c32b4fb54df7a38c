/** Commands as data: parsing, help texts, `docs/cli.md` and shell completion are all made from these definitions. */
import type { CliIo } from "./cli-io.ts";
import type { ExitCode } from "./exit-code.ts";

export interface CommandDefinition {
  readonly name: string;
  /** One line for lists: a verb phrase, upper-case first letter, no final stop. */
  readonly summary: string;
  /** Full sentences in paragraphs, as Markdown that is readable as it stands. */
  readonly description: string;
  readonly operands: readonly OperandDefinition[];
  /** By long name, without dashes. */
  readonly options: Readonly<Record<string, OptionDefinition>>;
  readonly examples: readonly ExampleDefinition[];
  /** The implementation is loaded when the command runs, and not before: start-up is paid by every command. */
  load(): Promise<Action>;
  /** Where it is there, `--help` with operands says more than the definition can. */
  loadHelp?(): Promise<Action>;
}

export interface OperandDefinition {
  /** As help shows it: `FILE`, `name=value`. */
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Takes all that follow; only the last operand may. */
  readonly variadic: boolean;
}

export interface OptionDefinition {
  readonly summary: string;
  /** One letter. */
  readonly short?: string;
  /** What the value is, as help shows it: `FILE`. Without it the option is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

export interface ExampleDefinition {
  readonly command: string;
  readonly purpose: string;
}

/** Does the work of a command. Throws `UsageError` for what it cannot act on, and nothing else but bugs. */
export type Action<Values = Readonly<Record<string, unknown>>> = (
  invocation: Invocation<Values>,
  io: CliIo,
) => ExitCode | Promise<ExitCode>;

export interface Invocation<Values> {
  /** As many as the definition allows. */
  readonly operands: readonly string[];
  readonly options: Values;
}

/** The values that an action gets for the options of a definition. */
export type OptionValues<Options extends Readonly<Record<string, OptionDefinition>>> = {
  readonly [Name in keyof Options]: OptionValue<Options[Name]>;
};

type OptionValue<O extends OptionDefinition | undefined> = O extends { readonly value: string }
  ? ValueText<O> | (O extends { readonly default: string } ? never : undefined)
  : boolean;

type ValueText<O> = O extends { readonly choices: readonly (infer Choice)[] } ? Choice : string;

type TypedDefinition<Options extends Readonly<Record<string, OptionDefinition>>> = Omit<
  CommandDefinition,
  "options" | "load" | "loadHelp"
> & {
  readonly options: Options;
  load(): Promise<Action<OptionValues<Options>>>;
  loadHelp?(): Promise<Action<OptionValues<Options>>>;
};

/** Checks that the actions take exactly the options that are declared. */
export function defineCommand<const Options extends Readonly<Record<string, OptionDefinition>>>(
  definition: TypedDefinition<Options>,
): CommandDefinition {
  // The parser fills in every declared option, so the values have the type computed from the declarations.
  return definition as unknown as CommandDefinition;
}
