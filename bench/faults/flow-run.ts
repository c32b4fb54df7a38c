import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface RunningFlow {
  readonly pid: number;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts `flow ARGS` in a folder; `onLine` is called at each line of its standard output. */
export function startFlow(
  args: readonly string[],
  cwd: string,
  onLine: () => void = () => undefined,
): RunningFlow {
  const child = spawn(process.execPath, [join(root, "bin", "flow.js"), ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  createInterface({ input: child.stdout }).on("line", onLine);
  const { pid } = child;
  if (pid === undefined) {
    throw new Error(`flow ${args.join(" ")} does not start`);
  }
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ readonly code: number | null; readonly stderr: string }>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stderr }));
    },
  );
  return { pid, ended };
}

/** Waits for the end; throws where the exit code is not 0. */
export async function finished({ ended }: RunningFlow): Promise<void> {
  const { code, stderr } = await ended;
  if (code !== 0) {
    throw new Error(`flow ended with ${code}\n${stderr}`);
  }
}

/** Of all files of a result, by name. */
export function digestOf(out: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(out).toSorted((a, b) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n`).update(readFileSync(join(out, name)));
  }
  return hash.digest("hex");
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Processes of this machine that have not ended. */
export function processes(): readonly ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): ProcessEntry[] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return []; // it has ended since
      }
    });
}

/** Children of a process, their children, and so on. */
export function descendantsOf(pid: number): readonly number[] {
  const all = processes();
  const family = [pid];
  for (const one of family) {
    family.push(...all.filter(({ parent }) => parent === one).map((child) => child.pid));
  }
  return family.slice(1);
}

export interface Committed {
  readonly step: string;
  readonly at: string;
  readonly task: string;
}

/** Tasks of a run that are committed: by a manifest of their own, or in that of a batch. */
export function committedTasks(store: string, run: string): readonly Committed[] {
  const folder = join(store, "runs", run);
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((path) => {
    const parts = path.split("/");
    const at = parts.findIndex((part, i) => i > 0 && part.startsWith("@"));
    const [task = "", name = "", ...deeper] = parts.slice(at + 1);
    if (at < 0 || deeper.length > 0) {
      return [];
    }
    const place = { step: parts.slice(0, at).join("/"), at: (parts[at] ?? "").slice(1) };
    if (name === "manifest.json") {
      return [{ ...place, task }];
    }
    return task === "@batch" && name !== "" ? tasksOfBatch(join(folder, path), place) : [];
  });
}

function tasksOfBatch(
  path: string,
  place: { readonly step: string; readonly at: string },
): readonly Committed[] {
  const [manifest = ""] = readFileSync(path, "utf8").split("\n");
  const { tasks }: { readonly tasks: readonly { readonly task: string }[] } = JSON.parse(manifest);
  return tasks.map(({ task }) => ({ ...place, task }));
}

/** Tasks that an event stream says were started; none where there is no stream, for nothing was left to do. */
export function startedTasks(events: string): readonly Committed[] {
  if (!existsSync(events)) {
    return [];
  }
  return readFileSync(events, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): { readonly kind: string } & Committed => JSON.parse(line))
    .filter(({ kind }) => kind === "task-started")
    .map(({ step, at, task }) => ({ step, at, task }));
}
