/**
 * Random programs that parse, from a seed: every construct of the grammar, and between the tokens whatever the grammar
 * allows there. They mean nothing: names are not declared and types do not fit.
 */
import { type Piece, printPieces, type Spacing } from "./program-pieces.ts";
import { createRandom, type Random } from "./random.ts";

export interface ProgramOptions extends Spacing {
  /** Declarations. */
  readonly size: number;
}

export function generateProgram(seed: number, options: ProgramOptions): string {
  const random = createRandom(seed);
  return printPieces(generatePieces(random, options.size), random, options);
}

export function generatePieces(random: Random, size: number): readonly Piece[] {
  const g = createGenerator(random);
  const declarations = Array.from({ length: size }, () => g.declaration());
  return declarations.flatMap(([first, ...others]) =>
    first === undefined ? others : [{ ...first, gap: "new-line" as const }, ...others],
  );
}

const names = [
  "a",
  "b",
  "count1",
  "items",
  "x_1",
  "Alpha",
  "aRatherLongNameThatTakesRoom",
] as const;
/** What only stands behind a dot, before a colon or at the head of an option. */
const words = [...names, "map", "type", "from", "in", "by", "into", "where", "and"] as const;
const optionNames = [
  "memory",
  "retry",
  "on_error",
  "effect",
  "step",
  "until",
  "batch",
  "sync",
  "and",
] as const;
const typeNames = ["int", "string", "text", "Count", "kernels.Tile"] as const;
const strings = [
  `""`,
  `"plain"`,
  `"a longer text with blanks, // no comment and /* none */"`,
  `"\\" \\\\ \\$ \\n \\u{1F600} é"`,
] as const;
const stringsWithHoles = [
  `"\${a}"`,
  `"\${a+1} of \${ f( b,c ) }"`,
  `"\${"in \${b}"}"`,
  `"\${a /* hole */}"`,
  `"\${if a { "x" } else { "y" }}"`,
] as const;
const numbers = ["0", "42", "1.5", "1e9", "0.05", "512 MB", "1.5GB", "20  min", "1s"] as const;

const levels = [
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["??"],
  [".."],
  ["+", "-"],
  ["*", "/", "%"],
] as const;

