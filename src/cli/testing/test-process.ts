/** A process that runs a test file, as the runner sees it. It leads a process group: what tests start dies with it. */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createReaper, type Reaper } from "../../runtime/index.ts";
import type { FileSettings, FromTests, ToTests } from "./protocol.ts";

export interface TestProcessEvents {
  readonly message: (message: FromTests) => void;
  /** Once, and after all messages. `why` is a clause: `it exited with 3`. `lastWords` are the end of its error output. */
  readonly ended: (why: string, lastWords: string) => void;
}

export interface TestProcess {
  /** Ends the whole group at once. */
  kill(): void;
}

const LAST_WORDS = 2_000;
/** A grandchild may hold the pipes open for ever. */
const LAST_WORDS_MS = 200;

/** Sees to it that nothing of the tests outlives the runner, however that ends. */
export interface TestReaper extends Reaper {
  /** In the environment of all that tests start. */
  readonly mark: string;
}

const MARK = "FLOW_TEST_RUN";

export function createTestReaper(): TestReaper {
  const mark = randomUUID();
  return { ...createReaper(`${MARK}=${mark}`), mark };
}

export function startTestProcess(
  settings: FileSettings,
  reaper: TestReaper,
  events: TestProcessEvents,
): TestProcess {
  const child = fork(fileURLToPath(entry()), [], {
    cwd: settings.cwd,
    env: { ...process.env, [MARK]: reaper.mark },
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    detached: true,
  });
  let lastWords = "";
  let hasEnded = false;
  const end = (why: string): void => {
    if (!hasEnded) {
      hasEnded = true;
      killGroup(child);
      if (child.pid !== undefined) {
        reaper.remove(child.pid);
      }
      events.ended(why, lastWords.trim());
    }
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  child.on("message", (message) => events.message(message as FromTests)); // our own program is at the other end
  child.on("close", (code, signal) => end(describeEnd(code, signal)));
  child.on("exit", (code, signal) => setTimeout(end, LAST_WORDS_MS, describeEnd(code, signal)));
  child.on("error", (error) => end(`it could not be started: ${error.message}`));
  if (child.pid !== undefined) {
    reaper.add(child.pid);
  }
  child.send({ kind: "file", settings } satisfies ToTests, () => {
    // A channel that closed: `exit` follows and says why.
  });
  return { kill: () => killGroup(child) };
}

/** Beside this module when it runs from source, beside the one built file it is part of otherwise. */
function entry(): URL {
  const path = import.meta.url.endsWith(".ts") ? "./test-main.ts" : "./test-main.js";
  return new URL(path, import.meta.url);
}

const describeEnd = (code: number | null, signal: string | null): string =>
  signal === null ? `it exited with ${code}` : `it was ended by ${signal}`;

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone.
  }
}
