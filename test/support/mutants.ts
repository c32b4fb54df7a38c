/** Programs gone wrong in the ways that typing and editing make them go wrong, reproducible by seed. */
import fc from "fast-check";
import { createSourceFile } from "../../src/compiler/source/source-file.ts";
import { parse } from "../../src/compiler/syntax/parse.ts";
import type { Program } from "./programs.ts";

export interface Mutant {
  readonly name: string;
  readonly text: string;
}

interface Edit {
  readonly kind:
    | "delete"
    | "duplicate"
    | "replace"
    | "insert"
    | "swap"
    | "join-lines"
    | "delete-line";
  /** Which token or line, modulo how many there are. */
  readonly at: number;
  readonly text: string;
}

/** Tokens that matter to the grammar, and some that do not belong. */
const snippets = [
  ..."( ) [ ] { } = == : , . .. ... -> ?. ?? ? | < > + - * / % ; ! && ' \" ${ \\ # @ // /* */ ///".split(
    " ",
  ),
  ...'a x1 _ 0 1.5 5% 512 MB 1e9 "s" "${a}" true null'.split(" "),
  ..."use type function workflow pipeline tile assert do return map over by into in with after for if else".split(
    " ",
  ),
  ..."try catch repeat until read as of split at sort reduce fold shuffle and combine group join where not or".split(
    " ",
  ),
  "\n",
  "\r\n",
  "\u0000",
  "🙂",
];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    "delete",
    "duplicate",
    "replace",
    "insert",
    "swap",
    "join-lines",
    "delete-line",
  ),
  at: fc.nat(),
  text: fc.constantFrom(...snippets),
});

/** One of `programs` after one to six edits, and in one of four cases cut off at some place. */
export function mutantsOf(programs: readonly Program[]): fc.Arbitrary<Mutant> {
  return fc
    .record({
      program: fc.constantFrom(...programs),
      edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
      cut: fc.option(fc.nat(), { freq: 3 }),
    })
    .map(({ program, edits, cut }) => {
      const edited = edits.reduce(applyEdit, program.text);
      return {
        name: program.name,
        text: cut === null ? edited : edited.slice(0, cut % (edited.length + 1)),
      };
    });
}

function applyEdit(text: string, { kind, at, text: snippet }: Edit): string {
  if (kind === "join-lines" || kind === "delete-line") {
    const lines = text.split("\n");
    const line = at % lines.length;
    const kept = [...lines.slice(0, line), ...lines.slice(line + 1)];
    return kind === "delete-line"
      ? kept.join("\n")
      : [
          ...lines.slice(0, line),
          lines.slice(line, line + 2).join(" "),
          ...lines.slice(line + 2),
        ].join("\n");
  }
  const { tokens } = parse(createSourceFile("mutant.flow", text));
  const token = tokens[at % Math.max(1, tokens.length)];
  if (token === undefined) {
    return `${text}${snippet}`;
  }
  const start = token.startOffset;
  const end = start + token.image.length;
  const [before, after] = [text.slice(0, start), text.slice(end)];
  switch (kind) {
    case "delete":
      return before + after;
    case "duplicate":
      return `${before}${token.image} ${token.image}${after}`;
    case "replace":
      return before + snippet + after;
    case "insert":
      return `${before}${snippet} ${token.image}${after}`;
    case "swap": {
      const other = tokens[(at + 1) % tokens.length];
      return other === undefined || other.startOffset < end
        ? text
        : before +
            other.image +
            text.slice(end, other.startOffset) +
            token.image +
            text.slice(other.startOffset + other.image.length);
    }
  }
}
