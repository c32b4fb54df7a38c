/** Names of the types that are generated for the functions of one file: one for each named record, one a function. */
import type { IrType, IrTypeOf } from "../ir/type.ts";
import type { FunctionSignature } from "./signature.ts";

export interface NamedRecord {
  readonly name: string;
  readonly type: IrTypeOf<"record">;
}

export interface TypeNames {
  /** A record before those that contain it. */
  readonly records: readonly NamedRecord[];
  /** Undefined for a record that was declared without a name. */
  findRecord(type: IrTypeOf<"record">): string | undefined;
  /** In the order of the signatures. */
  readonly functions: readonly string[];
}

/** Words that name neither a type nor a parameter in TypeScript. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

/** Names of types that stand in what is generated, or that TypeScript keeps for its own. */
const takenTypes =
  "Iterable Readonly Record Uint8Array any bigint boolean never number object string symbol undefined unknown".split(
    " ",
  );

/** Two records of one name and different fields, from two files, get different names; so does a function of that name. */
export function nameTypes(signatures: readonly FunctionSignature[]): TypeNames {
  const taken = new Set([...reservedWords, ...takenTypes]);
  const claim = (name: string, suffix: string): string => {
    let claimed = taken.has(name) ? `${name}${suffix}` : name;
    for (let next = 2; taken.has(claimed); next++) {
      claimed = `${name}${suffix}${next}`;
    }
    taken.add(claimed);
    return claimed;
  };
  const names = new Map<string, string>();
  const records: NamedRecord[] = [];
  for (const record of signatures.flatMap(typesOf).flatMap(namedRecordsOf)) {
    const key = recordKey(record);
    if (record.name !== null && !names.has(key)) {
      const name = claim(record.name, "Record");
      names.set(key, name);
      records.push({ name, type: record });
    }
  }
  return {
    records,
    findRecord: (type) => names.get(recordKey(type)),
    functions: signatures.map(({ name }) => claim(toUpperCamel(name), "Function")),
  };
}

function typesOf(signature: FunctionSignature): readonly IrType[] {
  const types = signature.params.map(({ type }) => type);
  return signature.result === undefined ? types : [...types, signature.result];
}

function namedRecordsOf(type: IrType): readonly IrTypeOf<"record">[] {
  switch (type.kind) {
    case "record": {
      const inner = type.fields.flatMap((field) => namedRecordsOf(field.type));
      return type.name === null ? inner : [...inner, type];
    }
    case "optional":
      return namedRecordsOf(type.type);
    case "list":
    case "dataset":
    case "stream":
      return namedRecordsOf(type.element);
    case "map":
      return namedRecordsOf(type.value);
    default:
      return [];
  }
}

/** Records of one name that are one type in TypeScript, which knows no dimensions. */
function recordKey(type: IrTypeOf<"record">): string {
  return JSON.stringify(type, (key, value: unknown) => (key === "dimensions" ? undefined : value));
}

function toUpperCamel(name: string): string {
  return name
    .split("_")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
