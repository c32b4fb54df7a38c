import type { Json } from "../../shared/json.ts";
import { describeDifference } from "./describe-difference.ts";
import { jsonOf } from "./json-of.ts";
import { layoutJson } from "./layout-json.ts";
import type { FileSettings } from "./protocol.ts";
import { TestFailure } from "./test-failure.ts";

/** The snapshots of one attempt at a test. */
export interface SnapshotRecorder {
  /** Throws `TestFailure` where the value is not the one that is kept. */
  compare(value: unknown, label: string | undefined): void;
  /** By key, in the order in which they were compared. */
  readonly seen: ReadonlyMap<string, Json>;
  /** Of those, the ones that are to be kept, and were not. */
  readonly changed: ReadonlySet<string>;
}

export function createSnapshotRecorder(
  test: string,
  { snapshots, update, colour }: Pick<FileSettings, "snapshots" | "update" | "colour">,
): SnapshotRecorder {
  const seen = new Map<string, Json>();
  const changed = new Set<string>();
  return {
    seen,
    changed,
    compare(value, label) {
      const key = label === undefined ? test : `${test} > ${label}`;
      if (seen.has(key)) {
        throw new TestFailure(
          label === undefined
            ? "there are several snapshots in this test: give each a label of its own"
            : `two snapshots have the label \`${label}\``,
        );
      }
      const json = jsonOf(value);
      seen.set(key, json);
      const received = layoutJson(json);
      const kept = snapshots !== null && Object.hasOwn(snapshots, key) ? snapshots[key] : undefined;
      const expected = kept === undefined ? undefined : layoutJson(kept);
      if (expected === received) {
        return;
      }
      changed.add(key);
      if (update) {
        return;
      }
      if (snapshots === null) {
        throw new TestFailure("the kept snapshots cannot be read, so nothing can be compared");
      }
      if (expected === undefined) {
        throw new TestFailure(
          "no snapshot is kept of this value",
          `${received.replaceAll(/^/gm, "    + ")}\nhint: \`flow test --update\` keeps it.\n`,
        );
      }
      throw new TestFailure(
        "the value differs from the snapshot",
        `${describeDifference(expected, received, colour)}hint: \`flow test --update\` keeps what was received.\n`,
      );
    },
  };
}
