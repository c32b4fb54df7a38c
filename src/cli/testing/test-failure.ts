/** A test does not hold, and what there is to show of it. Thrown into the test, where its stack says at which line. */
export class TestFailure extends Error {
  override readonly name = "TestFailure";
  /** Lines after the message and the place: a diff, the failure of a run. Empty, or ends with a line end. */
  readonly detail: string;

  constructor(message: string, detail = "") {
    super(message);
    this.detail = detail;
  }
}
