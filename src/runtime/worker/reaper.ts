/**
 * Sees to it that no worker outlives the driver, however that ends, and whatever loop the worker is in: a shell reads the
 * worker's process groups from a pipe, and kills those that are left when the pipe closes, which the kernel does for a
 * driver that was killed.
 */
import { spawn } from "node:child_process";

export interface Reaper {
  add(pid: number): void;
  /** The process has ended, and its id may be given to another. */
  remove(pid: number): void;
  close(): void;
}

const SCRIPT = `
trap '' INT TERM HUP
groups=
while read -r sign group; do
  if [ "$sign" = + ]; then
    groups="$groups $group"
  else
    left=
    for g in $groups; do [ "$g" = "$group" ] || left="$left $g"; done
    groups=$left
  fi
done
for g in $groups; do kill -9 "-$g"; done
for e in /proc/[0-9]*/environ; do
  if grep -q "$1" "$e"; then
    p=\${e#/proc/}
    kill -9 "\${p%/environ}"
  fi
done
`;

/** `mark`: what stands in the environment of all that workers start, wherever it goes. */
export function createReaper(mark: string): Reaper {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "reaper", mark], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // Without a shell, workers still end by themselves when their channel closes, unless they are stuck in a loop.
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  return {
    add: (pid) => shell.stdin.write(`+ ${pid}\n`),
    remove: (pid) => shell.stdin.write(`- ${pid}\n`),
    close: () => shell.stdin.end(),
  };
}
