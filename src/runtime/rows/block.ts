/**
 * Rows stand in blocks, so that records can be skipped without being decoded and damage is found before it is read:
 * magic `rows`, then as little-endian 32-bit numbers the payload's length, its records, and the CRC-32 of those two
 * numbers and the payload; then the payload.
 */
import { crc32 } from "node:zlib";

export const BLOCK_HEADER = 16;

/** Payload from which a block is closed; one longer record makes a longer block. */
export const BLOCK_SIZE = 64 * 1024;

const MAGIC = 0x73776f72; // "rows"

export interface BlockHeader {
  readonly length: number;
  readonly records: number;
  readonly checksum: number;
}

/** Fills in the header that stands before the payload in `block`. */
export function sealBlock(block: Buffer, records: number): void {
  block.writeUInt32LE(MAGIC, 0);
  block.writeUInt32LE(block.length - BLOCK_HEADER, 4);
  block.writeUInt32LE(records, 8);
  block.writeUInt32LE(checksumOf(block.subarray(4, 12), block.subarray(BLOCK_HEADER)), 12);
}

/** Undefined where the bytes are no header. */
export function readHeader(bytes: Buffer): BlockHeader | undefined {
  if (bytes.length < BLOCK_HEADER || bytes.readUInt32LE(0) !== MAGIC) {
    return undefined;
  }
  return {
    length: bytes.readUInt32LE(4),
    records: bytes.readUInt32LE(8),
    checksum: bytes.readUInt32LE(12),
  };
}

export function isWhole(header: BlockHeader, payload: Uint8Array): boolean {
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(header.length, 0);
  counts.writeUInt32LE(header.records, 4);
  return payload.length === header.length && checksumOf(counts, payload) === header.checksum;
}

const checksumOf = (counts: Uint8Array, payload: Uint8Array): number =>
  crc32(payload, crc32(counts));
