import { readFileSync } from "node:fs";

/** A zombie that nobody has waited for is dead too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // Gone since, or no `/proc` to ask.
    return process.platform !== "linux";
  }
}
