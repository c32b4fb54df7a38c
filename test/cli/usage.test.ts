import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";

it("wraps and paints usage errors on a terminal", async () => {
  const { io, stderr } = recordIo("/");
  const terminal = { ...io.stderr, isTerminal: true, colour: true, columns: 30 };
  expect(await runCli(["check", "--format", "jsn", "a"], { ...io, stderr: terminal })).toBe(2);
  expect(stderr()).toBe(
    "\u001b[1;31merror\u001b[0m: --format takes pretty\n" +
      "or short or json or sarif, not\n" +
      "'jsn'\n" +
      "\u001b[36mhint\u001b[0m: Did you mean `json`?\n",
  );
});