function createGenerator(random: Random) {
  const { once, pick, int } = random;
  let depth = 0;

  /** Pieces of tokens, with a blank between each two. */
  const say = (text: string): Piece[] =>
    text.split(" ").map((token) => ({ text: token, gap: "any" }));
  const token = (text: string): Piece => ({ text, gap: "any" });
  const sameLine = ([first, ...others]: readonly Piece[]): Piece[] =>
    first === undefined ? [] : [{ ...first, gap: "same-line" }, ...others];
  const newLine = ([first, ...others]: readonly Piece[]): Piece[] =>
    first === undefined ? [] : [{ ...first, gap: "new-line" }, ...others];
  const maybe = (times: number, pieces: () => Piece[]): Piece[] => (once(times) ? pieces() : []);
  const repeat = (least: number, most: number, pieces: () => Piece[]): Piece[][] =>
    Array.from({ length: least + int(most - least + 1) }, pieces);
  const list = (elements: readonly Piece[][], canTrail: boolean): Piece[] => [
    ...elements.flatMap((element, index) => (index === 0 ? element : [token(","), ...element])),
    ...(canTrail && elements.length > 0 ? maybe(4, () => [token(",")]) : []),
  ];
  const name = () => [token(pick(names))];
  const word = () => [token(pick(words))];
  /** Less and less of what nests. */
  const deeper = <T>(shallow: () => T, deep: () => T): T => {
    if (int(4) <= depth) {
      return shallow();
    }
    depth++;
    const result = deep();
    depth--;
    return result;
  };

  // ---------------------------------------------------------------- types

  const typeAtom = (): Piece[] =>
    deeper(
      () => say(pick(typeNames).replaceAll(".", " . ")),
      () =>
        pick([
          () => [
            token("{"),
            ...list(
              repeat(0, 4, () => [...word(), token(":"), ...type()]),
              true,
            ),
            token("}"),
          ],
          () => [...say("dataset <"), ...type(), token(">")],
          () => [...say("map < string ,"), ...type(), token(">")],
          () => [token("("), ...type(), token(")")],
          () => [token(pick([`"bsp"`, "7"]))],
        ])(),
    );
  const type = (): Piece[] => {
    const suffixes = repeat(0, 1, () =>
      pick([
        () => sameLine([token("?")]),
        () => [...sameLine([token("[")]), token("]")],
        () => [...sameLine([token("[")]), ...list(repeat(1, 3, expr), true), token("]")],
      ])(),
    );
    const suffixed = [...typeAtom(), ...suffixes.flat()];
    return [...suffixed, ...maybe(8, () => [token("|"), ...sameLine(type())])];
  };

  // ---------------------------------------------------------------- expressions

  const primary = (): Piece[] =>
    deeper(
      () =>
        pick([
          name,
          name,
          () => [token(pick(numbers))],
          () => [token(pick(strings))],
          () => [token(pick(stringsWithHoles))],
          () => [token(pick(["true", "false", "null"]))],
        ])(),
      () =>
        pick([
          () => [...name(), ...args()],
          () => [...name(), token(pick([".", "?."])), ...word()],
          () => [
            ...name(),
            ...sameLine([token("[")]),
            ...list(repeat(1, 3, expr), true),
            token("]"),
          ],
          () => [token("("), ...step(), token(")")],
          () => [token("("), token("("), ...expr(), token(")"), token(")")],
          () => [
            token("["),
            ...list(
              repeat(0, 4, () => [...maybe(5, () => [token("...")]), ...expr()]),
              true,
            ),
            token("]"),
          ],
          record,
          conditional,
          () => [
            ...say("for x"),
            ...maybe(3, () => say(", i")),
            token("in"),
            ...expr(),
            ...maybe(2, () => [token("where"), ...expr()]),
            ...block(),
          ],
          () => [token("try"), ...block(), ...say("catch problem"), ...block()],
        ])(),
    );
  const unary = (): Piece[] => [...maybe(10, () => [token("-")]), ...primary()];
  const level = (index: number): Piece[] => {
    const operators = levels[index];
    if (operators === undefined) {
      return unary();
    }
    if (index === 2 && once(16)) {
      return [token("not"), ...level(2)];
    }
    const first = level(index + 1);
    const most = index === 2 || index === 4 ? 1 : 3;
    const others = once(16)
      ? repeat(1, most, () => [token(pick(operators)), ...level(index + 1)])
      : [];
    return [...first, ...others.flat()];
  };
  const expr = (): Piece[] => level(0);
  const args = (): Piece[] => [
    ...sameLine([token("(")]),
    ...list(
      repeat(0, 4, () => [...maybe(3, () => [...word(), token(":")]), ...expr()]),
      true,
    ),
    token(")"),
  ];
  const record = (): Piece[] => [
    token("{"),
    ...list(
      repeat(0, 4, () =>
        pick([name, () => [...word(), token(":"), ...expr()], () => [token("..."), ...expr()]])(),
      ),
      true,
    ),
    token("}"),
  ];
  const conditional = (): Piece[] => [
    token("if"),
    ...expr(),
    ...block(),
    ...maybe(2, () => [token("else"), ...(once(3) ? conditional() : block())]),
  ];

  // ---------------------------------------------------------------- steps

  const callee = (): Piece[] => [
    ...name(),
    ...maybe(6, () => [token("."), ...name()]),
    ...maybe(2, args),
  ];
  const path = (): Piece[] => [...word(), ...maybe(3, () => [token("."), ...word()])];
  const key = (): Piece[] =>
    once(3)
      ? [
          token("{"),
          ...list(
            repeat(1, 3, () => [...maybe(2, () => [...word(), token(":")]), ...path()]),
            true,
          ),
          token("}"),
        ]
      : path();
  const order = (): Piece[] => [
    token("by"),
    ...list(
      repeat(1, 3, () => [...path(), ...maybe(3, () => [token(pick(["asc", "desc"]))])]),
      false,
    ),
  ];
  const into = (): Piece[] => maybe(2, () => [token("into"), ...expr()]);
  const stepBody = (): Piece[] =>
    pick([
      expr,
      expr,
      () => [
        token("read"),
        ...expr(),
        ...say("as csv"),
        ...maybe(2, () => [token("of"), ...type()]),
        ...into(),
      ],
      () => [
        token("split"),
        ...expr(),
        ...maybe(2, () => [
          ...say("at lines"),
          ...maybe(2, () => [...sameLine([token("(")]), ...expr(), token(")")]),
        ]),
        ...into(),
      ],
      () => [token("sort"), ...expr(), ...maybe(2, order), ...into()],
      () => [token("map"), ...callee(), token("over"), ...expr()],
      () => [token("reduce"), ...callee(), token("over"), ...expr()],
      () => [
        token("fold"),
        ...callee(),
        token("over"),
        ...expr(),
        ...maybe(3, () => [token("of"), ...expr()]),
        ...maybe(3, () => [token("from"), ...expr()]),
      ],
      () => [
        token("shuffle"),
        ...shuffleInput(),
        ...maybe(3, () => [token("and"), ...shuffleInput()]),
        ...into(),
        ...maybe(3, () => [token("combine"), ...callee()]),
      ],
      () => [...say("group g in"), ...expr(), token("by"), ...key(), ...into(), ...record()],
      () => [token("join"), ...side(), ...maybe(1, () => [token("and"), ...side()]), ...into()],
      () => [token("assemble"), ...expr(), ...maybe(3, () => [token("fill"), ...expr()])],
      () => [token("train"), ...expr(), token("on"), ...expr(), ...options()],
      () => [
        ...say("repeat s"),
        ...maybe(4, () => [token(":"), ...sameLine(type())]),
        ...maybe(4, () => say(", i")),
        token("="),
        ...expr(),
        token("for"),
        ...expr(),
        ...block(),
        ...maybe(2, () => [token("until"), ...expr()]),
      ],
    ])();
  const shuffleInput = (): Piece[] => [
    ...expr(),
    token("by"),
    ...key(),
    ...maybe(4, () => [token("sort"), ...order()]),
  ];
  const side = (): Piece[] => [
    ...name(),
    ...maybe(4, () => [token("?")]),
    token("in"),
    ...expr(),
    token("by"),
    ...key(),
  ];
  const step = (): Piece[] => [
    ...deeper(expr, stepBody),
    ...maybe(6, () => [token("with"), ...options()]),
    ...maybe(8, () => [token("after"), ...list(repeat(1, 2, name), false)]),
  ];

  // ---------------------------------------------------------------- options, items

  const option = (): Piece[] => {
    const first = [token(pick(optionNames)), ...maybe(1, () => sameLine(expr()))];
    const more = repeat(0, 2, () => sameLine([token(pick(["backoff", "3", "2 MB"]))]));
    const share = maybe(4, () => sameLine([token(pick(["1%", "0.5%"]))]));
    return once(6) ? first.slice(0, 1) : [...first, ...more.flat(), ...share];
  };
  const options = (): Piece[] => {
    const entries = repeat(0, 4, option);
    const between = (entry: Piece[], before: Piece[] | undefined): Piece[] => {
      if (before === undefined) {
        return entry;
      }
      // At the start of a line `and` would go on with the value before.
      const needsComma = entry[0]?.text === "and" || once(2);
      return needsComma ? [token(","), ...entry] : newLine(entry);
    };
    return [
      token("{"),
      ...entries.flatMap((entry, index) => between(entry, entries[index - 1])),
      ...(entries.length > 0 ? maybe(6, () => [token(",")]) : []),
      token("}"),
    ];
  };
  const spec = (): Piece[] => [
    token("["),
    ...list(
      repeat(1, 4, () => (once(3) ? [token("..")] : expr())),
      true,
    ),
    token("]"),
  ];
  const indexed = (): Piece[] => [
    ...name(),
    ...sameLine([token("[")]),
    ...list(repeat(1, 3, expr), false),
    token("]"),
  ];
  const item = (): Piece[] =>
    pick([
      () => [...name(), token("="), ...step()],
      () => [...name(), token("="), ...step()],
      () => [...name(), token("="), ...step()],
      () => [token("{"), ...list(repeat(1, 3, name), true), token("}"), token("="), ...step()],
      () => [
        ...indexed(),
        token("="),
        ...step(),
        ...maybe(2, () => [
          token("where"),
          ...list(
            repeat(1, 3, () => [...name(), token("in"), ...expr()]),
            false,
          ),
        ]),
      ],
      () => [
        token("tile"),
        ...name(),
        ...sameLine([token("[")]),
        ...list(repeat(1, 3, name), true),
        token("]"),
        token("="),
        ...expr(),
        token("by"),
        ...spec(),
        ...maybe(3, () => [token("halo"), ...spec()]),
        ...maybe(3, () => [token("fill"), ...expr()]),
      ],
      () => [token("assert"), ...expr(), token(","), ...expr()],
      () => [token("do"), ...step()],
    ])();
  const block = (): Piece[] => {
    const items = depth > 2 ? [] : repeat(0, 2, item);
    const result = once(12) ? [] : step();
    // On a line of its own a minus would go on with the item before, and so would `sort` after a `shuffle`.
    while (result[0]?.text === "-") {
      result.shift();
    }
    if (result[0]?.text === "sort") {
      result.unshift(token("("));
      result.push(token(")"));
    }
    const [first = [], ...others] = [...items, result].filter(({ length }) => length > 0);
    return [token("{"), ...first, ...others.flatMap(newLine), token("}")];
  };

  // ---------------------------------------------------------------- declarations

  const signature = (word_: () => Piece[]): Piece[] => [
    token("("),
    ...list(
      repeat(0, 4, () => [
        ...word_(),
        token(":"),
        // On a line of its own, with `=` behind it, it would be taken for a binding.
        ...sameLine(type()),
        ...maybe(3, () => [token("="), ...expr()]),
      ]),
      true,
    ),
    token(")"),
    token("->"),
    ...sameLine(type()),
  ];
  const declaration = (): Piece[] =>
    pick([
      () => [
        ...say("use {"),
        ...list(
          repeat(1, 4, () => [...name(), ...maybe(3, () => [token("as"), ...name()])]),
          true,
        ),
        ...say(`} from "./x.flow"`),
      ],
      () => say(`use "./x.flow" as kernels`),
      () => [token("type"), ...name(), token("="), ...type()],
      () => [token("type"), ...name(), token("="), ...type()],
      () => [
        token("function"),
        ...name(),
        ...signature(word),
        ...say(`from "../functions/f.ts"`),
        ...maybe(4, () => [token("as"), ...name()]),
        ...maybe(3, options),
      ],
      () => [
        token("workflow"),
        ...name(),
        ...signature(name),
        token("{"),
        ...repeat(0, 6, item).flatMap(newLine),
        ...newLine([token("return"), ...step()]),
        token("}"),
      ],
      () => [
        token("pipeline"),
        ...name(),
        ...signature(word),
        ...say(`= partition "../models/m.onnx"`),
        ...options(),
      ],
    ])();

  return { declaration };
}
