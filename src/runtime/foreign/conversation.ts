/** One `POST /invoke`: a conversation of frames about one function, in which one call follows the other. */
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import type { Child } from "./child.ts";
import { BrokenOffError, createFrameReader, type Frame, type FrameReader } from "./frame.ts";

export interface Conversation {
  send(frame: Buffer): void;
  /** Undefined where the other side ended it. Rejects with a `ProtocolError`, or with what the connection failed with. */
  receive(): Promise<Frame | undefined>;
  /** Between calls it does not hold the worker open. */
  rest(): void;
  resume(): void;
  /** It is over; what has not been answered will not be. */
  close(): void;
}

export interface RequestPlace {
  readonly child: Child;
  readonly function: string;
  readonly handler: string;
  readonly requestId: string;
  /** Bytes; null where no limit is known. */
  readonly memory: number | null;
}

/** Of the protocol that this version speaks. */
export const PROTOCOL = "1";

const ANSWERS = "RILNVEF";

/** What an answer other than 200 says. */
export interface Refusal {
  readonly status: number;
  readonly protocol: string | undefined;
  readonly type: string;
  readonly message: string;
  readonly stack: string | null;
}

/** The other side answered, and refused. */
export class RefusalError extends Error {
  override readonly name = "RefusalError";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** `types`: the frame that names those of the parameters and the result. Nothing is waited for: the answer begins with the first `receive`. */
export function openConversation(place: RequestPlace, types: Buffer): Conversation {
  const outgoing = post(place, "/invoke", { "transfer-encoding": "chunked" });
  const incoming = answerOf(outgoing);
  // Whoever receives next is told of it.
  incoming.catch(() => {});
  let reader: FrameReader | undefined;
  const conversation: Conversation = {
    send: (frame) => void outgoing.write(frame),
    async receive() {
      reader ??= createFrameReader(accept(await incoming), ANSWERS);
      return await reader.next();
    },
    rest: () => outgoing.socket?.unref(),
    resume: () => outgoing.socket?.ref(),
    close: () => outgoing.destroy(),
  };
  outgoing.flushHeaders();
  outgoing.write(types);
  return conversation;
}

/** `POST /initialize`. Rejects with a `RefusalError`, or with what the connection failed with. */
export async function initialize(place: RequestPlace): Promise<void> {
  const outgoing = post(place, "/initialize", { "content-length": "0" });
  const incoming = answerOf(outgoing);
  outgoing.end();
  const answer = await incoming;
  if (answer.headers["x-flow-protocol"] !== PROTOCOL || refuses(answer)) {
    throw new RefusalError(await readRefusal(answer));
  }
  answer.resume();
}

function post(
  { child, function: name, handler, requestId, memory }: RequestPlace,
  path: string,
  headers: { readonly [name: string]: string },
): ClientRequest {
  const outgoing = request({
    host: "127.0.0.1",
    port: child.port,
    method: "POST",
    path,
    agent: false,
    headers: {
      ...headers,
      "content-type": "application/octet-stream",
      "x-fc-request-id": requestId,
      "x-fc-control-path": path,
      "x-fc-function-name": name,
      "x-fc-function-handler": handler,
      ...(memory === null
        ? {}
        : { "x-fc-function-memory": String(Math.round(memory / 1024 / 1024)) }),
      "x-flow-protocol": PROTOCOL,
      "x-flow-instance": child.instance,
    },
  });
  outgoing.setNoDelay(true);
  return outgoing;
}

function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    // Later ones reach whoever reads the answer.
    outgoing.on("error", reject);
    outgoing.once("close", () => reject(new BrokenOffError("it closed the connection unanswered")));
  });
}

async function* accept(answer: IncomingMessage): AsyncGenerator<Buffer> {
  if (answer.headers["x-flow-protocol"] !== PROTOCOL || refuses(answer)) {
    throw new RefusalError(await readRefusal(answer));
  }
  yield* answer;
}

/** As for Function Compute, a header may say what the status does not. */
const refuses = ({ statusCode, headers }: IncomingMessage): boolean =>
  statusCode !== 200 || (headers["x-fc-status"] ?? "200") !== "200";

const LONGEST_REFUSAL = 64 * 1024;

async function readRefusal(answer: IncomingMessage): Promise<Refusal> {
  let text = "";
  answer.setEncoding("utf8");
  try {
    for await (const chunk of answer) {
      text += String(chunk);
      if (text.length > LONGEST_REFUSAL) {
        break;
      }
    }
  } catch {
    // What has come says enough, or nothing does.
  }
  const protocol = answer.headers["x-flow-protocol"];
  const status = answer.statusCode ?? 0;
  return {
    status,
    protocol: typeof protocol === "string" ? protocol : undefined,
    ...describeError(text, status),
  };
}

/** The body of an error of Function Compute. */
function describeError(text: string, status: number): Omit<Refusal, "status" | "protocol"> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (typeof body === "object" && body !== null && "errorMessage" in body) {
    const type = "errorType" in body ? String(body.errorType) : "Error";
    const stack = "stackTrace" in body ? body.stackTrace : null;
    return {
      type,
      message: String(body.errorMessage),
      stack: Array.isArray(stack) ? stack.join("\n") : typeof stack === "string" ? stack : null,
    };
  }
  const said = text.trim().slice(0, 200);
  return {
    type: "Protocol",
    message: `it answered with status ${status}${said === "" ? "" : `: ${said}`}`,
    stack: null,
  };
}
