import type { FileValue, TextValue } from "../../compiler/ir/value.ts";
import type { Text } from "../../sdk/text.ts";
import { type ReadContext, readChunks } from "./byte-chunks.ts";
import { countReplaced, readBlocks, readLines, refuseBinary, withoutMark } from "./lines.ts";

const values = new WeakMap<Text, TextValue>();

/** A `text` value as functions see it. */
export function createText(context: ReadContext, value: TextValue): Text {
  const bytes = (): Buffer =>
    Buffer.concat(value.ranges.flatMap((range) => [...readChunks(context, range)]));
  const text: Text = {
    size: value.size,
    lines: () => ({ [Symbol.iterator]: () => readLines(context, value) }),
    blocks: () => ({ [Symbol.iterator]: () => readBlocks(context, value) }),
    string: () =>
      value.ranges
        .map((range) => {
          const stored = Buffer.concat([...readChunks(context, range)]);
          if (range.start === 0) {
            refuseBinary(stored, range);
          }
          const decoded = (range.start === 0 ? withoutMark(stored) : stored).toString("utf8");
          context.meter.counts.replaced += countReplaced(stored, [decoded]);
          return decoded;
        })
        .join(""),
    bytes,
  };
  values.set(text, value);
  return text;
}

/** The value behind a text that a function was given and gives back; undefined for one of its own making. */
export const textValueOf = (text: Text): TextValue | undefined => values.get(text);

export function textOfFile(file: FileValue): TextValue {
  return { ranges: [{ path: file.path, start: 0, end: file.size }], size: file.size };
}
