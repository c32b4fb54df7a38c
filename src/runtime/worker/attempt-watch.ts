/** Follows one attempt in a worker from outside: how long it takes, where it is, and whether it has come to a halt. */
import type { PlacedCall } from "../task.ts";
import type { TrailReader } from "./trail.ts";

export interface AttemptWatch {
  /** To be called every few dozen milliseconds. */
  look(): void;
  /** The worker says which call it is in; `calls` tells calls apart. */
  answered(call: PlacedCall | null, calls: number): void;
  /** The function printed something: it is alive. */
  heard(): void;
  stop(): void;
}

export interface AttemptWatchOptions {
  /** Null: none. */
  readonly timeoutMs: number | null;
  /** Kept by the worker; null where it keeps none. */
  readonly trail: TrailReader | null;
  /** Whether `timeoutMs` holds for each call alone, which takes a trail, and not for all of them. */
  readonly eachCall: boolean;
  /** In one call, or without an answer, for so long: somebody should be told. */
  readonly quietMs: number;
  /** Asks the worker where it is, which it answers if its function lets it. */
  readonly ask: () => void;
  /** `call` is the one it is in, where the worker says so. */
  readonly expired: (call: PlacedCall | null) => void;
  /** Once at most. */
  readonly quiet: (call: PlacedCall | null, forMs: number, endsInMs: number | null) => void;
}

/** Between two questions, and before the first one: most tasks are over by then. */
const ASK_MS = 5_000;
const FIRST_ASK_MS = 500;

/** For the last answer of a worker whose time is up. */
const ANSWER_MS = 200;

/** Timers that are set for longer fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function watchAttempt(options: AttemptWatchOptions): AttemptWatch {
  const { timeoutMs, trail, eachCall } = options;
  const now = (): number => performance.now();
  let timer: NodeJS.Timeout | undefined;
  let deadline: number | null = null;
  /** What the worker said last; undefined where it has not answered the last question. */
  let answer: PlacedCall | null | undefined;
  let lastCalls = -1;
  let movedAt = now();
  let nextAsk = now() + Math.min(FIRST_ASK_MS, options.quietMs);
  let askedAt = 0;
  let expiring = false;
  let told = false;

  const ask = (): void => {
    askedAt = now();
    answer = undefined;
    options.ask();
  };
  const expire = (): void => {
    if (expiring) {
      options.expired(answer ?? null);
      return;
    }
    expiring = true;
    ask();
    timer = setTimeout(expire, ANSWER_MS);
  };
  const startTimer = (): void => {
    if (timeoutMs !== null) {
      clearTimeout(timer);
      deadline = now() + timeoutMs;
      timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS));
    }
  };
  startTimer();

  return {
    look() {
      const time = now();
      if (eachCall && !expiring && trail?.moved() === true) {
        movedAt = time;
        startTimer();
      }
      const isQuiet = time - movedAt >= options.quietMs;
      const hasAnswered = answer !== undefined || time - askedAt >= ANSWER_MS;
      if (isQuiet && askedAt > movedAt && hasAnswered && !told) {
        told = true;
        const call = trail?.last() ?? answer ?? null;
        options.quiet(call, time - movedAt, deadline === null ? null : deadline - time);
      }
      if (time >= nextAsk && !expiring) {
        nextAsk = time + Math.max(2 * ANSWER_MS, Math.min(ASK_MS, options.quietMs));
        ask();
      }
    },
    answered(call, calls) {
      answer = call;
      if (calls !== lastCalls) {
        lastCalls = calls;
        movedAt = now();
      }
      if (expiring) {
        clearTimeout(timer);
        expire();
      }
    },
    heard() {
      movedAt = now();
    },
    stop: () => clearTimeout(timer),
  };
}
