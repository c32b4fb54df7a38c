/** The journal's memory of what tasks came to, as reuse asks for it. Where the journal fails, nothing is known. */
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import {
  addIdentities,
  findIdentities,
  forgetIdentity,
  type Identity,
  type KnownIdentity,
  useIdentities,
} from "../journal/identities.ts";
import type { Journal } from "../journal/journal.ts";
import { causeOf, patiently } from "../journal/transaction.ts";
import type { ReusedOutput } from "./reuse.ts";

export interface KnownWork {
  /** By identity, in order; null where a note says to ask by names too. What is found is kept for as long as this run. */
  find(identities: readonly string[]): readonly (ReusedOutput | null | undefined)[];
  /** Takes effect with `flush`, or earlier. */
  remember(identity: string, result: ReusedOutput | null): void;
  flush(): void;
  forget(identity: string): void;
}

/** Remembered together. */
const GROUP = 1_000;

/** `run` is the row of the run. */
export function createKnownWork(journal: Journal, run: number): KnownWork {
  let pending: Identity[] = [];
  let usable = true;

  const tried = <T>(work: () => T, otherwise: T): T => {
    if (!usable) {
      return otherwise;
    }
    try {
      return patiently(work);
    } catch (error) {
      if (causeOf(error) === undefined) {
        throw error;
      }
      usable = causeOf(error) === "busy";
      return otherwise;
    }
  };

  const flush = (): void => {
    const group = pending;
    pending = [];
    if (group.length > 0) {
      tried(() => addIdentities(journal, run, group), undefined);
    }
  };

  return {
    find: (identities) =>
      identities.length === 0
        ? []
        : tried(() => useIdentities(journal, run, identities.map(keyOf)), []).map(resultOf),
    remember(identity, result) {
      const text = canonicalJson(result as unknown as Json); // outputs are JSON
      pending.push({ key: keyOf(identity), result: text, parts: "{}" });
      if (pending.length >= GROUP) {
        flush();
      }
    },
    flush,
    forget: (identity) => tried(() => forgetIdentity(journal, keyOf(identity)), undefined),
  };
}

/** For somebody who only looks: it learns nothing, and keeps nothing. */
export function createReadOnlyWork(journal: Journal): KnownWork {
  return {
    find: (identities) => findIdentities(journal, identities.map(keyOf)).map(resultOf),
    remember: () => {},
    flush: () => {},
    forget: () => {},
  };
}

/** Written by `remember`. */
const resultOf = (found: KnownIdentity | undefined): ReusedOutput | null | undefined =>
  found === undefined ? undefined : (JSON.parse(found.result) as ReusedOutput | null);

const keyOf = (identity: string): Uint8Array => Buffer.from(identity, "hex");
