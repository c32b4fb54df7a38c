import { badValue } from "./evaluation-error.ts";

const kept = new Map<string, (text: string) => boolean>();
export function compilePattern(source: string): (text: string) => boolean {
  const known = kept.get(source);
  if (known !== undefined) {
    return known;
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, "u");
  } catch {
    return badValue(`\`${source}\` is not a pattern`);
  }
  const test = (text: string): boolean => pattern.test(text);
  if (kept.size >= 256) {
    kept.clear();
  }
  kept.set(source, test);
  return test;
}
