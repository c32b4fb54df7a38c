/**
 * FLOW9xxx: files, arguments and settings around a program.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const configurationCodes = {
  FLOW9001: {
    severity: "error",
    summary: "Construct that is not available",
    message: (args: { what: string }) => `${args.what} is not available in this version`,
    explanation:
      "The construct is part of the language and is read and formatted, but this version neither checks nor runs it.",
    example:
      'pipeline net(x: tensor<f32>[b, 784]) -> tensor<f32>[b, 10] = partition "./net.onnx" {\n  minimize latency\n}\n',
  },
} as const satisfies Readonly<Record<`FLOW9${string}`, CodeEntry>>;
