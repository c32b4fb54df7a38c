/** Runs on a file system of 2 MB, mounted for one process and seen by no other. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const bin = resolve(import.meta.dirname, "../../bin/flow.js");

/** Runs a shell script with `$DISK`, an empty file system of its own; `flow` is the command. */
function onSmallDisk(folder: string, script: string): SpawnSyncReturns<string> {
  const disk = join(folder, "disk");
  mkdirSync(disk, { recursive: true });
  const mounted = `mount -t tmpfs -o size=2m tmpfs "$DISK" || exit 77
flow() { "${process.execPath}" "${bin}" "$@"; }
${script}`;
  return spawnSync("unshare", ["--mount", "--map-root-user", "sh", "-c", mounted], {
    cwd: folder,
    env: { ...process.env, DISK: disk },
    encoding: "utf8",
  });
}

using probe = temporaryFolder();
const cannotMount = onSmallDisk(probe.path, "exit 0").status !== 0;

const LINES = 60_000;

function prepare(folder: string): void {
  writeFileSync(
    join(folder, "main.flow"),
    `workflow main(input: files) -> dataset<string> {
  lines = read input as lines
  return sort lines into 2
}
`,
  );
  const lines = Array.from({ length: LINES }, (_, i) => `line ${(i * 7919) % LINES} of many`);
  writeFileSync(join(folder, "input.txt"), `${lines.join("\n")}\n`);
}

it.skipIf(cannotMount)(
  "names a full disk, leaves no result, and runs again when there is room",
  () => {
    using folder = temporaryFolder();
    prepare(folder.path);
    const { status, stdout, stderr } = onSmallDisk(
      folder.path,
      `export FLOW_DIR="$DISK/flow"
flow run main.flow input=input.txt --workers 1 --out "$PWD/out"
echo "exit $?" && ls "$PWD"
mount -o remount,size=64m "$DISK"
flow run main.flow input=input.txt --workers 1 --out "$PWD/out" 2> /dev/null
echo "exit $?" && cat out/* | wc -l`,
    );
    expect(status).toBe(0);
    expect(stderr).toContain("no space is left on the disk (ENOSPC)");
    expect(stderr).toMatch(/^hint: What a run keeps is in disk\/flow: make room there/m);
    expect(stdout).toBe(`exit 1\ndisk\ninput.txt\nmain.flow\nexit 0\n${LINES}\n`);
  },
);

it.skipIf(cannotMount)(
  "says where no room is left for the result, and leaves no half of it",
  () => {
    using folder = temporaryFolder();
    prepare(folder.path);
    const { stdout, stderr } = onSmallDisk(
      folder.path,
      `head -c 1500000 /dev/zero > "$DISK/other"
flow run main.flow input=input.txt --workers 1 --json --out "$DISK/out"
echo "exit $?" && ls -A "$DISK"`,
    );
    const [document = "", ...rest] = stdout.split("\n");
    expect(JSON.parse(document)).toMatchObject({
      outcome: "failed",
      failure: { failure: { code: "Store", message: expect.stringContaining("(ENOSPC)") } },
    });
    expect(rest).toEqual(["exit 1", "other", ""]);
    expect(stderr).toMatch(
      /^hint: It is kept: see that disk has room and can be written, then `flow resume/m,
    );
    expect(readdirSync(folder.path)).not.toContain("out");
  },
);

it.skipIf(cannotMount)(
  "says that a run cannot begin where not even its arguments can be kept",
  () => {
    using folder = temporaryFolder();
    prepare(folder.path);
    const { stdout, stderr } = onSmallDisk(
      folder.path,
      `head -c 9000000 /dev/zero > "$DISK/other" 2> /dev/null
FLOW_DIR="$DISK/flow" flow run main.flow input=input.txt --workers 1
echo "exit $?"`,
    );
    expect(stdout).toBe("exit 1\n");
    expect(stderr).toMatch(/^error\[Store\]: the run cannot begin: cannot write .*ENOSPC/m);
    expect(stderr).not.toContain("flow resume");
  },
);

it.skipIf(cannotMount)("keeps a program whose new layout finds no room", () => {
  using folder = temporaryFolder();
  const { stdout, stderr } = onSmallDisk(
    folder.path,
    `printf 'workflow main(n: int) -> int { return   n }' > "$DISK/a.flow"
head -c 9000000 /dev/zero > "$DISK/other" 2> /dev/null
flow fmt "$DISK/a.flow"
echo "exit $?" && cat "$DISK/a.flow" && ls -A "$DISK"`,
  );
  expect(stdout).toBe("exit 2\nworkflow main(n: int) -> int { return   n }a.flow\nother\n");
  expect(stderr).toContain("error: no space is left on the disk (ENOSPC) for disk/a.flow\n");
});
