/** Gives what this process prints on a stream to `write` alone, as text, also where a character comes in two pieces. */
export function captureOutput(stream: "stdout" | "stderr", write: (text: string) => void): void {
  const decoder = new TextDecoder();
  process[stream].write = (
    chunk: string | Uint8Array,
    encodingOrCallback?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ): boolean => {
    write(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
    const written = typeof encodingOrCallback === "function" ? encodingOrCallback : callback;
    if (written !== undefined) {
      process.nextTick(written);
    }
    return true;
  };
}
