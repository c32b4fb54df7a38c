import { report } from "../../diagnostics/report.ts";
import type { Span } from "../../source/span.ts";
import type { CheckContext } from "../check-context.ts";
import { errorType, type Type } from "../type.ts";

/** Says once, at its first word, that a construct cannot be checked yet; what it gives is silent from then on. */
export function checkUnavailable(context: CheckContext, span: Span, word: string): Type {
  report(
    context.sink,
    "FLOW9001",
    { ...span, end: span.start + word.length },
    { what: `\`${word}\`` },
  );
  return errorType;
}
