import { unifiedDiff } from "../../shared/unified-diff.ts";

/** What was expected beside what was received, by lines. Empty where they are equal. */
export function describeDifference(expected: string, received: string, colour: boolean): string {
  const diff = unifiedDiff("", `${expected}\n`, `${received}\n`);
  if (diff === "") {
    return "";
  }
  const [red, green, reset] = colour ? ["\u001b[31m", "\u001b[32m", "\u001b[0m"] : ["", "", ""];
  const [, , ...lines] = diff.trimEnd().split("\n");
  const paint = (line: string): string => {
    const sign = line.charAt(0);
    return sign === "-" ? red + line + reset : sign === "+" ? green + line + reset : line;
  };
  return ["- expected", "+ received", ...lines].map((line) => `    ${paint(line)}\n`).join("");
}
