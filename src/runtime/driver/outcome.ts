/** What a node or a region came to. */
import type { NodeId } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import { err, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";

export type Outcome<T = Json> = Result<T, Stop>;

export type Stop = { readonly kind: "cancelled" } | ({ readonly kind: "failed" } & FailedStep);

export interface FailedStep {
  readonly failure: Failure;
  readonly step: NodeId;
  readonly at: string;
  readonly attempts: number;
}

export const cancelled: Outcome<never> = err({ kind: "cancelled" });

/** A failure of control itself, which has one attempt. */
export function failedAt(
  place: { readonly id: NodeId },
  at: string,
  failure: Failure,
): Outcome<never> {
  return err({ kind: "failed", failure, step: place.id, at, attempts: 1 });
}

/** All values in order, or the first stop as soon as it is there. Rejects as soon as one rejects: that is a bug of ours. */
export function allOrFirstStop<T>(outcomes: readonly Promise<Outcome<T>>[]): Promise<Outcome<T[]>> {
  return new Promise((resolve, reject) => {
    const values: T[] = [];
    let missing = outcomes.length;
    const settle = (): void => {
      if (missing === 0) {
        resolve({ ok: true, value: values });
      }
    };
    for (const [index, outcome] of outcomes.entries()) {
      outcome.then((settled) => {
        if (settled.ok) {
          values[index] = settled.value;
          missing -= 1;
          settle();
        } else {
          resolve(settled);
        }
      }, reject);
    }
    settle();
  });
}

/** How those of the outcomes ended that are no value, when all have ended, those too that come to be meanwhile. */
export async function allStops(
  outcomes: ReadonlyMap<unknown, Promise<Outcome>>,
): Promise<readonly Stop[]> {
  for (;;) {
    const known = outcomes.size;
    const settled = await Promise.all(outcomes.values());
    if (outcomes.size === known) {
      return settled.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
    }
  }
}
