/** What a call lends to the process of a function: data that it reads piece by piece, when it asks for it. */
import type { Json } from "../../shared/json.ts";
import { encodeFrame, ProtocolError } from "./frame.ts";
import type { ItemsPiece, Lent, Outgoing, ToChild } from "./outgoing.ts";

/** Bytes of a piece, and elements of one: whichever is reached first. */
const PIECE = 256 * 1024;
const PIECE_ELEMENTS = 4096;

export interface Handles {
  /** Of one frame more. */
  outgoing(): Outgoing;
  /** Undefined for a number that was not given. */
  find(ref: unknown): Lent | undefined;
  /** The frame that answers a question. Rethrows what reading throws. */
  answer(question: unknown): Buffer;
}

/** A pass over one lent thing. */
type Pass =
  | { readonly kind: "items"; readonly iterator: Iterator<unknown>; readonly element: ToChild }
  | { readonly kind: "bytes"; readonly pieces: Iterator<Uint8Array> };

export function createHandles(): Handles {
  const lent: Lent[] = [];
  const passes = new Map<string, Pass>();

  const passOf = (ref: number, cursor: number, as: string): Pass => {
    const key = `${ref}/${cursor}/${as}`;
    const known = passes.get(key);
    if (known !== undefined) {
      return known;
    }
    const pass = begin(lent[ref], as);
    passes.set(key, pass);
    return pass;
  };

  const outgoing = (): Outgoing => {
    const parts: Uint8Array[] = [];
    let size = 0;
    const own: Outgoing = {
      parts,
      get size() {
        return size;
      },
      add(bytes) {
        parts.push(bytes);
        size += bytes.length;
        return [size - bytes.length, bytes.length];
      },
      lend: (thing) => lent.push(thing) - 1,
      firstItems(ref, bytes) {
        const pass = passOf(ref, 0, "items");
        return pass.kind === "items" ? takeItems(pass, own, bytes) : { items: [], done: true };
      },
    };
    return own;
  };

  return {
    outgoing,
    find: (ref) => (typeof ref === "number" ? lent[ref] : undefined),
    answer(question) {
      const { ref, cursor, as, index } = asQuestion(question);
      const own = outgoing();
      const thing = lent[ref];
      if (as === "at" && thing?.kind === "dataset") {
        const item = thing.element(thing.value.at(index ?? 0), own);
        return encodeFrame("P", { items: [item], done: true }, own.parts);
      }
      const pass = passOf(ref, cursor, as);
      if (pass.kind === "items") {
        return encodeFrame("P", takeItems(pass, own, PIECE), own.parts);
      }
      const next = pass.pieces.next();
      return next.done === true
        ? encodeFrame("P", { done: true })
        : encodeFrame("P", { done: false }, [next.value]);
    },
  };
}

function begin(thing: Lent | undefined, as: string): Pass {
  switch (thing?.kind) {
    case "stream":
    case "dataset":
      if (as === "items") {
        return { kind: "items", iterator: thing.value[Symbol.iterator](), element: thing.element };
      }
      break;
    case "text":
      if (as === "lines") {
        return { kind: "bytes", pieces: linePieces(thing.value.lines()) };
      }
      if (as === "text") {
        return { kind: "bytes", pieces: slices(Buffer.from(thing.value.string())) };
      }
      if (as === "bytes") {
        return { kind: "bytes", pieces: slices(thing.value.bytes()) };
      }
      break;
    case "file":
      if (as === "bytes") {
        return { kind: "bytes", pieces: slices(thing.value.bytes()) };
      }
      return begin({ kind: "text", value: thing.value.text() }, as);
    case undefined:
      break;
    default:
      thing satisfies never;
  }
  throw new ProtocolError(`it asked for ${JSON.stringify(as)} of what has none`);
}

interface Question {
  readonly ref: number;
  readonly cursor: number;
  readonly as: string;
  readonly index: number | undefined;
}

function asQuestion(json: unknown): Question {
  if (typeof json === "object" && json !== null && "ref" in json && "as" in json) {
    const { ref, as } = json;
    const cursor = "cursor" in json ? json.cursor : 0;
    const index = "index" in json ? json.index : undefined;
    if (
      typeof ref === "number" &&
      typeof as === "string" &&
      typeof cursor === "number" &&
      (index === undefined || typeof index === "number")
    ) {
      return { ref, as, cursor, index };
    }
  }
  throw new ProtocolError(`it asked for ${JSON.stringify(json)}`);
}

function takeItems(
  { iterator, element }: Extract<Pass, { kind: "items" }>,
  outgoing: Outgoing,
  bytes: number,
): ItemsPiece {
  const items: Json[] = [];
  let size = 0;
  while (items.length < PIECE_ELEMENTS && size + outgoing.size < bytes) {
    const next = iterator.next();
    if (next.done === true) {
      return { items, done: true };
    }
    const item = element(next.value, outgoing);
    items.push(item);
    size += roughSize(item);
  }
  return { items, done: false };
}

/** Characters of the JSON, about; exact only in what can be large. */
function roughSize(value: Json): number {
  if (typeof value === "string") {
    return value.length + 2;
  }
  if (typeof value !== "object" || value === null) {
    return 8;
  }
  let size = 2;
  for (const part of Array.isArray(value) ? value : Object.values(value)) {
    size += roughSize(part) + 8;
  }
  return size;
}

/** Whole lines, each with its LF. */
function* linePieces(lines: Iterable<string>): Generator<Uint8Array> {
  let piece: string[] = [];
  let size = 0;
  for (const line of lines) {
    piece.push(line);
    size += line.length + 1;
    if (size >= PIECE) {
      yield Buffer.from(`${piece.join("\n")}\n`);
      piece = [];
      size = 0;
    }
  }
  if (piece.length > 0) {
    yield Buffer.from(`${piece.join("\n")}\n`);
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
  }
}
