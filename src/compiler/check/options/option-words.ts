/** The words of options: what each means and which values it takes. */
import type { Option } from "../../syntax/ast.ts";
import type { ResolvedOptions } from "../check-result.ts";
import {
  isExpression,
  readInt,
  readNumber,
  readText,
  readUnit,
  readUnits,
  readWord,
} from "./option-value.ts";

export interface OptionWord {
  /** Where it may stand. */
  readonly places: ReadonlySet<OptionPlace>;
  /** How it is written, for messages. */
  readonly forms: readonly string[];
  /** Undefined where the values are not of that form. */
  readonly read: (values: Option["values"]) => Partial<ResolvedOptions> | undefined;
}

/** A function's declaration, and steps by what they can do with options. */
export type OptionPlace = "declaration" | "read" | "csv" | "map" | "reduce" | "step";

const everywhere: ReadonlySet<OptionPlace> = new Set([
  "declaration",
  "read",
  "csv",
  "map",
  "reduce",
  "step",
]);
const declarations: ReadonlySet<OptionPlace> = new Set(["declaration"]);

const defaultBackoff = { min: 1_000, max: 30_000 };

export const optionWords: { readonly [word: string]: OptionWord } = {
  memory: {
    places: everywhere,
    forms: ["memory 512 MB", "memory 512 MB .. 4 GB"],
    read: ([value, ...rest]) => {
      const range = rest.length === 0 ? readUnits(value, "size") : undefined;
      return range && { memory: { base: range.min, max: range.max } };
    },
  },
  cpu: {
    places: everywhere,
    forms: ["cpu 0.5"],
    read: ([value, ...rest]) => {
      const cpu = rest.length === 0 ? readNumber(value) : undefined;
      return cpu === undefined ? undefined : { cpu };
    },
  },
  disk: {
    places: everywhere,
    forms: ["disk 1 GB"],
    read: ([value, ...rest]) => {
      const disk = rest.length === 0 ? readUnit(value, "size") : undefined;
      return disk === undefined ? undefined : { disk };
    },
  },
  timeout: {
    places: everywhere,
    forms: ["timeout 60 s"],
    read: ([value, ...rest]) => {
      const timeoutMs = rest.length === 0 ? readUnit(value, "duration") : undefined;
      return timeoutMs === undefined ? undefined : { timeoutMs };
    },
  },
  retry: {
    places: everywhere,
    forms: ["retry 3", "retry 3 backoff 1 s .. 30 s"],
    read: readRetry,
  },
  concurrency: {
    places: everywhere,
    forms: ["concurrency 100"],
    read: ([value, ...rest]) => {
      const concurrency = rest.length === 0 ? readInt(value, 1) : undefined;
      return concurrency === undefined ? undefined : { concurrency };
    },
  },
  batch: {
    places: new Set(["declaration", "map"]),
    forms: ["batch 32"],
    read: ([value, ...rest]) =>
      rest.length === 0 && isExpression(value) ? { batch: value } : undefined,
  },
  cache: {
    places: everywhere,
    forms: ["cache off"],
    read: ([value, ...rest]) => {
      const word = rest.length === 0 ? readWord(value) : undefined;
      return word === "on" || word === "off" ? { cache: word === "on" } : undefined;
    },
  },
  effect: {
    places: everywhere,
    forms: ["effect"],
    read: (values) => (values.length === 0 ? { effect: true } : undefined),
  },
  on_error: {
    places: new Set(["declaration", "read", "csv", "map", "reduce"]),
    forms: ["on_error skip", "on_error skip 1%"],
    read: ([word, share, ...rest]) => {
      const isFine = rest.length === 0 && readWord(word) === "skip";
      if (!isFine || (share !== undefined && share.kind !== "PercentLit")) {
        return undefined;
      }
      const fraction = share === undefined ? null : share.percent / 100;
      return fraction !== null && fraction > 1 ? undefined : { onError: { skip: { fraction } } };
    },
  },
  runtime: {
    places: declarations,
    forms: ["runtime node", "runtime python"],
    read: ([value, ...rest]) => {
      const runtime = rest.length === 0 ? readWord(value) : undefined;
      return runtime === "node" || runtime === "python" ? { runtime } : undefined;
    },
  },
  handler: {
    places: declarations,
    forms: ['handler "app.main"'],
    read: ([value, ...rest]) => {
      const handler = rest.length === 0 ? readText(value) : undefined;
      return handler === undefined || handler === "" ? undefined : { handler };
    },
  },
  header: {
    places: new Set(["csv"]),
    forms: ["header false"],
    read: ([value, ...rest]) =>
      rest.length === 0 && value?.kind === "BoolExpr" ? { header: value.value } : undefined,
  },
  delimiter: {
    places: new Set(["csv"]),
    forms: ['delimiter ";"'],
    read: ([value, ...rest]) => {
      const delimiter = rest.length === 0 ? readText(value) : undefined;
      return delimiter !== undefined && /^[^"\r\n]$/u.test(delimiter) ? { delimiter } : undefined;
    },
  },
};

function readRetry(values: Option["values"]): Partial<ResolvedOptions> | undefined {
  const [count, word, range, ...rest] = values;
  const attempts = readInt(count, 0);
  const backoff =
    word === undefined
      ? defaultBackoff
      : readWord(word) === "backoff" && rest.length === 0
        ? readUnits(range, "duration")
        : undefined;
  return attempts === undefined || backoff === undefined
    ? undefined
    : { retry: { attempts, minDelayMs: backoff.min, maxDelayMs: backoff.max } };
}
