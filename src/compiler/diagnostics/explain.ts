import type { CodeEntry, CodeExample } from "./code-entry.ts";
import { suggest } from "./edit-distance.ts";
import { findCode, findRetiredCode, listCodes } from "./registry.ts";

/** A code as somebody types it: `FLOW2001`, `flow2001` or `2001`. */
export function normalizeCode(text: string): string {
  const upper = text.trim().toUpperCase();
  return /^\d{4}$/.test(upper) ? `FLOW${upper}` : upper;
}

/** What `flow explain CODE` prints, in Markdown; undefined for a code there is not. */
export function explainCode(text: string): string | undefined {
  const code = normalizeCode(text);
  const entry = findCode(code);
  if (entry !== undefined) {
    return `# ${code}: ${entry.summary} (${entry.severity})\n\n${describeCode(entry)}`;
  }
  const retired = findRetiredCode(code);
  return retired && `# ${code}: ${retired.summary}\n\nNo longer reported. ${retired.explanation}\n`;
}

/** A code near to one that does not exist, if there is one. */
export function suggestCode(text: string): string | undefined {
  return suggest(
    normalizeCode(text),
    listCodes().map(([code]) => code),
  );
}

/** Explanation and example of a code, in Markdown. */
export function describeCode({ explanation, example }: CodeEntry): string {
  return `${explanation}\n\n${describeExample(example)}`;
}

function describeExample(example: CodeExample): string {
  if (typeof example === "string") {
    return codeBlock("flow", example);
  }
  return Object.entries(example)
    .map(([path, text]) => `\`${path}\`:\n\n${codeBlock(languageOf(path), text)}`)
    .join("\n");
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text.endsWith("\n") ? text : `${text}\n`}\`\`\`\n`;
}

function languageOf(path: string): string {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  return extension === "ts" ? "typescript" : extension;
}
