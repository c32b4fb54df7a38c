/**
 * Resident memory of a process and all that it has started, as Linux tells it in `/proc`; elsewhere only the peak of this
 * process's whole life is known. What processes share counts for each of them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { processTree } from "./process-tree.ts";

export interface PeakMeter {
  /** Forgets the peak so far, where the system lets us. */
  reset(): void;
  /** Largest resident set since `reset`, in bytes: the sum of those of the processes. */
  peak(): number;
}

/** Of this process and those that it has started. */
export function createPeakMeter(): PeakMeter {
  return {
    reset() {
      for (const pid of processTree(process.pid)) {
        try {
          // proc(5): 5 sets the peak to the present resident set.
          writeFileSync(`/proc/${pid}/clear_refs`, "5");
        } catch {
          // Not Linux, or not permitted: peaks then are those since the start of the process.
        }
      }
    },
    peak: () => sumOf(process.pid, "VmHWM") ?? process.resourceUsage().maxRSS * 1024,
  };
}

/** Bytes resident now; undefined where the process is gone or the system does not tell. */
export const residentBytes = (pid: number): number | undefined => sumOf(pid, "VmRSS");

function sumOf(root: number, field: string): number | undefined {
  let sum: number | undefined;
  for (const pid of processTree(root)) {
    const bytes = statusField(pid, field);
    if (bytes !== undefined) {
      sum = (sum ?? 0) + bytes;
    }
  }
  return sum;
}

function statusField(pid: number, field: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const at = status.indexOf(`${field}:`);
    return at === -1 ? undefined : Number.parseInt(status.slice(at + field.length + 1), 10) * 1024;
  } catch {
    // The process has ended, or there is no `/proc`.
    return undefined;
  }
}
