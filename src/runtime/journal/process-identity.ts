/** Which process holds a run: a process id alone may have been given to another one since. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, as the system tells it; `""` where it does not. */
  readonly process: string;
  readonly host: string;
}

export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, process: start, host: hostname() };
}

/** A holder on another machine (or in another container) counts as alive while it keeps saying so. */
const SILENCE_MS = 60_000;

/** `seen` and `now` are milliseconds since 1970: when the holder was last heard of. */
export function isAlive(holder: ProcessIdentity, seen: number, now: number): boolean {
  return holder.host === hostname()
    ? startOf(holder.pid) === holder.process
    : Math.abs(now - seen) < SILENCE_MS;
}

/** Undefined where there is no such process, or it has ended and nobody has waited for it. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) {
      return undefined;
    }
  }
  return process.platform === "linux" ? startInProc(pid) : startFromPs(pid);
}

function startInProc(pid: number): string | undefined {
  try {
    // The name of the program, in parentheses, may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return fields[0] === "Z" ? undefined : `${boot} ${fields[STARTTIME]}`;
  } catch {
    // Gone since.
    return undefined;
  }
}

/** Field 22 of proc(5), counted from the state, which is field 3. */
const STARTTIME = 19;

function startFromPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : "";
}
