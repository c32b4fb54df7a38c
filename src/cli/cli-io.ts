/** What a command may touch of the world around it. `main.ts` makes it from the process, tests from memory. */
export interface CliIo {
  /** Absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: TextOutput;
  /** Diagnostics of a command that has another result, progress, summaries, errors. */
  readonly stderr: TextOutput;
  /** All of standard input, as UTF-8. */
  readStdin(): Promise<string>;
  /** Aborted by Ctrl-C. Until a command asks for it, Ctrl-C ends the process at once. */
  interrupt(): AbortSignal;
}

export interface TextOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
}
