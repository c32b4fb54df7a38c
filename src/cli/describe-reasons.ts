/** Why a task ran, for a person. */
import { relative } from "node:path";
import { type Reason, taskLabel } from "../runtime/index.ts";
import { assertNever } from "../shared/assert-never.ts";

/** One line each, those of a cause further in. `root`: where paths are shown from. */
export function describeReasons(
  reasons: readonly Reason[],
  root: string,
  indent: string,
): readonly string[] {
  return reasons.flatMap((reason) => [
    `${indent}${describeReason(reason, root)}`,
    ...(reason.kind === "input" && reason.cause !== null
      ? describeReasons(reason.cause.reasons, root, `${indent}  `)
      : []),
  ]);
}

export function describeReason(reason: Reason, root: string): string {
  switch (reason.kind) {
    case "reused":
      return `${reason.run} did the same`;
    case "first":
      return "no earlier run of this workflow has done it";
    case "fresh":
      return "nothing has changed: the run was started with --fresh";
    case "not-reusable":
      return `it is not reused: ${reason.why}`;
    case "forgotten":
      return "nothing has changed, but what the earlier run made is not known any more";
    case "code":
      return reason.files.length === 0
        ? `the declaration of \`${reason.function}\` has changed`
        : `the code of \`${reason.function}\` has changed: ${reason.files.join(", ")}`;
    case "step":
      return "what the step does has changed in the program";
    case "argument":
      return reason.before === null || reason.now === null
        ? `\`${reason.name}\` is another one`
        : `\`${reason.name}\` is ${reason.now}, and was ${reason.before}`;
    case "file":
      return `${relative(root, reason.path)} ${reason.isNew ? "was not there before" : "has changed"}`;
    case "input":
      return reason.cause === null
        ? `what \`${reason.step}\` made is another thing`
        : `what \`${reason.step}\` made is another thing: ${taskLabel(reason.cause)} was done again`;
    case "work":
      return "its part of the input is another one";
    default:
      return assertNever(reason);
  }
}
