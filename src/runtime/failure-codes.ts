/**
 * Every code that a failure of a run has by itself, for a person who meets one: the table of docs/runtime.md is checked
 * against this one, and `flow explain CODE` prints it. Codes of the user's own (`fail(..., code: "X")`, the name of an
 * error that a function throws) stand for themselves.
 */

export interface FailureCode {
  /** What happened, as a clause without final stop. */
  readonly title: string;
  /** When another attempt is made, as a clause without final stop. */
  readonly repeated: string;
  /** What it means, in whole sentences. */
  readonly explanation: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;
}

export type FailureCodeName = keyof typeof failureCodes;

/** In the order in which they are documented. */
export const failureCodes = {
  Error: {
    title: "the function threw",
    repeated: "as `retry` says",
    explanation:
      "A function threw an error, or left a promise of its own rejected. The code is the name of the error, such as `Error` or `RangeError`, and the stack shows the function's own frames.",
    remedy:
      "Mend the function, or leave the elements it fails on out with `on_error skip`, or meet the failure with `try`.",
  },
  Timeout: {
    title: "it took longer than `timeout`",
    repeated: "as `retry` says",
    explanation:
      "An attempt of a task was not over when its time was up, and its process was killed. `timeout` is that of one attempt; 15 minutes unless it is given.",
    remedy:
      "Look at the item that is named: a loop that does not end, or a service that does not answer. Where the work is just long, give a longer `timeout` or more partitions.",
  },
  Unsettled: {
    title: "it waited for a promise that nothing can settle",
    repeated: "as `retry` says",
    explanation:
      "A function gave a promise, or awaited one, while no timer, connection or process was left that could ever settle it.",
    remedy:
      "Look for a callback that is never called, or a `resolve` that is forgotten on one of the ways through the function.",
  },
  OutOfMemory: {
    title: "it used more than `memory`",
    repeated: "with twice as much, up to the maximum of the range; then as `retry` says",
    explanation:
      "The process of a task needed more memory than it may use, in the heap of V8 or beside it, and was killed.",
    remedy:
      "Give a range, as `memory 512 MB .. 4 GB`, or let the function keep less: streams instead of lists, more partitions, a smaller `batch`.",
  },
  Crash: {
    title: "it ended its process or crashed it, or something else killed it",
    repeated:
      "as `retry` says; three times, whatever `retry` says, where the process was killed by something else",
    explanation:
      "The worker process ended before its task did: the function called `process.exit`, native code crashed, or another process (the kernel short of memory, an operator) killed it. The message tells which.",
    remedy:
      "A function says that it failed by throwing, never by `process.exit`. Where the process was killed, see whether the machine has memory for so many `--workers`.",
  },
  Protocol: {
    title: "its process, in another language, broke the protocol",
    repeated: "as `retry` says",
    explanation:
      "The program of a folder of functions answered something that is not what docs/runtime.md specifies, or closed its connection in the middle of a call. The message tells what came. Its process is replaced.",
    remedy:
      "This is a fault of the program that runs the functions, not of a function: check it against the conformance suite (test/conformance/foreign).",
  },
  BadValue: {
    title: "a value does not fit its type",
    repeated: "no",
    explanation:
      "A function gave another value than its signature says, a row has not the type it is read as, or an expression has no value: an `int` beyond 2^53, a division by zero.",
    remedy:
      "Correct the function or the type. Rows and elements that do not fit can be left out with `on_error skip`.",
  },
  Assert: {
    title: "an `assert` does not hold",
    repeated: "no",
    explanation: "The condition of an `assert` is false. The message is the one that stands there.",
    remedy: "The program says what it expects: look at what it was given.",
  },
  Input: {
    title: "input that is missing or malformed",
    repeated: "no",
    explanation:
      "A file is not there or cannot be read, text is binary, a row has no form, or a module has no such function.",
    remedy: "The item names file and line. Rows without form can be left out with `on_error skip`.",
  },
  TooManyFailures: {
    title: "more elements failed than `on_error` allows",
    repeated: "no",
    explanation:
      "A step leaves out elements that fail, and there were more of them than the share that its `on_error skip` gives. The share is judged over the whole step.",
    remedy:
      "Read the elements that were left out where the summary says they are kept; mend the function or the input, or allow a larger share.",
  },
  Store: {
    title: "the store failed",
    repeated: "three times, whatever `retry` says",
    explanation:
      "What is kept below `.flow` cannot be written or read: the disk is full, a file is missing or damaged, a folder may not be written.",
    remedy: "Make room, or name another place in `FLOW_DIR`, and run again.",
  },
  Cancelled: {
    title: "it was stopped, and nothing is wrong with it",
    repeated: "no",
    explanation:
      "Another task of the step failed, or the run was interrupted, before the attempt was over. No `catch` sees it.",
    remedy: "Look at what failed first.",
  },
} as const satisfies { readonly [code: string]: FailureCode };
