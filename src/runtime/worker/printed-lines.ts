import type { PrintStream } from "./protocol.ts";

/** Characters of one task that are passed on; the rest is counted and left out. */
const KEPT_CHARACTERS = 1024 * 1024;

export interface PrintedLines {
  write(stream: PrintStream, text: string): void;
  /** Ends open lines and starts over for the next task. Lines printed since the last call. */
  finish(): number;
}

/** Cuts what a task prints into lines, and bounds how much of it travels. */
export function createPrintedLines(
  emit: (stream: PrintStream, line: string) => void,
): PrintedLines {
  const open: { [stream in PrintStream]: string } = { stdout: "", stderr: "" };
  let lines = 0;
  let kept = 0;
  let dropped = 0;

  const line = (stream: PrintStream, text: string): void => {
    lines += 1;
    kept += text.length + 1;
    if (kept <= KEPT_CHARACTERS) {
      emit(stream, text);
    } else {
      dropped += 1;
    }
  };

  return {
    write(stream, text) {
      const parts = (open[stream] + text).split("\n");
      open[stream] = parts.pop() ?? "";
      for (const part of parts) {
        line(stream, part.replace(/\r$/, ""));
      }
      if (open[stream].length > KEPT_CHARACTERS) {
        line(stream, open[stream]);
        open[stream] = "";
      }
    },
    finish() {
      for (const stream of ["stdout", "stderr"] as const) {
        if (open[stream] !== "") {
          line(stream, open[stream]);
          open[stream] = "";
        }
      }
      if (dropped > 0) {
        emit("stderr", `(${dropped} more lines were printed and not kept)`);
      }
      const printed = lines;
      lines = 0;
      kept = 0;
      dropped = 0;
      return printed;
    },
  };
}
