import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createCgroups } from "../../../../src/runtime/worker/cgroups.ts";
import { type GroupFiles, groupFiles } from "../../../../src/runtime/worker/group-files.ts";

interface FakeFiles extends GroupFiles {
  readonly files: Map<string, string>;
  readonly killed: number[];
}

/** A kernel: a folder that is made has the files of a group. `refused`: paths that cannot be written, and why. */
function fakeFiles(
  given: Readonly<Record<string, string>>,
  groupNames: readonly string[],
  refused: Readonly<Record<string, string>> = {},
): FakeFiles {
  const files = new Map(Object.entries(given));
  const killed: number[] = [];
  return {
    files,
    killed,
    read: (path) => files.get(path),
    write(path, text) {
      if (refused[path] !== undefined) {
        return refused[path];
      }
      if (!files.has(path)) {
        return "ENOENT";
      }
      const before = files.get(path) ?? "";
      files.set(path, text.startsWith("+") ? `${before} ${text.slice(1)}` : text);
      return null;
    },
    makeFolder(path) {
      const parent = path.slice(0, path.lastIndexOf("/"));
      if (refused[parent] !== undefined) {
        return refused[parent];
      }
      for (const name of groupNames) {
        files.set(`${path}/${name}`, "");
      }
      return null;
    },
    removeFolder(path) {
      for (const name of [...files.keys()].filter((file) => file.startsWith(`${path}/`))) {
        files.delete(name);
      }
      return null;
    },
    list: (folder) =>
      [...files.keys()].flatMap((file) =>
        file.startsWith(`${folder}/`) ? [file.slice(folder.length + 1).split("/")[0] ?? ""] : [],
      ),
    isAlive: (pid) => pid !== 99,
    kill: (pid) => void killed.push(pid),
  };
}

const V1 = {
  "/proc/self/mountinfo":
    "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n",
  "/proc/self/cgroup": "2:cpu,cpuacct:/user\n0::/\n",
};
const V1_GROUP = ["cpu.cfs_period_us", "cpu.cfs_quota_us", "cgroup.procs"];

const V2 = {
  "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n",
  "/proc/self/cgroup": "0::/user/flow\n",
  "/sys/fs/cgroup/user/flow/cgroup.controllers": "cpu io memory pids\n",
  "/sys/fs/cgroup/user/flow/cgroup.subtree_control": "\n",
};
const V2_GROUP = [
  "cpu.max",
  "memory.max",
  "memory.swap.max",
  "memory.oom.group",
  "memory.events",
  "cgroup.procs",
];

/** Of one group. */
const within = (files: FakeFiles, folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...files.files]
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, text]) => [path.slice(folder.length + 1), text]),
  );

it("holds a share of CPU with version 1", () => {
  const files = fakeFiles(V1, V1_GROUP);
  const cgroups = createCgroups(files, 7);
  expect(cgroups.cpuProblem).toBeNull();
  const group = cgroups.create({ cpu: 0.5, memory: 1000 });
  group?.add(42);
  expect(within(files, "/sys/fs/cgroup/cpu/user/flow-7-0")).toEqual({
    "cpu.cfs_period_us": "100000",
    "cpu.cfs_quota_us": "50000",
    "cgroup.procs": "42",
  });
  expect(cgroups.create({ cpu: null, memory: 1000 })).toBeUndefined();
  group?.remove();
  expect(files.killed).toEqual([42]);
  expect(within(files, "/sys/fs/cgroup/cpu/user")).toEqual({});
});

it("holds CPU and memory with version 2", () => {
  const files = fakeFiles(V2, V2_GROUP);
  const cgroups = createCgroups(files, 7);
  expect(cgroups.cpuProblem).toBeNull();
  const folder = "/sys/fs/cgroup/user/flow/flow-7-0";
  const group = cgroups.create({ cpu: 1.25, memory: 1000 });
  expect(within(files, folder)).toMatchObject({
    "cpu.max": "125000 100000",
    "memory.max": "1000",
    "memory.swap.max": "0",
  });
  expect(group?.ranOutOfMemory()).toBe(false);
  files.files.set(`${folder}/memory.events`, "max 12\noom 1\noom_kill 2\n");
  expect(group?.ranOutOfMemory()).toBe(true);
  cgroups.create({ cpu: null, memory: 2000 });
  expect(within(files, "/sys/fs/cgroup/user/flow/flow-7-1")).toMatchObject({
    "cpu.max": "",
    "memory.max": "2000",
  });
});

