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
  /** What Ctrl-C asks for. Until a command asks for it, Ctrl-C ends the process at once. */
  interrupt(): Interruption;
}

/** A third Ctrl-C ends the process. */
export interface Interruption {
  /** Aborted by the first Ctrl-C: what is under way may end. */
  readonly first: AbortSignal;
  /** Aborted by the second one: all is to end at once. */
  readonly second: AbortSignal;
}

export interface TextOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** As they are now; undefined where it is no terminal. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Code of the error that ended it (`EPIPE`, `ENOSPC`); undefined while it can be written. */
  readonly broken: string | undefined;
}
