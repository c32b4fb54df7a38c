/**
 * Shares of CPU, and limits of memory besides, held by the kernel: a worker that asks for them gets a control group of its
 * own, where this process may make one. Version 1 and 2 of cgroups, as Documentation/admin-guide of Linux describes them.
 */
import type { GroupFiles } from "./group-files.ts";

export interface GroupLimits {
  /** Cores; null: no limit. */
  readonly cpu: number | null;
  /** Bytes. */
  readonly memory: number;
}

export interface Cgroups {
  /** Why shares of CPU are not held here; null where they are. */
  readonly cpuProblem: string | null;
  /** Undefined where there is nothing to hold, or nothing to hold it with. */
  create(limits: GroupLimits): WorkerGroup | undefined;
  /** Removes what could not be removed before. */
  close(): void;
}

export interface WorkerGroup {
  /** The process, and what it starts from now on. */
  add(pid: number): void;
  /** Whether the kernel killed a process of the group for its memory. */
  ranOutOfMemory(): boolean;
  /** Kills what is left in the group. */
  remove(): void;
}

/** Of a share of CPU, in microseconds: as long as the kernel's own. */
const PERIOD = 100_000;
/** The kernel takes no less. */
const LEAST_QUOTA = 1_000;

/** Where groups are made, and what they can hold. */
interface Place {
  readonly version: 1 | 2;
  readonly folder: string;
  readonly cpu: boolean;
  readonly memory: boolean;
}

/** `named`: a group that somebody has set up for flow, in the place of the one of this process. */
export function createCgroups(files: GroupFiles, pid: number, named?: string): Cgroups {
  const found = findPlace(files, named);
  const place = "problem" in found ? undefined : found;
  const problem = "problem" in found ? found.problem : cpuProblem(files, found, pid);
  if (place !== undefined && problem === null) {
    removeStale(files, place.folder);
  }
  const left = new Set<string>();
  let made = 0;

  const remove = (folder: string): void => {
    for (const member of lines(files.read(`${folder}/cgroup.procs`))) {
      files.kill(Number(member));
    }
    // The kernel counts processes as members until somebody has waited for them.
    if (files.removeFolder(folder) === null) {
      left.delete(folder);
    } else {
      left.add(folder);
    }
  };

  return {
    cpuProblem: problem,
    create({ cpu, memory }) {
      const holdsCpu = cpu !== null && problem === null;
      if (place === undefined || !(holdsCpu || place.memory)) {
        return undefined;
      }
      const folder = `${place.folder}/flow-${pid}-${made++}`;
      if (files.makeFolder(folder) !== null) {
        return undefined;
      }
      if (holdsCpu) {
        writeShare(files, place, folder, cpu);
      }
      if (place.memory) {
        files.write(`${folder}/memory.max`, String(memory));
        files.write(`${folder}/memory.swap.max`, "0");
        files.write(`${folder}/memory.oom.group`, "1");
      }
      return {
        add: (member) => void files.write(`${folder}/cgroup.procs`, String(member)),
        ranOutOfMemory: () => /^oom_kill [1-9]/m.test(files.read(`${folder}/memory.events`) ?? ""),
        remove: () => remove(folder),
      };
    },
    close() {
      for (const folder of left) {
        remove(folder);
      }
    },
  };
}

function writeShare(files: GroupFiles, { version }: Place, folder: string, cpu: number): void {
  const quota = Math.max(LEAST_QUOTA, Math.round(cpu * PERIOD));
  if (version === 2) {
    files.write(`${folder}/cpu.max`, `${quota} ${PERIOD}`);
  } else {
    files.write(`${folder}/cpu.cfs_period_us`, String(PERIOD));
    files.write(`${folder}/cpu.cfs_quota_us`, String(quota));
  }
}

