import type { Span } from "../compiler/source/span.ts";
import type { CallPlace } from "./task.ts";

/** Why a task attempt, or an operation of the runtime, did not succeed. JSON: it is kept in the journal and shown to users. */
export interface Failure {
  readonly kind: FailureKind;
  /**
   * What `try ... catch e` sees as `e.code`: one of `failureCodes`, or the name of the error that the function threw, or
   * the code given to `fail`.
   */
  readonly code: string;
  /** One sentence or clause for a person; never a stack. */
  readonly message: string;
  /** Whether another attempt may succeed where this one failed. */
  readonly retryable: boolean;
  /** The step (`Op.step`) at fault within a task that runs several; null: the task's node itself. */
  readonly step: string | null;
  /** The element, key, file and line, or argument at fault, printed shortly; null where none is. */
  readonly item: string | null;
  /** Stack of the function's own code, for the log. */
  readonly stack: string | null;
  /** The call during which the attempt was lost, where it ended in one and it is known. */
  readonly call?: CallPlace;
  /** An error of a promise or a timer that nobody waits for: a call of the function began it and did not end with it. */
  readonly leftBehind?: true;
  /** The operation of an expression that has no value. */
  readonly origin?: Span;
  /** Key of the object that is missing or damaged: the attempt may succeed once its producer has made it anew. */
  readonly object?: string;
}

export type FailureKind =
  /** The function threw. */
  | "function"
  | "timeout"
  | "out-of-memory"
  /** The function ended the worker: exit, abort, a fault in native code. */
  | "crash"
  /** The worker ended by no fault of the function: killed from outside, connection lost. Its code is `Crash` too. */
  | "lost"
  /** A value that does not fit its type: what a function returned, a row, an expression that has no value. */
  | "bad-value"
  | "assert"
  /** What the user gave cannot be read: missing, binary, malformed. */
  | "input"
  /** The store said no: full, lost, corrupt. */
  | "store"
  /** More elements were left out than `on_error` allows. */
  | "too-many-failures"
  | "cancelled";
