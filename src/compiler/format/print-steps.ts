/** Steps: a head, and clauses that have lines of their own where the step does not fit on one. */
import type {
  Callee,
  Expr,
  FieldPath,
  GroupStep,
  JoinSide,
  Key,
  OrderKey,
  ReadStep,
  ShuffleInput,
  ShuffleStep,
  SortStep,
  SplitStep,
  Step,
  StepBody,
} from "../syntax/ast.ts";
import { comma, concat, type Doc, hang, join, nothing, space } from "./doc.ts";
import { printRepeat } from "./print-control.ts";
import { printArguments, printRecord } from "./print-expressions.ts";
import { curlies, printEnclosed, printList } from "./print-lists.ts";
import { printQualifiedName } from "./print-types.ts";
import type { Printer } from "./printer.ts";

const commaAndSpace = concat([comma, space]);

export function printStep(p: Printer, { body, options, after }: Step): Doc {
  const [head, ...clauses] = printBody(p, body);
  if (options !== undefined) {
    clauses.push(concat([...word(p, "with"), p.options(options)]));
  }
  if (after.length > 0) {
    const first = word(p, "after");
    clauses.push(
      concat([
        ...first,
        join(
          commaAndSpace,
          after.map(() => p.cursor.takeAny()),
        ),
      ]),
    );
  }
  return hang(head ?? nothing, clauses);
}

/** The head, then the clauses. */
function printBody(p: Printer, body: StepBody): Doc[] {
  switch (body.kind) {
    case "ReadStep":
      return printRead(p, body);
    case "SplitStep":
      return printSplit(p, body);
    case "SortStep":
      return printSort(p, body);
    case "MapStep":
      return [printApplication(p, "map", body)];
    case "ReduceStep":
      return [printApplication(p, "reduce", body)];
    case "FoldStep": {
      const application = printApplication(p, "fold", body);
      return [application, ...printClause(p, "of", body.of), ...printClause(p, "from", body.from)];
    }
    case "ShuffleStep":
      return printShuffle(p, body);
    case "GroupStep":
      return printGroup(p, body);
    case "JoinStep": {
      const sides = body.sides.map((side, index) =>
        printSide(p, index === 0 ? "join" : "and", side),
      );
      return [...sides, ...printClause(p, "into", body.into)];
    }
    case "AssembleStep": {
      const source = concat([...word(p, "assemble"), p.expr(body.source)]);
      return [source, ...printClause(p, "fill", body.fill)];
    }
    case "TrainStep": {
      const init = concat([...word(p, "train"), p.expr(body.init), space]);
      const data = concat([...word(p, "on"), p.expr(body.data), space]);
      return [concat([init, data, p.options(body.options)])];
    }
    case "RepeatStep":
      return [printRepeat(p, body)];
    default:
      return [p.expr(body)];
  }
}

function printRead(p: Printer, { source, type, into }: ReadStep): Doc[] {
  const files = concat([...word(p, "read"), p.expr(source), space]);
  const format = concat([...word(p, "as"), p.cursor.takeAny()]);
  const of = type === undefined ? nothing : concat([space, ...word(p, "of"), p.type(type)]);
  return [concat([files, format, of]), ...printClause(p, "into", into)];
}

function printSplit(p: Printer, { source, unit, unitCount, into }: SplitStep): Doc[] {
  const head = [...word(p, "split"), p.expr(source)];
  if (unit !== undefined) {
    head.push(space, ...word(p, "at"), p.cursor.takeAny());
  }
  if (unitCount !== undefined) {
    head.push(printEnclosed(p, () => p.expr(unitCount)));
  }
  return [concat(head), ...printClause(p, "into", into)];
}

function printSort(p: Printer, { source, by, into }: SortStep): Doc[] {
  const head = [...word(p, "sort"), p.expr(source)];
  if (by.length > 0) {
    head.push(space, printOrder(p, by));
  }
  return [concat(head), ...printClause(p, "into", into)];
}

function printShuffle(p: Printer, { inputs, into, combine }: ShuffleStep): Doc[] {
  const parts = inputs.flatMap((input, index) =>
    printInput(p, index === 0 ? "shuffle" : "and", input),
  );
  parts.push(...printClause(p, "into", into));
  if (combine !== undefined) {
    parts.push(concat([...word(p, "combine"), printCallee(p, combine)]));
  }
  return parts;
}

function printInput(p: Printer, first: string, { source, key, sortBy }: ShuffleInput): Doc[] {
  const input = concat([
    ...word(p, first),
    p.expr(source),
    space,
    ...word(p, "by"),
    printKey(p, key),
  ]);
  return sortBy.length === 0
    ? [input]
    : [input, concat([...word(p, "sort"), printOrder(p, sortBy)])];
}

function printGroup(p: Printer, { source, key, into, aggregates }: GroupStep): Doc[] {
  const binder = concat([...word(p, "group"), p.cursor.takeAny(), space]);
  const input = concat([
    ...word(p, "in"),
    p.expr(source),
    space,
    ...word(p, "by"),
    printKey(p, key),
  ]);
  const [partitions] = printClause(p, "into", into);
  const record = printRecord(p, aggregates, { ...curlies, isBraces: true });
  return partitions === undefined
    ? [concat([binder, input, space, record])]
    : [concat([binder, input]), concat([partitions, space, record])];
}

function printSide(p: Printer, first: string, { optional, source, key }: JoinSide): Doc {
  const binder = [...word(p, first), p.cursor.takeAny()];
  if (optional) {
    binder.push(p.cursor.take("?"));
  }
  const input = [space, ...word(p, "in"), p.expr(source), space];
  return concat([...binder, ...input, ...word(p, "by"), printKey(p, key)]);
}

function printApplication(
  p: Printer,
  first: string,
  { callee, over }: { readonly callee: Callee; readonly over: Expr },
): Doc {
  const applied = concat([...word(p, first), printCallee(p, callee)]);
  return hang(applied, printClause(p, "over", over));
}

function printCallee(p: Printer, { name, args }: Callee): Doc {
  const printed = printQualifiedName(p, name);
  return args === undefined ? printed : concat([printed, printArguments(p, args)]);
}

function printKey(p: Printer, key: Key): Doc {
  return key.kind === "FieldPath"
    ? printPath(p, key)
    : printList(p, curlies, key.fields, (field) =>
        field.name === undefined
          ? printPath(p, field.path)
          : concat([p.cursor.takeAny(), p.cursor.take(":"), space, printPath(p, field.path)]),
      );
}

function printOrder(p: Printer, keys: readonly OrderKey[]): Doc {
  const by = word(p, "by");
  const printed = keys.map(({ path }) => {
    const direction = [printPath(p, path)];
    if (p.cursor.peek() === "asc" || p.cursor.peek() === "desc") {
      direction.push(space, p.cursor.takeAny());
    }
    return concat(direction);
  });
  return concat([...by, join(commaAndSpace, printed)]);
}

function printPath({ cursor }: Printer, { parts }: FieldPath): Doc {
  return concat(
    parts.flatMap((_, index) => (index === 0 ? [] : [cursor.take(".")]).concat(cursor.takeAny())),
  );
}

function printClause(p: Printer, first: string, value: Expr | undefined): Doc[] {
  return value === undefined ? [] : [concat([...word(p, first), p.expr(value)])];
}

function word({ cursor }: Printer, text: string): Doc[] {
  return [cursor.take(text), space];
}