function findPlace(
  files: GroupFiles,
  named: string | undefined,
): Place | { readonly problem: string } {
  const mounts = parseMounts(files.read("/proc/self/mountinfo") ?? "");
  const own = parseMembership(files.read("/proc/self/cgroup") ?? "");
  const first = mounts.find(
    ({ version, controllers }) => version === 1 && controllers.includes("cpu"),
  );
  if (named === undefined && first !== undefined) {
    const group = own.find(({ controllers }) => controllers.includes("cpu"));
    // Memory stays with the group that this process is in: hierarchies of version 1 are set up one by one by others.
    return { version: 1, folder: folderOf(first, group?.path ?? "/"), cpu: true, memory: false };
  }
  const second = mounts.find(({ version }) => version === 2);
  if (named === undefined && second === undefined) {
    return { problem: "this system has no control groups (cgroups)" };
  }
  const group = own.find(({ controllers }) => controllers.length === 0);
  const folder = named ?? (second === undefined ? "/" : folderOf(second, group?.path ?? "/"));
  if (files.read(`${folder}/cpu.cfs_quota_us`) !== undefined) {
    return { version: 1, folder, cpu: true, memory: false };
  }
  const available = words(files.read(`${folder}/cgroup.controllers`));
  if (!available.includes("cpu")) {
    return { problem: `the control group ${folder} has no controller of CPU` };
  }
  for (const controller of ["cpu", "memory"].filter((name) => available.includes(name))) {
    if (!words(files.read(`${folder}/cgroup.subtree_control`)).includes(controller)) {
      files.write(`${folder}/cgroup.subtree_control`, `+${controller}`);
    }
  }
  const passedOn = words(files.read(`${folder}/cgroup.subtree_control`));
  if (!passedOn.includes("cpu")) {
    return {
      problem: `the control group ${folder} cannot be divided; name one that is empty and may be written in FLOW_CGROUP`,
    };
  }
  return { version: 2, folder, cpu: true, memory: passedOn.includes("memory") };
}

/** By trying. */
function cpuProblem(files: GroupFiles, { folder, version }: Place, pid: number): string | null {
  const probe = `${folder}/flow-${pid}-probe`;
  const error = files.makeFolder(probe);
  if (error !== null) {
    return `no control group can be made in ${folder} (${error})`;
  }
  const limit = version === 2 ? "cpu.max" : "cpu.cfs_quota_us";
  const writable = files.write(`${probe}/${limit}`, version === 2 ? "max" : "-1");
  files.removeFolder(probe);
  return writable === null ? null : `the shares of groups in ${folder} cannot be set (${writable})`;
}

/** Groups of drivers that were killed. */
function removeStale(files: GroupFiles, folder: string): void {
  for (const name of files.list(folder)) {
    const [, pid] = /^flow-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !files.isAlive(Number(pid))) {
      files.removeFolder(`${folder}/${name}`);
    }
  }
}

interface Mount {
  readonly version: 1 | 2;
  readonly controllers: readonly string[];
  readonly root: string;
  readonly point: string;
}

/** proc_pid_mountinfo(5): fields before ` - ` are of the mount, those after it of the file system. */
function parseMounts(text: string): readonly Mount[] {
  return lines(text).flatMap((line): Mount[] => {
    const [mount = "", system = ""] = line.split(" - ");
    const [, , , root = "/", point = ""] = mount.split(" ");
    const [type, , options = ""] = system.split(" ");
    const version = type === "cgroup" ? 1 : type === "cgroup2" ? 2 : undefined;
    return version === undefined ? [] : [{ version, root, point, controllers: options.split(",") }];
  });
}

/** cgroups(7): `hierarchy:controllers:path`, without controllers for version 2. */
function parseMembership(
  text: string,
): readonly { readonly controllers: readonly string[]; readonly path: string }[] {
  return lines(text).map((line) => {
    const [, controllers = "", ...path] = line.split(":");
    return {
      controllers: controllers.split(",").filter((name) => name !== ""),
      path: path.join(":"),
    };
  });
}

/** In a container the root of the mount is the group of the container. */
function folderOf({ root, point }: Mount, path: string): string {
  const below = root !== "/" && path.startsWith(root) ? path.slice(root.length) : path;
  return below === "/" || below === ""
    ? point
    : point + (below.startsWith("/") ? below : `/${below}`);
}

const lines = (text: string | undefined): readonly string[] =>
  (text ?? "").split("\n").filter((line) => line !== "");

const words = (text: string | undefined): readonly string[] =>
  (text ?? "").split(/\s+/).filter((word) => word !== "");
