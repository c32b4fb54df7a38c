/**
 * Reads the tokens of a file in order while they are printed. Every token passes exactly once, and with it the comments
 * it carries: that is why none can be lost, doubled or moved past another.
 */
import { invariant } from "../../shared/invariant.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Comment } from "../syntax/tokenize.ts";
import {
  attachComments,
  type CommentAfter,
  type CommentBefore,
  isBlank,
  type Lexeme,
} from "./attach-comments.ts";
import {
  blankLine,
  concat,
  type Doc,
  hardLine,
  lineEnder,
  nothing,
  remark,
  space,
  text,
} from "./doc.ts";

export interface Cursor {
  /** Text of the next token; empty at the end. */
  peek(): string;
  /** Where the next token begins; the end of the text after the last. */
  offset(): number;
  /** Offset of the bracket that closes the next token, which opens one. */
  closerOffset(): number;
  /** The next token is on a later line than the last. */
  startsLine(): boolean;
  /** An empty line stands before what comes next, comments included. */
  isAfterBlank(): boolean;
  /** The comments before the next token that have lines of their own; to be printed where a line begins. */
  comments(): Doc;
  /** The next token, which must be `expected`, with the comments that are left to it. */
  take(expected: string): Doc;
  /** The next token, printed as `print` says. */
  takeAny(print?: (image: string) => string): Doc;
  /** Leaves out the next token, a parenthesis around another pair of them, unless comments stand between the two. */
  skipOpening(): boolean;
  /** Leaves out the parenthesis that closes a skipped one; the comments behind it. */
  skipClosing(): Doc;
  /** The tokens up to `end` as they are written, comments between them included. */
  takeVerbatim(end: number): Doc;
}

export interface CursorInput {
  readonly file: SourceFile;
  readonly tokens: readonly { readonly image: string; readonly startOffset: number }[];
  readonly comments: readonly Comment[];
}

export function createCursor({ file, tokens, comments }: CursorInput): Cursor {
  const source = file.text;
  const lexemes: Lexeme[] = [];
  for (const { image, startOffset } of tokens) {
    if (image !== ",") {
      lexemes.push({ text: image, start: startOffset, end: startOffset + image.length });
    }
  }
  const gaps = new Map(attachComments(source, lexemes, comments));
  /** Most tokens are the same few words: one document each. */
  const words = new Map<string, Doc>();
  let index = 0;

  const offset = () => lexemes[index]?.start ?? source.length;
  const between = () => source.slice(lexemes[index - 1]?.end ?? 0, offset());

  const takeThrough = (last: number, content: string): Doc => {
    const before = gaps.get(index)?.before ?? [];
    const after = gaps.get(last + 1)?.after ?? [];
    index = last + 1;
    let word = words.get(content);
    if (word === undefined) {
      word = text(content);
      words.set(content, word);
    }
    if (before.length === 0 && after.length === 0) {
      return word;
    }
    const gap = content === ")" || content === "]" ? nothing : space;
    return concat([...printBefore(before, gap), text(content), ...after.map(printAfter)]);
  };

  const takeAny = (print?: (image: string) => string): Doc => {
    const image = lexemes[index]?.text;
    invariant(image !== undefined, "a token is left to print");
    return takeThrough(index, print === undefined ? image : print(image));
  };

  const closerIndex = () => {
    let depth = 0;
    for (let at = index; at < lexemes.length; at++) {
      depth += bracketDepth(lexemes[at]?.text ?? "");
      if (depth === 0) {
        return at;
      }
    }
    return lexemes.length;
  };

  return {
    peek: () => lexemes[index]?.text ?? "",
    offset,
    closerOffset: () => lexemes[closerIndex()]?.start ?? source.length,
    startsLine: () => gaps.get(index)?.hasLineEnd ?? between().includes("\n"),
    isAfterBlank: () => gaps.get(index)?.isBlank ?? isBlank(between()),
    comments: () => {
      const gap = gaps.get(index);
      const count = 1 + (gap?.before.findLastIndex(({ endsLine }) => endsLine) ?? -1);
      if (gap === undefined || count === 0) {
        return nothing;
      }
      gaps.set(index, { ...gap, before: gap.before.slice(count) });
      return concat(printBefore(gap.before.slice(0, count), space));
    },
    take: (expected) => {
      invariant(lexemes[index]?.text === expected, `the next token is ${expected}`);
      return takeThrough(index, expected);
    },
    takeAny,
    skipOpening: () => {
      if (gaps.has(index + 1) || gaps.has(closerIndex())) {
        return false;
      }
      const gap = gaps.get(index);
      index++;
      if (gap !== undefined) {
        gaps.set(index, gap);
      }
      return true;
    },
    skipClosing: () => {
      index++;
      return concat((gaps.get(index)?.after ?? []).map(printAfter));
    },
    takeVerbatim: (end) => {
      const start = offset();
      let last = index;
      while ((lexemes[last + 1]?.start ?? end) < end) {
        last++;
      }
      return takeThrough(last, source.slice(start, end));
    },
  };
}

/** Those that end a line have it to themselves, with the comments before them on it; `gap` follows any other. */
function printBefore(comments: readonly CommentBefore[], gap: Doc): readonly Doc[] {
  const parts: Doc[] = [];
  const lastEnd = comments.findLastIndex(({ endsLine }) => endsLine);
  for (const [index, { text: content, endsLine, blankAfter }] of comments.entries()) {
    if (index <= lastEnd && (comments[index - 1]?.endsLine ?? true)) {
      parts.push(hardLine);
    }
    const behind = index <= lastEnd ? space : gap;
    parts.push(text(content), endsLine ? (blankAfter ? blankLine : hardLine) : behind);
  }
  return parts;
}

function printAfter({ text: content, endsLine, isBlock }: CommentAfter): Doc {
  if (!isBlock) {
    return remark(content);
  }
  const printed = text(` ${content}`);
  return endsLine ? concat([printed, lineEnder]) : printed;
}

function bracketDepth(image: string): number {
  switch (image) {
    case "(":
    case "[":
    case "{":
    case "${":
      return 1;
    case ")":
    case "]":
    case "}":
      return -1;
    default:
      return 0;
  }
}
