/** Processes below another one, as Linux tells of them in `/proc`; elsewhere none are known. */
import { readdirSync, readFileSync } from "node:fs";

/**
 * The process and all that it and its descendants have started and that have not left it. Of the process itself only what
 * its first thread has started, as Node does it: this is asked in every task.
 */
export function processTree(root: number): readonly number[] {
  const found = [root];
  for (const pid of found) {
    for (const thread of pid === root ? [root] : names(`/proc/${pid}/task`)) {
      const children = text(`/proc/${pid}/task/${thread}/children`);
      if (children !== "") {
        found.push(...children.trim().split(" ").map(Number));
      }
    }
  }
  return found;
}

/**
 * Kills every process in whose environment `name` is `value`: what a process started inherits it, also where it has left
 * its process group and its parent. Repeated until none is left, since they may start others meanwhile.
 */
export function killMarked(name: string, value: string): void {
  const mark = `${name}=${value}\0`;
  for (let round = 0; round < ROUNDS; round++) {
    const marked = names("/proc").filter(
      (entry) =>
        /^\d+$/.test(entry) &&
        Number(entry) !== process.pid &&
        `\0${text(`/proc/${entry}/environ`)}`.includes(`\0${mark}`) &&
        !isZombie(entry),
    );
    for (const pid of marked) {
      kill(Number(pid));
    }
    if (marked.length === 0) {
      return;
    }
  }
}

const ROUNDS = 5;

const isZombie = (pid: string): boolean => /^\d+ \(.*\) [ZX]/s.test(text(`/proc/${pid}/stat`));

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The process has ended, or there is no `/proc`.
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // The process has ended, belongs to somebody else, or there is no `/proc`.
    return "";
  }
}
