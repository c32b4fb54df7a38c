import type { CliIo, TextOutput } from "../../src/cli/cli-io.ts";

export interface RecordedIo {
  readonly io: CliIo;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** The world of a command in a test: no terminal, no colour, standard input as given. */
export function recordIo(
  cwd: string,
  stdin = "",
  first = new AbortController().signal,
  second = new AbortController().signal,
): RecordedIo {
  const stdout = recordOutput();
  const stderr = recordOutput();
  return {
    io: {
      cwd,
      environment: {},
      stdout: stdout.output,
      stderr: stderr.output,
      readStdin: async () => stdin,
      interrupt: () => ({ first, second }),
    },
    stdout: stdout.text,
    stderr: stderr.text,
  };
}

function recordOutput(): { readonly output: TextOutput; readonly text: () => string } {
  const chunks: string[] = [];
  return {
    output: {
      write: (chunk) => {
        chunks.push(chunk);
      },
      isTerminal: false,
      colour: false,
      columns: undefined,
      rows: undefined,
      broken: undefined,
    },
    text: () => chunks.join(""),
  };
}
