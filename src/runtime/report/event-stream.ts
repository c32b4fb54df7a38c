/** The events of a run as JSON lines, for other programs. Their field `time` and all others are as `RunEvent` has them. */
import type { Clock } from "../clock.ts";
import type { Reporter } from "../run-event.ts";
import { errorCode } from "../store/store-failure.ts";

export interface EventSink {
  /** Returns when it is written, or throws an error of the file system. */
  write(text: string): void;
}

export interface EventStream {
  readonly report: Reporter;
  /** Writes what is left. */
  close(): void;
}

/** Whoever reads sees an event so much later at most. */
const DELAY_MS = 50;
const HELD = 64 * 1024;

/** `onTrouble` is told once, with the error's code, when nothing more can be written; the run goes on. */
export function createEventStream(
  sink: EventSink,
  clock: Clock,
  onTrouble: (code: string) => void,
): EventStream {
  let held: string[] = [];
  let size = 0;
  let given = true;
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    const text = held.join("");
    held = [];
    size = 0;
    if (!given || text === "") {
      return;
    }
    try {
      sink.write(text);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) {
        throw error;
      }
      given = false;
      onTrouble(code);
    }
  };

  return {
    report(event) {
      if (!given) {
        return;
      }
      const line = `${JSON.stringify(event)}\n`;
      held.push(line);
      size += line.length;
      if (size >= HELD || event.kind === "run-finished") {
        flush();
      } else {
        cancel ??= clock.after(DELAY_MS, flush);
      }
    },
    close: flush,
  };
}
