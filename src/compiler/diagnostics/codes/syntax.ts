/**
 * FLOW1xxx: lexing and parsing.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

/** A workflow that holds `body`, one line. */
const flow = (body: string, params = "n: int", result = "int") =>
  `workflow main(${params}) -> ${result} {\n  ${body}\n}\n`;

const double = 'function double(n: int) -> int from "./double.ts"';

export const syntaxCodes = {
  FLOW1001: {
    severity: "error",
    summary: "Unexpected character",
    message: (args: { text: string }) => `unexpected character \`${args.text}\``,
    explanation:
      "The character means nothing outside of strings and comments. Names are made of the letters `A` to `Z`, digits and " +
      "`_`. Delete it, or put the text into double quotes.",
    example: flow("return n @ 2"),
  },
  FLOW1002: {
    severity: "error",
    summary: "Unclosed string",
    message: () => "string is not closed",
    explanation:
      'A string is opened by `"` and closed by the next `"` on the same line, unless that is escaped as `\\"`. What ' +
      "stands in a hole `${...}` must be closed on the line as well. A line end in a string is written `\\n`.",
    example: flow('return "hello', "", "string"),
  },
  FLOW1003: {
    severity: "error",
    summary: "Wrong quotes",
    message: (args: { quote: string }) =>
      `strings are written in double quotes, not in ${args.quote === "`" ? "backquotes" : "single quotes"}`,
    explanation:
      "There is one kind of string: double-quoted, on one line, with `${...}` for expressions.",
    example: flow("return 'hello'", "", "string"),
  },
  FLOW1004: {
    severity: "error",
    summary: "Unknown escape",
    message: (args: { escape: string }) => `unknown escape \`${args.escape}\``,
    explanation:
      'A backslash in a string begins one of `\\n`, `\\t`, `\\"`, `\\\\`, `\\$` and `\\u{1F600}`. Double the backslash to ' +
      "have one in the string.",
    example: flow('return "a\\qb"', "", "string"),
  },
  FLOW1005: {
    severity: "error",
    summary: "Unclosed comment",
    message: () => "comment is not closed",
    explanation:
      "A comment that begins with `/*` ends with the next `*/`; comments do not nest. Without it the rest of the file is " +
      "a comment.",
    example: `${flow("return n")}/* and so on\n`,
  },
  FLOW1006: {
    severity: "error",
    summary: "Wrong comment sign",
    message: () => "comments begin with `//`, not with `#`",
    explanation:
      "A comment is `// to the end of the line` or `/* ... */`; `///` documents what follows.",
    example: flow("return n # as it is"),
  },
  FLOW1007: {
    severity: "error",
    summary: "Letters after a number",
    message: (args: { number: string; letters: string }) =>
      `number \`${args.number}\` is followed by \`${args.letters}\``,
    explanation:
      "A number ends where a letter begins, unless the letters are a unit (`ms s min h B KB MB GB TB`). Names do not " +
      "begin with a digit, and digits are not grouped by `_`.",
    example: flow("return 12abc"),
  },
  FLOW1008: {
    severity: "error",
    summary: "Unknown unit",
    message: (args: { unit: string }) => `unknown unit \`${args.unit}\``,
    explanation:
      "Durations are written in `ms`, `s`, `min` or `h`, sizes in `B`, `KB`, `MB`, `GB` or `TB`, which are powers of " +
      "1024. Units are written exactly so.",
    example: flow("return 4 gb", "", "size"),
  },
  FLOW1009: {
    severity: "error",
    summary: "Number out of range",
    message: (args: { kind: "int" | "float" }) => `number does not fit \`${args.kind}\``,
    explanation:
      "An `int` is a whole number below 2^53 in size, so that every target computes with it exactly; a `float` is an " +
      "IEEE double. Write wider ids as a `string`.",
    example: flow("return 9007199254740992", ""),
  },
  FLOW1010: {
    severity: "error",
    summary: "Sign of another language",
    message: (args: { expected: string; found: string }) =>
      `expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "There is one spelling for each operator: `and`, `or`, `not`, `==`, `!=`, `=` and `->`.",
    example: flow("return a && b", "a: bool, b: bool", "bool"),
  },
  FLOW1011: {
    severity: "error",
    summary: "Semicolon",
    message: () => "there are no semicolons",
    explanation:
      "A step ends with its line. Delete the semicolon and begin the next step on a line of its own. Fields stand with a " +
      "comma between two.",
    example: flow("return n;"),
  },
  FLOW1012: {
    severity: "error",
    summary: "Unexpected token",
    message: (args: { expected: string; found: string }) =>
      `expected ${args.expected}, found ${args.found}`,
    explanation:
      "The grammar asks for something else at this place. The message says what could stand here.",
    example: flow("return n +"),
  },
  FLOW1013: {
    severity: "error",
    summary: "Unclosed bracket",
    message: (args: { bracket: string }) => `missing \`${args.bracket}\``,
    explanation:
      "A bracket was opened and not closed. The labels show where it was opened and where it should be closed at the " +
      "latest. A `}` whose indentation differs from the line of its `{` is often the sign of one forgotten before it.",
    example: flow("return max(n, 1"),
  },
  FLOW1014: {
    severity: "error",
    summary: "Bracket that closes nothing",
    message: (args: { bracket: string }) => `\`${args.bracket}\` closes nothing`,
    explanation: "No open bracket is closed by this one. Delete it, or add the one that opens.",
    example: flow("return n)"),
  },
  FLOW1015: {
    severity: "error",
    summary: "Reserved word as a name",
    message: (args: { word: string }) => `\`${args.word}\` is a reserved word`,
    explanation:
      "Words of the grammar cannot name declarations, steps, binders or parameters of a workflow, since these stand where " +
      "the words do. Fields, parameters of functions, arguments and options may be called so.",
    example: flow("group = n\n  return n"),
  },
  FLOW1016: {
    severity: "error",
    summary: "`=` for `==`",
    message: () => "`=` binds a name and cannot stand in an expression",
    explanation:
      "A step binds its name by one `=` at its beginning: `name = step`. Two values are compared with `==`.",
    example: flow("return if n = 1 { 2 } else { 3 }"),
  },
  FLOW1017: {
    severity: "error",
    summary: "Chained comparison",
    message: (args: { operator: string }) => `\`${args.operator}\` does not chain`,
    explanation:
      "`a < b < c` would compare a truth value with `c`. Write `a < b and b < c`. Ranges `a..b` do not chain either.",
    example: flow("return a < b < c", "a: int, b: int, c: int", "bool"),
  },
  FLOW1018: {
    severity: "error",
    summary: "Two steps on a line",
    message: (args: { found: string }) => `expected a line end before ${args.found}`,
    explanation:
      "Every step begins on a line of its own. Often what is missing is a clause word (`over`, `into`, `by`), the `=` of a " +
      "binding, or the parentheses of a call.",
    example: flow("a = n n\n  return a"),
  },
  FLOW1019: {
    severity: "error",
    summary: "Unused value",
    message: () => "value is not used",
    explanation:
      "A step without a name is the value of its block and therefore its last item. Elsewhere bind the step to a name, or " +
      "write `do f(...)` to call a function for its effect.",
    example: flow("n + 1\n  return n"),
  },
  FLOW1020: {
    severity: "error",
    summary: "Value without `return`",
    message: () => "value of a workflow is what it returns",
    explanation:
      "A workflow gives back what stands behind its one `return`. Only inner blocks, those of `for`, `if`, `try` and " +
      "`repeat`, have their last item as value.",
    example: flow("n + 1"),
  },
  FLOW1021: {
    severity: "error",
    summary: "Misplaced `return`",
    message: (args: { place: "again" | "inside" }) =>
      args.place === "again"
        ? "workflow returns a second time"
        : "`return` stands in a block inside the workflow",
    explanation:
      "A workflow has one `return`, outside of all inner blocks: it declares the result and does not jump. Choose between " +
      "values with `if`, whose blocks end with their values.",
    example: flow("return if n > 0 { return n } else { 0 }"),
  },
  FLOW1022: {
    severity: "error",
    summary: "Left side that cannot be bound",
    message: () => "only a name, `name[indices]` or `{ a, b }` can stand left of `=`",
    explanation:
      "A step binds a name, the fields of a record to names of their own, or, in an index equation, the cells of a tiled " +
      "value.",
    example: flow("n + 1 = 2\n  return n"),
  },
  FLOW1023: {
    severity: "error",
    summary: "Nested too deeply",
    message: (args: { limit: number }) => `nested more than ${args.limit} levels deep`,
    explanation:
      "Expressions, types and branches nest up to a fixed depth, so that every tool can follow them. Bind a part to a " +
      "name.",
    example: flow(`return ${"(".repeat(150)}n${")".repeat(150)}`),
  },
  FLOW1024: {
    severity: "error",
    summary: "Not a declaration",
    message: (args: { found: string }) =>
      `expected \`use\`, \`type\`, \`function\`, \`workflow\` or \`pipeline\`, found ${args.found}`,
    explanation: "A file is a row of declarations. Steps stand in the body of a workflow.",
    example: "n = 1\n",
  },
  FLOW1025: {
    severity: "error",
    summary: "Misspelt word",
    message: (args: { word: string }) => `unknown word \`${args.word}\``,
    explanation:
      "A name in front of another name can only be a word of the grammar, and this one is nearly such a word.",
    example: flow("return n").replace("workflow", "workfow"),
  },
  FLOW1026: {
    severity: "error",
    summary: "Hole in a fixed string",
    message: () => "this string is fixed and cannot hold an expression",
    explanation:
      "Paths of `use`, `from` and `partition` and literal types are known before anything is computed.",
    example: 'type Path = "a/${b}"\n',
  },
  FLOW1027: {
    severity: "error",
    summary: "Wrong sign",
    message: (args: { expected: string; found: string }) =>
      `expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "Names are bound by `=`; types of parameters and fields, values of fields and named arguments follow a `:`; the " +
      "result of a signature follows `->`.",
    example: "type Point = { x = int }\n",
  },
  FLOW1028: {
    severity: "error",
    summary: "Ranges without indices",
    message: () => "index ranges belong to an equation",
    explanation:
      "The `where` behind a step gives the ranges of the indices on its left side, and there are none here.",
    example: flow("a = n where i in 0..3\n  return a"),
  },
  FLOW1029: {
    severity: "error",
    summary: "`not` as an operand",
    message: () => "`not` needs parentheses here",
    explanation:
      "`not` binds looser than comparisons and arithmetic, so that `not a == b` is `not (a == b)`. As the operand of a " +
      "tighter operator it stands in parentheses.",
    example: flow("return a == not b", "a: bool, b: bool", "bool"),
  },
  FLOW1030: {
    severity: "error",
    summary: "Percentage outside of options",
    message: () => "a percentage stands in options only",
    explanation:
      "`1%` is written in options such as `on_error skip 1%`. In expressions a share is a number, and `%` between two " +
      "operands is the remainder.",
    example: flow("return 50%", "", "float"),
  },
  FLOW1031: {
    severity: "error",
    summary: "Binding with a keyword",
    message: (args: { word: string }) => `a step is bound without \`${args.word}\``,
    explanation: "A name is bound once and never changes, so there is one form: `name = step`.",
    example: flow("let a = n\n  return a"),
  },
  FLOW1032: {
    severity: "error",
    summary: "Spelling of `else if`",
    message: (args: { found: string }) => `expected \`else if\`, found \`${args.found}\``,
    explanation: "A further condition is written `else if c { ... }`.",
    example: flow("return if n > 1 { 1 } elif n > 0 { 2 } else { 3 }"),
  },
  FLOW1033: {
    severity: "error",
    summary: "Type at a binding",
    message: () => "a binding has no type",
    explanation:
      "Types are written in signatures and type declarations; inside a workflow they are inferred.",
    example: flow("a: int = n\n  return a"),
  },
  FLOW1034: {
    severity: "error",
    summary: "Sign in an option",
    message: (args: { option: string; sign: string }) =>
      `option \`${args.option}\` takes its value without \`${args.sign}\``,
    explanation:
      "An option is a word and its values, separated by blanks: `{ memory 4 GB, retry 3 backoff 1 s .. 30 s }`.",
    example: `${double} { retry: 3 }\n`,
  },
  FLOW1035: {
    severity: "error",
    summary: "Step inside a step",
    message: (args: { step: string }) =>
      `\`${args.step}\` inside another step stands in parentheses`,
    explanation:
      "Clauses such as `by` and `into` and commas belong to the step around them, so a step inside another stands in " +
      "parentheses and has its own. Those of a call are enough where it is the only argument and has no comma outside " +
      "brackets: `count(read xs as lines)`, but `take((sort xs by n), 3)`.",
    example: flow("return take(sort xs, 3)", "xs: int[]", "int[]"),
  },
  FLOW1036: {
    severity: "error",
    summary: "Record without braces in a block",
    message: () => "a record that is the value of a block has braces of its own",
    explanation:
      "The braces after `for`, `if`, `else`, `try`, `catch` and `repeat` hold steps, of which the last is the value. A " +
      "record as that value is written with its own braces inside: `for x in xs { { id: x.id } }`.",
    example: flow("return for i in 0..n { id: i }", "n: int", "{ id: int }[]"),
  },
} as const satisfies Readonly<Record<`FLOW1${string}`, CodeEntry>>;
