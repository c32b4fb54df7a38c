/** What a person is told of an exchange whose partitions differ much. */
import type { Skew } from "../../compiler/ir/value.ts";
import { SKEWED, skewFactor } from "../../control/skew.ts";
import { printItem } from "../print-item.ts";
import { formatSize } from "./format-quantity.ts";

/** Largest partition against the median from which it is mentioned. */
const WORTH_MENTION = 2;

/** A partition below this is small whatever the others are. */
const LEAST_BYTES = 1024 * 1024;

const KEYS_NAMED = 2;

/** Lines without line ends; none where partitions are even, or small. */
export function skewNotes(step: string, skew: Skew): readonly string[] {
  const { largest, heavy, records } = skew;
  const factor = skewFactor(skew);
  if (largest.bytes < LEAST_BYTES || factor < WORTH_MENTION) {
    return [];
  }
  const against = Number.isFinite(factor)
    ? `${factor.toFixed(1)} times the median`
    : "and more than half of the partitions are empty";
  const keys = heavy
    .slice(0, KEYS_NAMED)
    .map(({ key, records: own }) => `${printItem(key)} is the key of ${percent(own / records)}`);
  const note = `${step}: partition ${largest.partition} has ${formatSize(largest.bytes)}, ${against}`;
  const lines = [[note, ...keys].join("; ")];
  return factor > SKEWED ? [...lines, `hint: ${keys.length > 0 ? heavyHint : evenHint}`] : lines;
}

const heavyHint =
  "Rows with the same key stay in one partition: combine them before (`combine`, `group`), or add a field to the key.";

const evenHint = "Keys part more evenly among more partitions: give more of them with `into`.";

const percent = (share: number): string => `${Math.round(100 * share)} % of the rows`;
