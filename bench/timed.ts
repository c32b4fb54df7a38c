import { spawnSync } from "node:child_process";

const MOST_OUTPUT = 64 * 1024 * 1024;

/** Runs a command to its end; throws where it fails. */
export function timed(
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly seconds: number; readonly stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit ${status}\n${stderr}`);
  }
  return { seconds: (performance.now() - start) / 1000, stdout };
}
