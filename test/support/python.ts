import { spawnSync } from "node:child_process";

/** Whether functions in Python can run here. Tests that need it are skipped, and said to be, where they cannot. */
export const hasPython =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0;
