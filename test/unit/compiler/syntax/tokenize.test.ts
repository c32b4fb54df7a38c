import { expect, it } from "vitest";
import type { Diagnostic } from "../../../../src/compiler/diagnostics/diagnostic.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import { tokenize } from "../../../../src/compiler/syntax/tokenize.ts";
import { createFlowLexer } from "../../../../src/compiler/syntax/tokens.ts";

function lex(text: string) {
  const sink: Diagnostic[] = [];
  const { tokens, comments } = tokenize(createSourceFile("test.flow", text), sink);
  return {
    tokens: tokens.map(({ tokenType, image }) => `${tokenType.name} ${image}`),
    comments: comments.map(({ kind, span }) => `${kind} ${text.slice(span.start, span.end)}`),
    codes: sink.map(({ code }) => code),
  };
}

it("has a lexer that chevrotain finds nothing wrong with", () => {
  expect(createFlowLexer({ validate: true }).lexerDefinitionErrors).toEqual([]);
});

it.each([
  ["into inward in", ["Into into", "Name inward", "In in"]],
  ["as assemble assert", ["As as", "Assemble assemble", "Assert assert"]],
  [
    "1 1.5 1e3 1.5e-3 0..3",
    ["Int 1", "Float 1.5", "Float 1e3", "Float 1.5e-3", "Int 0", "DotDot ..", "Int 3"],
  ],
  ["512 MB 20min 5\ts", ["Unit 512 MB", "Unit 20min", "Unit 5\ts"]],
  ["5\ns", ["Int 5", "Name s"]],
  ["5 sum", ["Int 5", "Name sum"]],
  ["1%, 0.5% }", ["Percent 1%", "Comma ,", "Percent 0.5%", "RightBrace }"]],
  ["1%\nx", ["Percent 1%", "Name x"]],
  [
    "5%2 5 % x 5% x 5% -x",
    [
      "Int 5",
      "Modulo %",
      "Int 2",
      "Int 5",
      "Modulo %",
      "Name x",
      "Int 5",
      "Modulo %",
      "Name x",
      "Int 5",
      "Modulo %",
      "Minus -",
      "Name x",
    ],
  ],
  [
    "a?.b ?? c? ... .. .",
    [
      "Name a",
      "QuestionDot ?.",
      "Name b",
      "QuestionQuestion ??",
      "Name c",
      "Question ?",
      "Ellipsis ...",
      "DotDot ..",
      "Dot .",
    ],
  ],
  ['"" "a" "\\"" "$5"', ['String ""', 'String "a"', 'String "\\""', 'String "$5"']],
  [
    '"a${b}"',
    ['StringStart "', "StringText a", "HoleStart ${", "Name b", "RightBrace }", 'StringEnd "'],
  ],
  [
    '"${ { a: "${b}" } }"',
    [
      'StringStart "',
      "HoleStart ${",
      "LeftBrace {",
      "Name a",
      "Colon :",
      'StringStart "',
      "HoleStart ${",
      "Name b",
      "RightBrace }",
      'StringEnd "',
      "RightBrace }",
      "RightBrace }",
      'StringEnd "',
    ],
  ],
  ["a\r\nb", ["Name a", "Name b"]],
  ["\uFEFFa", ["Name a"]],
])("reads %j", (text, tokens) => {
  expect(lex(text)).toEqual({ tokens, comments: [], codes: [] });
});

it("keeps comments apart, without their line ends", () => {
  expect(lex("/// doc\r\na // line\n/* block\n */ b //// not doc").comments).toEqual([
    "DocComment /// doc",
    "LineComment // line",
    "BlockComment /* block\n */",
    "LineComment //// not doc",
  ]);
});

it.each([
  ["a @ b", ["Name a", "Name b"], ["FLOW1001"]],
  ["a @@@ b", ["Name a", "Name b"], ["FLOW1001"]],
  ['f("a, b)', ["Name f", "LeftParen (", 'String "a, b', "RightParen )"], ["FLOW1002"]],
  ['"${a', ['String "${a'], ["FLOW1002"]],
  ['"${a\n}"', ['String "${a', "RightBrace }", 'String "'], ["FLOW1002", "FLOW1002"]],
  ["'a'", ["String 'a'"], ["FLOW1003"]],
  ['"a\\q\\u{110000}"', ['String "a\\q\\u{110000}"'], ["FLOW1004", "FLOW1004"]],
  ["/* a", [], ["FLOW1005"]],
  ["a # b", ["Name a"], ["FLOW1006"]],
  [
    "12abc 1_000 1.5x",
    ["Int 12abc", "Int 1_000", "Float 1.5x"],
    ["FLOW1007", "FLOW1007", "FLOW1007"],
  ],
  ["5 sec 4 gb", ["Unit 5 sec", "Unit 4 gb"], ["FLOW1008", "FLOW1008"]],
  [
    "9007199254740991 9007199254740992 1e400",
    ["Int 9007199254740991", "Int 9007199254740992", "Float 1e400"],
    ["FLOW1009", "FLOW1009"],
  ],
  [
    "a && !b === c",
    ["Name a", "And &&", "Not !", "Name b", "EqualEqual ===", "Name c"],
    ["FLOW1010", "FLOW1010", "FLOW1010"],
  ],
  ["a != b", ["Name a", "BangEqual !=", "Name b"], []],
  ["a; b", ["Name a", "Name b"], ["FLOW1011"]],
])("mends %j", (text, tokens, codes) => {
  const found = lex(text);
  expect(found.tokens).toEqual(tokens);
  expect(found.codes).toEqual(codes);
});
