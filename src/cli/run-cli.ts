import type { CliIo, TextOutput } from "./cli-io.ts";
import { commands } from "./commands.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { pageWidth, renderCommandHelp, renderProgramHelp, wrap } from "./render-help.ts";
import { renderRefusal } from "./run-document.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Runs one command line. Wrong usage is told on stderr; anything else thrown is a bug and is the caller's to report. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      printUsageError(error, io.stderr);
      if (asksForDocument(argv)) {
        const { message, hint = null } = error;
        const problems = [{ message, hint, argument: null }];
        io.stdout.write(renderRefusal("usage-error", { problems }));
      }
      return exitCodes.wrongUsage;
    }
    throw error;
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  if (argv.length === 0) {
    io.stderr.write(renderProgramHelp(commands, pageWidth(io.stderr)));
    return exitCodes.wrongUsage;
  }
  const line = parseCommandLine(argv, commands);
  switch (line.kind) {
    case "version":
      io.stdout.write(`${version}\n`);
      return exitCodes.done;
    case "help": {
      const width = pageWidth(io.stdout);
      io.stdout.write(
        line.command === undefined
          ? renderProgramHelp(commands, width)
          : renderCommandHelp(line.command, width),
      );
      return exitCodes.done;
    }
    case "run": {
      const { command, invocation, wantsHelp } = line;
      const action = await (wantsHelp && command.loadHelp !== undefined
        ? command.loadHelp()
        : command.load());
      return action(invocation, io);
    }
  }
}

/** Whether standard output is to be a JSON document, on a command line that cannot be parsed, too. */
function asksForDocument(argv: readonly string[]): boolean {
  const name = argv.find((argument) => !argument.startsWith("-"));
  const command = commands.find((candidate) => candidate.name === name);
  const end = argv.indexOf("--");
  const options = end === -1 ? argv : argv.slice(0, end);
  return command !== undefined && "json" in command.options && options.includes("--json");
}

function printUsageError({ message, hint }: UsageError, stderr: TextOutput): void {
  const paint = (colour: string, text: string): string =>
    stderr.colour ? `\u001b[${colour}m${text}\u001b[0m` : text;
  const wrapped = (text: string): string =>
    stderr.columns === undefined ? text : wrap(text, stderr.columns);
  // Whatever is wrapped begins with the word that is painted.
  stderr.write(`${wrapped(`error: ${message}`).replace("error", paint("1;31", "error"))}\n`);
  if (hint !== undefined) {
    stderr.write(`${wrapped(`hint: ${hint}`).replace("hint", paint("36", "hint"))}\n`);
  }
}
