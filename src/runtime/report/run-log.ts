/**
 * The log of a run: every line that its functions printed, and every failed attempt with its stack, in a file. An entry
 * is a line, `TIME STEP[TASK] #ATTEMPT stdout|stderr|retried|failed|stray: TEXT`; what is indented below it belongs to it.
 */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { excerpt } from "../../shared/excerpt.ts";
import type { Failure } from "../failure.ts";
import type { Reporter, RunEvent } from "../run-event.ts";
import { errorCode } from "../store/store-failure.ts";
import { leftBehindBy, taskLabel } from "./task-label.ts";

/** The file is made with its first line. A disk that will not have it ends the log and not the run. */
export function createRunLog(path: string): Reporter {
  let file: number | undefined;
  let given = true;
  const write = (line: string): void => {
    try {
      file ??= open(path);
      writeSync(file, line);
    } catch (error) {
      if (errorCode(error) === undefined) {
        throw error;
      }
      given = false;
    }
  };
  return (event) => {
    const text = textOf(event);
    if (text !== undefined && given) {
      const indented = text.replaceAll("\n", `\n${INDENT}`);
      write(`${new Date(event.time).toISOString()} ${indented}\n`);
    }
    if (event.kind === "run-finished" && file !== undefined) {
      closeSync(file);
      file = undefined;
    }
  };
}

const INDENT = "    ";

/** Characters of a message. */
const LOGGED_MESSAGE = 10_000;

function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a");
}

function textOf(event: RunEvent): string | undefined {
  switch (event.kind) {
    case "log":
      return `${taskLabel(event)} #${event.attempt} ${event.stream}: ${event.text}`;
    case "error-left-behind": {
      return `${taskLabel(event)} #${event.attempt} stray: ${leftBehindBy(event)}: ${thrown(event.failure)}`;
    }
    case "task-retried":
    case "task-failed": {
      const what = event.kind === "task-retried" ? "retried" : "failed";
      return `${taskLabel(event)} #${event.attempt} ${what}: ${thrown(event.failure)}`;
    }
    default:
      return undefined;
  }
}

function thrown({ code, message, stack }: Failure): string {
  const trace = stack === null ? "" : `\n${stack}`;
  return `${code}: ${excerpt(message, LOGGED_MESSAGE)}${trace}`;
}
