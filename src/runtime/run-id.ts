/**
 * Names of runs: `wordcount-20260314-092653-k7qx`. Those of one workflow sort by their start (UTC). Fit for a CloudFlow
 * execution: no `--`, at most 60 characters.
 */
export function runId(workflow: string, startedMs: number, random: () => number): string {
  const [date = "", time = ""] = new Date(startedMs).toISOString().split("T");
  const stamp = `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`;
  const suffix = Array.from({ length: SUFFIX }, () =>
    LETTERS.charAt(Math.floor(random() * LETTERS.length)),
  );
  const name = workflow.replaceAll(/[^A-Za-z0-9_]/g, "_").slice(0, LONGEST_NAME);
  return `${name}-${stamp}-${suffix.join("")}`;
}

/** Without letters and digits that are taken for each other. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const SUFFIX = 4;
const LONGEST_NAME = 36;
