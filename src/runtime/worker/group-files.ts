import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { errorCode } from "../store/store-failure.ts";

/** The files by which the kernel is told of control groups. Where something is refused, its error code is given, else null. */
export interface GroupFiles {
  /** Undefined where there is no such file. */
  read(path: string): string | undefined;
  write(path: string, text: string): string | null;
  makeFolder(path: string): string | null;
  removeFolder(path: string): string | null;
  list(folder: string): readonly string[];
  isAlive(pid: number): boolean;
  kill(pid: number): void;
}

/** Those of this machine. */
export const groupFiles: GroupFiles = {
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // Not there, or not to be read: it says nothing.
      return undefined;
    }
  },
  // Not created where it is not there: on another file system that would make a file of no meaning.
  write: (path, text) => refusal(() => writeFileSync(path, text, { flag: "r+" })),
  makeFolder: (path) => refusal(() => mkdirSync(path)),
  removeFolder: (path) => refusal(() => rmdirSync(path)),
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      // Not there, or not to be read.
      return [];
    }
  },
  isAlive: (pid) => refusal(() => process.kill(pid, 0)) !== "ESRCH",
  kill: (pid) => void refusal(() => process.kill(pid, "SIGKILL")),
};

function refusal(operation: () => void): string | null {
  try {
    operation();
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) {
      throw error;
    }
    return code;
  }
}
