import type { Aggregate, ExchangeKey, ExchangeNode, OrderBy } from "./plan.ts";
import type { IrType } from "./type.ts";

/** What stands in the runs of one input of an exchange: its elements, or partial states where it aggregates. */
export function exchangeRows(
  node: ExchangeNode,
  input: number,
): {
  readonly rows: IrType;
  readonly key: ExchangeKey | null;
  readonly order: readonly OrderBy[];
} {
  const source = node.inputs[input];
  if (source === undefined) {
    throw new RangeError(`${node.id} has no input ${input}`);
  }
  return node.combine?.kind === "aggregate" && source.keyType !== null
    ? {
        rows: aggregateRows(source.keyType, node.combine.aggregates),
        key: { kind: "path", path: [PARTIAL_KEY] },
        order: [],
      }
    : { rows: source.element, key: source.key, order: source.order };
}

/** Field of a partial state that holds the key; `states` holds one state per aggregate, by name. */
export const PARTIAL_KEY = "key";

function aggregateRows(key: IrType, aggregates: readonly Aggregate[]): IrType {
  const states = aggregates.map(({ name, function: aggregate }) => ({
    name,
    type: stateTypes[aggregate],
  }));
  return record({ [PARTIAL_KEY]: key, states: { kind: "record", name: null, fields: states } });
}

const record = (fields: { readonly [name: string]: IrType }): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});

const optional = (kind: "float" | "string" | "bool"): IrType => ({
  kind: "optional",
  type: { kind },
});

/** The least or greatest value so far, in the field of its kind; all null for null itself. */
const extreme = record({
  number: optional("float"),
  string: optional("string"),
  bool: optional("bool"),
});

const stateTypes = {
  count: { kind: "int" },
  "sum.int": { kind: "int" },
  "sum.float": { kind: "float" },
  min: extreme,
  max: extreme,
  mean: record({ sum: { kind: "float" }, count: { kind: "int" } }),
} as const satisfies { readonly [aggregate in Aggregate["function"]]: IrType };
