/**
 * Manifests and decisions as objects: canonical JSON, then on a line of its own the CRC-32 of it as a JSON string,
 * `"crc32:0a1b2c3d"`. So a manifest that is torn or changed is known before it is believed, and what is stored is JSON
 * Lines to every tool.
 */
import { crc32 } from "node:zlib";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";

export function sealJson(value: Json): Uint8Array {
  const text = canonicalJson(value);
  return Buffer.from(text + sealOf(crc32(text)));
}

/** Undefined where the bytes are not what was sealed. */
export function openJson(bytes: Uint8Array): Json | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = all.subarray(0, Math.max(0, all.length - SEAL_LENGTH));
  return all.toString("latin1", body.length) === sealOf(crc32(body))
    ? (JSON.parse(body.toString()) as Json) // sealed by `sealJson`
    : undefined;
}

const sealOf = (checksum: number): string =>
  `\n"crc32:${checksum.toString(16).padStart(8, "0")}"\n`;

const SEAL_LENGTH = sealOf(0).length;
