import type { Span } from "../source/span.ts";
import type { CheckContext } from "./check-context.ts";

/** What stands at `span`, for fixes that move it. */
export function sourceText(context: CheckContext, span: Span): string {
  const module = context.bindings.modules.find(({ path }) => path === span.file);
  return module?.file.text.slice(span.start, span.end) ?? "";
}
