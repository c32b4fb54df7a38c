/** `docs/cli.md`, from the definitions alone. */
import type { CommandDefinition } from "./command.ts";
import { exitCodes } from "./exit-code.ts";
import { optionRows, usageOf } from "./render-help.ts";

export function renderCommandReference(commands: readonly CommandDefinition[]): string {
  const list = commands.map(({ name, summary }) => [`[\`${name}\`](#flow-${name})`, summary]);
  return `<!-- Generated from src/cli/commands/ by \`npm run generate\`. -->

# The command line

\`flow COMMAND [ARGUMENT...]\`; \`flow help COMMAND\` and \`flow COMMAND --help\` say what stands here.

${table(["command", ""], list)}
Results go to standard output; diagnostics of a command that has another result, progress and summaries go to standard
error. Colours are used on a terminal only, and never when \`NO_COLOR\` is set.

${table(
  ["exit code", "meaning"],
  [
    [`${exitCodes.done}`, "done"],
    [
      `${exitCodes.failed}`,
      "the program has errors, its run failed, or a file that an argument names is not there",
    ],
    [
      `${exitCodes.wrongUsage}`,
      "wrong usage: an unknown option, a program that cannot be read, an argument that does not fit",
    ],
    [`${exitCodes.internal}`, "a bug of flow itself; please report it"],
    [`${exitCodes.interrupted}`, "stopped by Ctrl-C"],
  ],
)}
${commands.map(renderCommand).join("\n")}`;
}

function renderCommand(command: CommandDefinition): string {
  const { name, summary, description, operands, examples } = command;
  const rows = [
    ...operands.map((operand) => [code(operand.name), operand.summary]),
    ...optionRows(command).map(([spelling, meaning]) => [code(spelling), escapeCell(meaning)]),
  ];
  const shown = examples.map(
    ({ command: line, purpose }) => `${purpose}:\n\n\`\`\`sh\n${line}\n\`\`\`\n`,
  );
  return `## flow ${name}

${summary}.

\`\`\`text
${usageOf(command)}
\`\`\`

${description}

${table(["", ""], rows)}
${shown.join("\n")}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  return lines.join("");
}

function code(text: string): string {
  return `\`${escapeCell(text)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
