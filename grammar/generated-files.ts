import { renderEbnf } from "./ebnf.ts";
import { renderTextMateGrammar } from "./text-mate.ts";

interface GeneratedFile {
  /** Beside this file. */
  readonly name: string;
  readonly render: () => string;
}

export const generatedFiles: readonly GeneratedFile[] = [
  { name: "flow.ebnf", render: renderEbnf },
  { name: "flow.tmLanguage.json", render: renderTextMateGrammar },
];
