import { displayText } from "../../shared/display-text.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { describePlace, type SourceLookup } from "./render-text.ts";

/** `file:line:column: error[FLOW2001]: message`, one a line: for editors and `grep`. */
export function renderShort(diagnostics: readonly Diagnostic[], sources: SourceLookup): string {
  return diagnostics
    .map(({ code, severity, message, primary: { span } }) => {
      const file = sources(span.file);
      const place = file === undefined ? displayText(span.file) : describePlace(file, span);
      return `${place}: ${severity}[${code}]: ${displayText(message)}\n`;
    })
    .join("");
}