it("takes the least share that the kernel takes", () => {
  const files = fakeFiles(V1, V1_GROUP);
  createCgroups(files, 7).create({ cpu: 0.001, memory: 1 });
  expect(files.files.get("/sys/fs/cgroup/cpu/user/flow-7-0/cpu.cfs_quota_us")).toBe("1000");
});

it("takes the group of a container for the root of its mount", () => {
  const files = fakeFiles(
    {
      "/proc/self/mountinfo": "32 31 0:29 /docker/a /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n",
      "/proc/self/cgroup": "2:cpu:/docker/a/sub\n",
    },
    V1_GROUP,
  );
  createCgroups(files, 7).create({ cpu: 1, memory: 1 });
  expect(files.files.has("/sys/fs/cgroup/cpu/sub/flow-7-0/cpu.cfs_quota_us")).toBe(true);
});

it("takes a group that is named instead of its own", () => {
  const files = fakeFiles(
    {
      ...V2,
      "/sys/fs/cgroup/mine/cgroup.controllers": "cpu",
      "/sys/fs/cgroup/mine/cgroup.subtree_control": "cpu",
    },
    V2_GROUP,
  );
  createCgroups(files, 7, "/sys/fs/cgroup/mine").create({ cpu: 2, memory: 1 });
  expect(files.files.get("/sys/fs/cgroup/mine/flow-7-0/cpu.max")).toBe("200000 100000");
});

it("removes what a driver that was killed has left", () => {
  const folder = "/sys/fs/cgroup/cpu/user";
  const files = fakeFiles(
    {
      ...V1,
      [`${folder}/flow-99-0/cgroup.procs`]: "",
      [`${folder}/flow-98-0/cgroup.procs`]: "",
      [`${folder}/others/cgroup.procs`]: "",
    },
    V1_GROUP,
  );
  createCgroups(files, 7);
  expect(Object.keys(within(files, folder))).toEqual([
    "flow-98-0/cgroup.procs",
    "others/cgroup.procs",
  ]);
});

it.each<[string, FakeFiles, string]>([
  ["no cgroups", fakeFiles({}, []), "this system has no control groups (cgroups)"],
  [
    "a folder that may not be written",
    fakeFiles(V1, V1_GROUP, { "/sys/fs/cgroup/cpu/user": "EROFS" }),
    "no control group can be made in /sys/fs/cgroup/cpu/user (EROFS)",
  ],
  [
    "a kernel without shares",
    fakeFiles(V1, ["cgroup.procs"]),
    "the shares of groups in /sys/fs/cgroup/cpu/user cannot be set (ENOENT)",
  ],
  [
    "no controller",
    fakeFiles({ ...V2, "/sys/fs/cgroup/user/flow/cgroup.controllers": "pids" }, V2_GROUP),
    "the control group /sys/fs/cgroup/user/flow has no controller of CPU",
  ],
  [
    "a group that holds processes",
    fakeFiles(V2, V2_GROUP, { "/sys/fs/cgroup/user/flow/cgroup.subtree_control": "EBUSY" }),
    "the control group /sys/fs/cgroup/user/flow cannot be divided; name one that is empty and may be written in FLOW_CGROUP",
  ],
])("says why shares are not held: %s", (_, files, problem) => {
  const cgroups = createCgroups(files, 7);
  expect(cgroups.cpuProblem).toBe(problem);
  expect(cgroups.create({ cpu: 0.5, memory: 1 })).toBeUndefined();
});

const real = createCgroups(groupFiles, process.pid);

it.skipIf(real.cpuProblem !== null)("puts a process into a group of this machine", async () => {
  const group = real.create({ cpu: 0.5, memory: 1024 ** 3 });
  const child = spawn("sleep", ["1000"], { stdio: "ignore" });
  const ended = once(child, "exit");
  group?.add(child.pid ?? 0);
  expect(readFileSync(`/proc/${child.pid}/cgroup`, "latin1")).toContain(`/flow-${process.pid}-0`);
  group?.remove();
  expect(await ended).toEqual([null, "SIGKILL"]);
  real.close();
});
