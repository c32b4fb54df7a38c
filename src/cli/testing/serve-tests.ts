/** The inside of a process that runs a test file: loads it, and runs its tests in order. */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { COLLECTOR, type CollectorHolder, type DeclaredTest } from "../../sdk/test.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { CliIo } from "../cli-io.ts";
import { describeError } from "./describe-error.ts";
import { performTest, timeLimitOf } from "./perform-test.ts";
import type { FileSettings, FromTests, ListedTest } from "./protocol.ts";
import { openProgram } from "./tested-program.ts";

export interface TestsChannel {
  send(message: FromTests): void;
  readonly print: (text: string) => void;
  /** Rejects with what is thrown past all tests. */
  readonly stray: () => Promise<never>;
}

export async function serveTests(settings: FileSettings, channel: TestsChannel): Promise<void> {
  mkdirSync(settings.folder, { recursive: true });
  const io = ioOf(settings);
  const program = settings.list ? undefined : openProgram(settings.program, io);
  if (program?.ok === false) {
    channel.send({ kind: "broken", text: program.error });
    return;
  }
  const declared = await load(settings, channel.stray());
  if (!declared.ok) {
    channel.send({ kind: "broken", text: declared.error });
    return;
  }
  const listed = declared.value.map((test) => describeTest(test, settings));
  channel.send({ kind: "loaded", tests: listed });
  if (program === undefined) {
    return;
  }
  for (const [index, test] of declared.value.entries()) {
    const entry = listed[index];
    const isDue = entry?.chosen === true && entry.skip === null;
    if (!isDue || settings.past.includes(test.name)) {
      continue;
    }
    channel.send({ kind: "started", name: test.name, timeoutMs: timeLimitOf(test) });
    const { report, spoilt } = await performTest(
      test,
      {
        settings,
        program: program.value,
        io,
        print: channel.print,
        again: (timeoutMs) => channel.send({ kind: "again", timeoutMs }),
      },
      channel.stray(),
    );
    channel.send({ kind: "finished", name: test.name, report, spoilt });
    if (spoilt) {
      return;
    }
  }
  channel.send({ kind: "done" });
}

function describeTest({ name, options }: DeclaredTest, settings: FileSettings): ListedTest {
  const chosen =
    settings.filter === null ||
    new RegExp(settings.filter, "iu").test(`${settings.file} > ${name}`);
  return { name, chosen, skip: options.skip ?? null };
}

/** The tests of the file in the order in which it declares them, or what is wrong with it. */
async function load(
  settings: FileSettings,
  stray: Promise<never>,
): Promise<Result<readonly DeclaredTest[], string>> {
  const tests = new Map<string, DeclaredTest>();
  let isOpen = true;
  (globalThis as CollectorHolder)[COLLECTOR] = (test) => {
    checkDeclaration(test);
    if (!isOpen) {
      throw new Error("tests are declared while the file is loaded, and not within a test");
    }
    if (tests.has(test.name)) {
      throw new Error(`two tests are called \`${test.name}\``);
    }
    tests.set(test.name, test);
  };
  try {
    await Promise.race([import(pathToFileURL(resolve(settings.cwd, settings.file)).href), stray]);
  } catch (thrown) {
    return err(describeLoadError(thrown, settings));
  } finally {
    isOpen = false;
  }
  return tests.size === 0
    ? err(`error: ${settings.file} declares no test\n`)
    : ok([...tests.values()]);
}

/** Test files need not be type-checked to be run. */
function checkDeclaration({ name, body, options }: DeclaredTest): void {
  if (typeof name !== "string" || name.trim() === "" || /[\n\r]/u.test(name)) {
    throw new TypeError("a test has a name, on one line");
  }
  if (typeof body !== "function") {
    throw new TypeError(`the test \`${name}\` has no body`);
  }
  const limit: unknown = options.timeoutMs;
  if (limit !== undefined && !(typeof limit === "number" && limit > 0 && limit < 2 ** 31)) {
    throw new TypeError(`the time limit of \`${name}\` is a number of milliseconds above 0`);
  }
}

/** A mistake in the text of a module has no stack in it; Node shows it before the stack. */
function describeLoadError(thrown: unknown, settings: FileSettings): string {
  const { text } = describeError(thrown, { settings });
  const isSyntax = thrown instanceof SyntaxError;
  const [before = ""] = isSyntax ? (thrown.stack ?? "").split(/^\s*SyntaxError/mu) : [];
  return text + (before.trim() === "" ? "" : `${before.trim().replaceAll(/^/gmu, "    ")}\n`);
}

function ioOf({ cwd, colour, width }: FileSettings): CliIo {
  const nowhere = {
    write: (): void => {},
    isTerminal: false,
    colour,
    columns: width ?? undefined,
    rows: undefined,
    broken: undefined,
  };
  const { signal } = new AbortController();
  return {
    cwd,
    environment: {},
    stdout: nowhere,
    stderr: nowhere,
    readStdin: async () => "",
    interrupt: () => ({ first: signal, second: signal }),
  };
}
