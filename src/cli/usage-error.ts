/** The command line cannot be acted on. Thrown by this layer only; shown without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Full sentences naming a next step, printed after the message. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
