import { check } from "../../src/compiler/check/check.ts";
import type { CheckResult } from "../../src/compiler/check/check-result.ts";
import { createMemoryHost } from "./memory-host.ts";

export const MAIN = "main.flow";

/** Checks one text, or several files of which `main.flow` is the entry. */
export function checkText(text: string | Readonly<Record<string, string>>): CheckResult {
  const files = typeof text === "string" ? { [MAIN]: text } : text;
  return check(MAIN, createMemoryHost(new Map(Object.entries(files))));
}

/** The codes found, in the order they are shown. */
export function codesOf(text: string | Readonly<Record<string, string>>): readonly string[] {
  return checkText(text).diagnostics.map(({ code }) => code);
}
