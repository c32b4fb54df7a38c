/** Help texts, from the definitions alone. `width` is that of the page, in columns. */
import type { TextOutput } from "./cli-io.ts";
import type { CommandDefinition, OptionDefinition } from "./command.ts";

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 96;
const NARROWEST = 40;

/** The width of a page on this output. */
export function pageWidth({ columns = WIDEST }: Pick<TextOutput, "columns">): number {
  return Math.max(Math.min(columns, WIDEST), NARROWEST);
}

export function renderProgramHelp(commands: readonly CommandDefinition[], width: number): string {
  return `Flow compiles and runs typed workflows.

Usage: flow COMMAND [ARGUMENT...]

Commands:
${table(
  commands.map(({ name, summary }) => [name, summary]),
  width,
)}
Options:
${table(
  [
    ["-h, --help", "Show help; after a command, that of the command"],
    ["-V, --version", "Print the version"],
  ],
  width,
)}
Examples:
${renderExamples(
  [
    ["flow run workflows/wordcount.flow", "Run a workflow with its defaults"],
    ["flow run FILE --help", "List the parameters of a workflow"],
    ["flow check FILE...", "Find mistakes without running anything"],
    ["flow explain FLOW2001", "Say more about a diagnostic, or a failure of a run"],
  ].map(([command = "", purpose = ""]) => ({ command, purpose })),
  width,
)}`;
}

export function renderCommandHelp(command: CommandDefinition, width: number): string {
  const { summary, description, operands, examples } = command;
  const sections = [
    `${summary}.\n\n${wrapUsage(command, width)}\n`,
    `${wrap(description, width)}\n`,
    operands.length === 0
      ? ""
      : `Arguments:\n${table(
          operands.map((o) => [o.name, o.summary]),
          width,
        )}`,
    `Options:\n${table(optionRows(command), width)}`,
    examples.length === 0 ? "" : `Examples:\n${renderExamples(examples, width)}`,
  ];
  return sections.filter((section) => section !== "").join("\n");
}

/** Each with its purpose above it, so that a command can be copied as it stands. */
function renderExamples(examples: CommandDefinition["examples"], width: number): string {
  return examples
    .map(({ command, purpose }) => `${indented(wrap(`${purpose}:`, width - 2), 2)}    ${command}\n`)
    .join("");
}

/** An option is never parted from its value. */
function wrapUsage(command: CommandDefinition, width: number): string {
  const first = "Usage: ";
  const parts = usageOf(command).replaceAll(/\[[^\]]*\]/g, (part) =>
    part.replaceAll(" ", "\u00a0"),
  );
  const text = indented(wrap(parts, width - first.length), first.length).trim();
  return `${first}${text.replaceAll("\u00a0", " ")}`;
}

/** `flow fmt FILE... [--check]`. */
export function usageOf({ name, operands, options }: CommandDefinition): string {
  const parts = operands.map(({ name: operand, required, variadic }) => {
    const text = variadic ? `${operand}...` : operand;
    return required ? text : `[${text}]`;
  });
  const switches = Object.entries(options).map(([long, option]) => `[${spell(long, option)}]`);
  return ["flow", name, ...parts, ...switches].join(" ");
}

/** Spelling and meaning of every option, `--help` included. */
export function optionRows({
  options,
}: Pick<CommandDefinition, "options">): readonly (readonly [string, string])[] {
  return [
    ...Object.entries(options).map(
      ([long, option]) => [spellBoth(long, option), describe(option)] as const,
    ),
    ["-h, --help", "Show this help"] as const,
  ];
}

function spell(long: string, { value, choices }: OptionDefinition): string {
  return value === undefined ? `--${long}` : `--${long} ${choices?.join("|") ?? value}`;
}

function spellBoth(long: string, { short, value }: OptionDefinition): string {
  const name = value === undefined ? `--${long}` : `--${long} ${value}`;
  return short === undefined ? name : `-${short}, ${name}`;
}

function describe({ summary, choices, default: fallback }: OptionDefinition): string {
  const notes = [
    ...(choices === undefined ? [] : [choices.join(" | ")]),
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
  ];
  return notes.length === 0 ? summary : `${summary} (${notes.join("; ")})`;
}

/** Two columns, indented, the second one wrapped; or below the first one where that leaves no room for it. */
export function table(rows: readonly (readonly [string, string])[], width: number): string {
  const indent = Math.max(...rows.map(([left]) => left.length)) + 4;
  if (width - indent < NARROWEST - 4) {
    return rows
      .map(([left, right]) => `  ${left}\n${indented(wrap(right, width - 6), 6)}`)
      .join("");
  }
  return rows
    .map(([left, right]) => {
      const text = indented(wrap(right, width - indent), indent);
      return `  ${left.padEnd(indent - 2)}${text.trimStart()}`;
    })
    .join("");
}

function indented(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => `${" ".repeat(by)}${line}\n`)
    .join("");
}

/** Breaks lines at blanks; an empty line parts paragraphs. */
export function wrap(text: string, width: number): string {
  return text
    .split("\n\n")
    .map((paragraph) => wrapParagraph(paragraph.replaceAll("\n", " "), width))
    .join("\n\n");
}

function wrapParagraph(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
