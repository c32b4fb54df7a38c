/** Files and texts between a task and the functions it calls. */
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { FileValue, TextValue } from "../../compiler/ir/value.ts";
import type { File } from "../../sdk/file.ts";
import type { Text } from "../../sdk/text.ts";
import { storeLocation } from "../store/store-failure.ts";
import { readChunks } from "../text/byte-chunks.ts";
import { createText, textOfFile, textValueOf } from "../text/text.ts";
import type { TaskContext } from "./environment.ts";

const values = new WeakMap<File, FileValue>();

/** A `file` value as functions see it. */
export function createFile(context: TaskContext, value: FileValue): File {
  context.beyond.file(value.path);
  const file: File = {
    path: context.environment.localPath(value.path),
    name: value.name,
    size: value.size,
    text: () => createText(context, textOfFile(value)),
    bytes: () => readWhole(context, { path: value.path, start: 0, end: value.size }),
  };
  values.set(file, value);
  return file;
}

/** The value behind a file that was given to a function or made through its context; undefined for any other object. */
export const fileValueOf = (file: object): FileValue | undefined => values.get(file as File);

/** The value of a text that a function gives back: its own text becomes an object of the store. */
export function textValue(context: TaskContext, text: string | Text): TextValue | undefined {
  if (typeof text !== "string") {
    return textValueOf(text);
  }
  return textOfFile(storeContent(context, "text", [text]));
}

/** A file with the given content, as an object of the store. */
export function storeContent(
  context: TaskContext,
  name: string,
  content: Iterable<string | Uint8Array>,
): FileValue {
  const writer = context.store.create(`${context.names.next("files")}/${name}`);
  try {
    for (const part of content) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      writer.write(bytes);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  const { size } = writer;
  writer.close();
  return { path: storeLocation(writer.key), name, size };
}

/** A file that a function wrote itself, copied into the store. */
export function storeFile(context: TaskContext, path: string): FileValue {
  const location = resolve(context.environment.temporaryDirectory, path);
  const { size } = statSync(location);
  return storeContent(
    context,
    basename(location),
    readPieces(context, { path: location, start: 0, end: size }),
  );
}

const PIECE = 1024 * 1024;

/** The stored bytes as they are, also of compressed files. */
function* readPieces(
  { store }: TaskContext,
  range: { readonly path: string; readonly start: number; readonly end: number },
): Generator<Uint8Array> {
  for (let at = range.start; at < range.end; at += PIECE) {
    yield store.read(range.path, at, Math.min(PIECE, range.end - at));
  }
}

function readWhole(
  context: TaskContext,
  range: { readonly path: string; readonly start: number; readonly end: number },
): Uint8Array {
  const bytes = context.store.read(range.path, range.start, range.end - range.start);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The bytes of ranges, put together. */
export function readRanges(context: TaskContext, value: TextValue): Uint8Array {
  return new Uint8Array(
    Buffer.concat(value.ranges.flatMap((range) => [...readChunks(context, range)])),
  );
}
