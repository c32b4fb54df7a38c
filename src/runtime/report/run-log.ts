/** The log of a run: every line that its functions printed, and every failure with its stack, in a file. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { AttemptPlace, Reporter, RunEvent } from "../run-event.ts";
import { errorCode } from "../store/store-failure.ts";

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
      write(`${new Date(event.time).toISOString()} ${text}\n`);
    }
    if (event.kind === "run-finished" && file !== undefined) {
      closeSync(file);
      file = undefined;
    }
  };
}

function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a");
}

function textOf(event: RunEvent): string | undefined {
  switch (event.kind) {
    case "log":
      return `${placeOf(event)} ${event.stream}: ${event.text}`;
    case "task-retried":
    case "task-failed": {
      const { code, message, stack } = event.failure;
      return `${placeOf(event)} failed: ${code}: ${message}${stack === null ? "" : `\n${stack}`}`;
    }
    default:
      return undefined;
  }
}

function placeOf({ step, at, task, attempt }: AttemptPlace): string {
  return `${step}[${task}]${at === "" ? "" : ` @${at}`} #${attempt}`;
}
