/** What TypeScript says of the functions of one module. JSON: it is kept between runs, so it names no positions in `.flow` files. */
export interface Verdict {
  readonly problems: readonly Problem[];
}

export type Problem =
  /** Of all functions of the module: it, or one that it imports, is not TypeScript. */
  | { readonly kind: "invalid-module"; readonly place: string; readonly message: string }
  /** Of all functions of the module: it, or one that it imports, cannot be run as it stands. */
  | { readonly kind: "not-loadable"; readonly place: string; readonly message: string }
  | {
      readonly kind: "missing-export";
      readonly name: string;
      /** Another export of nearly that name. */
      readonly near: string | null;
    }
  | { readonly kind: "no-function"; readonly name: string }
  | {
      readonly kind: "mismatch";
      readonly name: string;
      /** The message of TypeScript and its reasons, outermost first. */
      readonly reasons: readonly string[];
    };

const verdictSchema = 1;

export function encodeVerdict(verdict: Verdict): string {
  return `${JSON.stringify({ schema: verdictSchema, ...verdict })}\n`;
}

/** Undefined for text that is no verdict of this version. */
export function decodeVerdict(text: string): Verdict | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A file that was cut off or written by something else: as good as none.
    return undefined;
  }
  if (!isObject(value) || value["schema"] !== verdictSchema || !Array.isArray(value["problems"])) {
    return undefined;
  }
  const problems: readonly unknown[] = value["problems"];
  return problems.every(isProblem) ? { problems } : undefined;
}

function isProblem(value: unknown): value is Problem {
  if (!isObject(value)) {
    return false;
  }
  const isText = (field: string): boolean => typeof value[field] === "string";
  switch (value["kind"]) {
    case "invalid-module":
    case "not-loadable":
      return isText("place") && isText("message");
    case "missing-export":
      return isText("name") && (value["near"] === null || isText("near"));
    case "no-function":
      return isText("name");
    case "mismatch": {
      const reasons = value["reasons"];
      return (
        isText("name") &&
        Array.isArray(reasons) &&
        reasons.every((reason) => typeof reason === "string")
      );
    }
    default:
      return false;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
