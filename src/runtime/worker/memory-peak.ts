/** Resident memory, as Linux tells it in `/proc`; elsewhere only the peak of the process's whole life is known. */
import { readFileSync, writeFileSync } from "node:fs";

export interface PeakMeter {
  /** Forgets the peak so far, where the system lets us. */
  reset(): void;
  /** Largest resident set since `reset`, in bytes. */
  peak(): number;
}

/** Of this process. */
export function createPeakMeter(): PeakMeter {
  let resettable = true;
  return {
    reset() {
      if (!resettable) {
        return;
      }
      try {
        // proc(5): 5 sets the peak to the present resident set.
        writeFileSync("/proc/self/clear_refs", "5");
      } catch {
        // Not Linux, or not permitted: peaks then are those of the worker since its start.
        resettable = false;
      }
    },
    peak: () => statusField("self", "VmHWM") ?? process.resourceUsage().maxRSS * 1024,
  };
}

/** Bytes resident now; undefined where the process is gone or the system does not tell. */
export function residentBytes(pid: number): number | undefined {
  return statusField(String(pid), "VmRSS");
}

function statusField(process: string, field: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${process}/status`, "latin1");
    const at = status.indexOf(`${field}:`);
    return at === -1 ? undefined : Number.parseInt(status.slice(at + field.length + 1), 10) * 1024;
  } catch {
    // The process has ended, or there is no `/proc`.
    return undefined;
  }
}
