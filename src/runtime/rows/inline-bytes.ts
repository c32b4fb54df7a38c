import type { BytesValue } from "../../compiler/ir/value.ts";

const RAW = Symbol("raw bytes");

/** A `bytes` value held by a task: base64 is made only where the value is written as JSON. */
export function inlineBytes(raw: Uint8Array): BytesValue {
  const value: BytesValue & { readonly [RAW]: Uint8Array } = {
    [RAW]: raw,
    size: raw.length,
    get inline() {
      return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("base64");
    },
  };
  return value;
}

/** The bytes of an inline value. */
export function rawBytes(value: Extract<BytesValue, { readonly inline: string }>): Uint8Array {
  return RAW in value && value[RAW] instanceof Uint8Array
    ? value[RAW]
    : Buffer.from(value.inline, "base64");
}
