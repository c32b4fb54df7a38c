/** The suite of README.md against our own side of the protocol, and against the programs that come with flow. */
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { expect, it } from "vitest";
import type { PlanFunction } from "../../../src/compiler/ir/plan.ts";
import { type Child, startChild } from "../../../src/runtime/foreign/child.ts";
import { findProgram } from "../../../src/runtime/foreign/command.ts";
import { createFrameReader, encodeFrame, type Frame } from "../../../src/runtime/foreign/frame.ts";
import { origin } from "../../support/plan-builder.ts";
import { hasPython } from "../../support/python.ts";

/** Kind, JSON, bytes in hexadecimal. */
type FrameCase = readonly [string, object] | readonly [string, object, string];

interface BytesCase {
  readonly name: string;
  readonly frame: FrameCase;
  readonly bytes: string;
}

interface Conversation {
  readonly name: string;
  readonly function: string;
  readonly types: object;
  readonly steps: readonly ({ readonly send: FrameCase } | { readonly receive: FrameCase })[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`cases/${name}.json`, import.meta.url), "utf8"));
const frames = read("frames") as readonly BytesCase[];
const conversations = read("conversations") as readonly Conversation[];

const encode = ([kind, json, hex = ""]: FrameCase): Buffer =>
  encodeFrame(kind, json, [Buffer.from(hex, "hex")]);

it.each(frames)("writes and reads $name", async ({ frame, bytes }) => {
  expect(encode(frame).toString("hex")).toBe(bytes);
  // In pieces of one byte, as a connection may deliver it.
  const pieces = (async function* () {
    for (const byte of Buffer.from(bytes, "hex")) {
      yield Buffer.of(byte);
    }
  })();
  const reader = createFrameReader(pieces, "TCVP");
  const [kind, json, hex = ""] = frame;
  expect(await reader.next()).toEqual({ kind, json, binary: Buffer.from(hex, "hex") });
  expect(await reader.next()).toBeUndefined();
});

async function converse(child: Child, { function: name, types, steps }: Conversation) {
  const outgoing = request({
    host: "127.0.0.1",
    port: child.port,
    method: "POST",
    path: "/invoke",
    agent: false,
    headers: {
      "transfer-encoding": "chunked",
      "x-flow-protocol": "1",
      "x-flow-instance": child.instance,
      "x-fc-function-name": name,
      "x-fc-function-handler": `main.${name}`,
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).once("error", reject);
  });
  outgoing.write(encodeFrame("T", types));
  let reader: ReturnType<typeof createFrameReader> | undefined;
  let ahead: Frame | undefined;
  const next = async (): Promise<Frame | undefined> => {
    reader ??= createFrameReader(await answered, "RILNVEF");
    const frame = ahead ?? (await reader.next());
    ahead = undefined;
    return frame;
  };
  /** Elements however they are parted. */
  const receive = async (): Promise<Frame | undefined> => {
    const first = await next();
    if (first?.kind !== "I") {
      return first;
    }
    const items = [...(first.json as readonly unknown[])];
    for (ahead = await next(); ahead?.kind === "I"; ahead = await next()) {
      items.push(...(ahead.json as readonly unknown[]));
    }
    return { ...first, json: items };
  };
  for (const step of steps) {
    if ("send" in step) {
      outgoing.write(encode(step.send));
    } else {
      const [kind, json, hex = ""] = step.receive;
      expect(withoutStack(await receive())).toEqual({
        kind,
        json,
        binary: Buffer.from(hex, "hex"),
      });
    }
  }
  outgoing.end();
  expect(await receive()).toBeUndefined();
}

function withoutStack(frame: Frame | undefined): Frame | undefined {
  if (frame?.kind !== "F") {
    return frame;
  }
  const { code, message } = frame.json as { readonly code: string; readonly message: string };
  return { ...frame, json: { code, message } };
}

const declared: PlanFunction = {
  module: "./python",
  exportName: "double",
  params: [],
  result: null,
  effect: false,
  runtime: "python",
  handler: null,
  origin,
};

it.skipIf(!hasPython)("converses as the suite says, in Python", async () => {
  const program = findProgram(new URL("python", import.meta.url).pathname, declared, process.env);
  const child = await startChild({ program, declared, print: () => {} });
  try {
    for (const conversation of conversations) {
      try {
        await converse(child, conversation);
      } catch (error) {
        throw new Error(`in the case "${conversation.name}"`, { cause: error });
      }
    }
  } finally {
    child.kill();
  }
});
