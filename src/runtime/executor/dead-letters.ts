/** Keeps what `on_error skip` leaves out: one line of JSON for each element, in an object beside the attempt's others. */
import type { NodeId } from "../../compiler/ir/plan.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import type { ObjectWriter, TaskStore } from "../store/object-store.ts";
import type { DeadLetters } from "../task.ts";

export interface DeadLetter {
  readonly step: NodeId;
  /** Where it stood: `element 7 of partition 0`, `rows.csv:12`. */
  readonly place: string;
  /** The element or key; the text of a row that cannot be read; null where there is too much of it. */
  readonly element: Json;
  readonly code: string;
  readonly message: string;
}

export interface DeadLetterWriter {
  add(letter: DeadLetter): void;
  /** Once, after the last one; undefined where there was none. */
  close(): DeadLetters | undefined;
  /** Leaves nothing behind. */
  abort(): void;
}

export const SKIPPED_FILE = "skipped.jsonl";

/** `conceal` takes secrets out of what is kept. */
export function createDeadLetters(
  store: Pick<TaskStore, "create">,
  conceal: (text: string) => string,
): DeadLetterWriter {
  let writer: ObjectWriter | undefined;
  const steps = new Map<NodeId, DeadLetters["steps"][number]>();
  return {
    add(letter) {
      const { step, place, element, code, message } = letter;
      writer ??= store.create(SKIPPED_FILE);
      const known = steps.get(step);
      const first = known?.first ?? {
        item: conceal(element === null ? place : `${printItem(element)} (${place})`),
        code,
        message: conceal(message),
      };
      steps.set(step, { step, count: (known?.count ?? 0) + 1, first });
      const line = canonicalJson({ step, place, element, code, message });
      writer.write(Buffer.from(`${conceal(line)}\n`));
    },
    close() {
      if (writer === undefined) {
        return undefined;
      }
      writer.close();
      return { key: writer.key, steps: [...steps.values()] };
    },
    abort: () => writer?.abort(),
  };
}
