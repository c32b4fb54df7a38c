/** Patterns as programs of a non-deterministic automaton (Thompson, CACM 11(6), 1968). */
import { assertNever } from "../shared/assert-never.ts";
import { badValue } from "./evaluation-error.ts";
import type { Assertion, PatternNode } from "./pattern-syntax.ts";

/** Targets are indices of instructions. */
export type Instruction =
  | { readonly op: "match" }
  | { readonly op: "set"; readonly contains: (codePoint: number) => boolean; readonly next: number }
  | { readonly op: "assert"; readonly holds: Assertion; readonly next: number }
  | { readonly op: "split"; readonly next: readonly number[] };

export interface PatternProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

const LARGEST = 5_000;

/** Raises `BadValue` where counted repetitions make it too large. */
export function patternProgram(pattern: PatternNode): PatternProgram {
  const instructions: Instruction[] = [{ op: "match" }];
  return { start: place(pattern, 0, instructions), instructions };
}

/** Appends what matches `node` and then goes on at `next`; gives where that begins. */
function place(node: PatternNode, next: number, to: Instruction[]): number {
  switch (node.kind) {
    case "set":
      return append(to, { op: "set", contains: node.contains, next });
    case "assertion":
      return append(to, { op: "assert", holds: node.holds, next });
    case "sequence":
      return node.parts.reduceRight((after, part) => place(part, after, to), next);
    case "choice":
      return append(to, {
        op: "split",
        next: node.options.map((option) => place(option, next, to)),
      });
    case "repeat": {
      let start = node.most === null ? placeLoop(node.part, next, to) : next;
      for (let i = node.least; i < (node.most ?? 0); i++) {
        start = append(to, { op: "split", next: [place(node.part, start, to), next] });
      }
      for (let i = 0; i < node.least; i++) {
        start = place(node.part, start, to);
      }
      return start;
    }
    default:
      return assertNever(node);
  }
}

function placeLoop(part: PatternNode, next: number, to: Instruction[]): number {
  const loop = append(to, { op: "split", next: [next] });
  to[loop] = { op: "split", next: [place(part, loop, to), next] };
  return loop;
}

function append(to: Instruction[], instruction: Instruction): number {
  if (to.length >= LARGEST) {
    badValue("the pattern is too large; its counted repetitions multiply");
  }
  return to.push(instruction) - 1;
}
