/**
 * Matching in time linear in the text, whatever the pattern: a backtracking engine could be kept busy for years by a few
 * characters of data. The automaton is made deterministic as far as texts call for it (Cox, "Regular Expression Matching
 * in the Wild", 2010).
 */
import { assertNever } from "../shared/assert-never.ts";
import { type PatternProgram, patternProgram } from "./pattern-program.ts";
import { type Assertion, parsePattern } from "./pattern-syntax.ts";

/** Whether the pattern matches anywhere in a text. */
export type Matcher = (text: string) => boolean;

/** Patterns kept; in practice they are few and constant. */
const KEPT = 256;
const kept = new Map<string, Matcher>();

/** Raises `BadValue` where `source` is no pattern. */
export function compilePattern(source: string): Matcher {
  const known = kept.get(source);
  if (known !== undefined) {
    return known;
  }
  const matcher = createMatcher(patternProgram(parsePattern(source)));
  if (kept.size >= KEPT) {
    kept.clear();
  }
  kept.set(source, matcher);
  return matcher;
}

/** What stands beside a place in the text. */
type Side = "edge" | "word" | "other";

/** Threads of the program between two characters; what stands before them is known, what follows not yet. */
interface State {
  readonly threads: readonly number[];
  readonly before: Side;
  /** By code point, or `END`. */
  readonly next: Map<number, State | "matched">;
}

const END = -1;

/** Threads in all remembered transitions, before the memory is given back and built up anew. */
const REMEMBERED = 100_000;

function createMatcher(program: PatternProgram): Matcher {
  const states = new Map<string, State>();
  let remembered = 0;

  const stateOf = (threads: readonly number[], before: Side): State => {
    const key = `${before} ${threads.join(" ")}`;
    const known = states.get(key);
    if (known !== undefined) {
      return known;
    }
    const made: State = { threads, before, next: new Map() };
    states.set(key, made);
    return made;
  };

  const advance = (from: State, codePoint: number): State | "matched" => {
    const known = from.next.get(codePoint);
    if (known !== undefined) {
      return known;
    }
    if (remembered >= REMEMBERED) {
      states.clear();
      remembered = 0;
    }
    const after = sideOf(codePoint);
    const reached = threadsAfter(program, from, codePoint, after);
    const to = reached === "matched" ? reached : stateOf(reached, after);
    from.next.set(codePoint, to);
    remembered += 1 + (to === "matched" ? 0 : to.threads.length);
    return to;
  };

  return (text) => {
    let state = stateOf([program.start], "edge");
    for (let i = 0; i < text.length; i++) {
      const codePoint = text.codePointAt(i) ?? 0;
      i += codePoint > 0xffff ? 1 : 0;
      const next = advance(state, codePoint);
      if (next === "matched") {
        return true;
      }
      state = next;
    }
    return advance(state, END) === "matched";
  };
}

/** Threads after `codePoint`, one that starts there among them, ascending. */
function threadsAfter(
  program: PatternProgram,
  from: State,
  codePoint: number,
  after: Side,
): readonly number[] | "matched" {
  const next = new Set([program.start]);
  const seen = new Set<number>();
  const open = [...from.threads];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const instruction = program.instructions[at];
    if (instruction === undefined || seen.has(at)) {
      continue;
    }
    seen.add(at);
    switch (instruction.op) {
      case "match":
        return "matched";
      case "split":
        open.push(...instruction.next);
        break;
      case "assert":
        if (isTrue(instruction.holds, from.before, after)) {
          open.push(instruction.next);
        }
        break;
      case "set":
        if (codePoint !== END && instruction.contains(codePoint)) {
          next.add(instruction.next);
        }
        break;
      default:
        assertNever(instruction);
    }
  }
  return [...next].sort((a, b) => a - b);
}

function isTrue(assertion: Assertion, before: Side, after: Side): boolean {
  switch (assertion) {
    case "start":
      return before === "edge";
    case "end":
      return after === "edge";
    case "word-boundary":
      return (before === "word") !== (after === "word");
    case "no-word-boundary":
      return (before === "word") === (after === "word");
    default:
      return assertNever(assertion);
  }
}

/** A word character is an ASCII letter, digit or underscore, as for `\w`. */
function sideOf(codePoint: number): Side {
  if (codePoint === END) {
    return "edge";
  }
  return /^\w$/u.test(String.fromCodePoint(codePoint)) ? "word" : "other";
}
