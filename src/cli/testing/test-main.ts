/** Program of a process that runs a test file. */
import { captureOutput } from "../../runtime/index.ts";
import type { FromTests, ToTests } from "./protocol.ts";
import { serveTests } from "./serve-tests.ts";

const send = (message: FromTests): void => {
  process.send?.(message);
};
const print = (text: string): void => send({ kind: "printed", text });

// Everything that tests and functions print belongs to the test that runs.
captureOutput("stdout", print);
captureOutput("stderr", print);

let strayed: ((error: unknown) => void) | undefined;
// A rejection nobody handles arrives here too.
process.on("uncaughtException", (error: unknown) => strayed?.(error));
process.on("disconnect", () => process.exit());

process.once("message", (message) => {
  const { settings } = message as ToTests; // the runner is at the other end
  const stray = (): Promise<never> => {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {}); // raced against by whoever asked
    strayed = reject;
    return promise;
  };
  // The runner ends this process once it has been told all.
  serveTests(settings, { send, print, stray }).catch((bug: unknown) => {
    const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    send({ kind: "broken", text: `error: the runner met a bug of its own: ${text}\n` });
  });
});
