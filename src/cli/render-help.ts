/** Help texts, from the definitions alone. */
import type { CommandDefinition, OptionDefinition } from "./command.ts";

const WIDTH = 96;

export function renderProgramHelp(commands: readonly CommandDefinition[]): string {
  return `Flow compiles and runs typed workflows.

Usage: flow COMMAND [ARGUMENT...]

Commands:
${table(commands.map(({ name, summary }) => [name, summary]))}
Options:
${table([
  ["-h, --help", "Show help; after a command, that of the command"],
  ["-V, --version", "Print the version"],
])}
Examples:
${table([
  ["flow run workflows/wordcount.flow", "Run a workflow with its defaults"],
  ["flow run FILE --help", "List the parameters of a workflow"],
  ["flow check FILE...", "Find mistakes without running anything"],
  ["flow explain FLOW2001", "Say more about a diagnostic, or a failure of a run"],
])}`;
}

export function renderCommandHelp(command: CommandDefinition): string {
  const { summary, description, operands, examples } = command;
  const sections = [
    `${summary}.\n\nUsage: ${usageOf(command)}\n`,
    `${wrap(description, WIDTH)}\n`,
    operands.length === 0 ? "" : `Arguments:\n${table(operands.map((o) => [o.name, o.summary]))}`,
    `Options:\n${table(optionRows(command))}`,
    examples.length === 0 ? "" : `Examples:\n${table(examples.map((e) => [e.command, e.purpose]))}`,
  ];
  return sections.filter((section) => section !== "").join("\n");
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

/** Two columns, indented, the second one wrapped. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const indent = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows
    .map(([left, right]) => {
      const lines = wrap(right, Math.max(WIDTH - indent, 40)).split("\n");
      return `  ${left.padEnd(indent - 2)}${lines.join(`\n${" ".repeat(indent)}`)}\n`;
    })
    .join("");
}

/** Breaks lines at blanks; an empty line parts paragraphs. */
function wrap(text: string, width: number): string {
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
