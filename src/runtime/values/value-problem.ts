/** A value from outside that does not fit its type. */
export interface ValueProblem {
  /** From the root that the caller named: `counts[3].n`; empty where the value at fault is a nameless root. */
  readonly path: string;
  /** The type, as the language writes it. */
  readonly expected: string;
  /** The value, printed shortly. */
  readonly found: string;
  /** For the user: `counts[3].n: expected int, found "3"`. */
  readonly message: string;
}

export function valueProblem(path: string, expected: string, found: string): ValueProblem {
  const place = path === "" ? "" : `${path}: `;
  return { path, expected, found, message: `${place}expected ${expected}, found ${found}` };
}

/** Any JavaScript value in a few words. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case "undefined":
      return "nothing";
    case "bigint":
      return `the bigint ${value}n`;
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  const name: unknown = value.constructor?.name;
  if (typeof name === "string" && name !== "Object" && name !== "") {
    return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
  }
  const fields = Object.keys(value);
  const shown = fields.slice(0, 4).join(", ");
  return fields.length === 0
    ? "an empty record"
    : `a record { ${shown}${fields.length > 4 ? ", …" : ""} }`;
}

/** A place in a value; kept as a chain, and printed only when there is a problem. */
export interface Place {
  readonly parent: Place | null;
  readonly step: string | number;
}

export function printPlace(place: Place): string {
  const parent = place.parent === null ? "" : printPlace(place.parent);
  if (typeof place.step === "number") {
    return `${parent}[${place.step}]`;
  }
  if (parent !== "" && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(place.step)) {
    return `${parent}[${JSON.stringify(place.step)}]`;
  }
  return parent === "" ? place.step : `${parent}.${place.step}`;
}

/** Where the first problem of a value is left; what was made until then is of no use. */
export interface ProblemSink {
  problem: ValueProblem | undefined;
}

/** Gives null as a stand-in for the value that there is none of. */
export function report(to: ProblemSink, place: Place, expected: string, found: string): null {
  to.problem ??= valueProblem(printPlace(place), expected, found);
  return null;
}
