import type { CliIo, TextOutput } from "../cli-io.ts";

/** The same world, with error output kept as text. */
export function inlineIo(io: CliIo): { readonly io: CliIo; readonly text: () => string } {
  let text = "";
  const stderr: TextOutput = {
    ...io.stderr,
    write: (chunk) => {
      text += chunk;
    },
  };
  return { io: { ...io, stderr }, text: () => text };
}
