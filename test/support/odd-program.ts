/** A program of functions that keeps the protocol but for one thing, which its argument names. */
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { encodeFrame } from "../../src/runtime/foreign/frame.ts";

const [mode = ""] = process.argv.slice(2);
const good = { "x-flow-protocol": "1" };

if (mode === "dies early") {
  process.stderr.write("no configuration\n");
  process.exit(4);
}

if (mode === "loses its port once" && !existsSync("tried")) {
  writeFileSync("tried", "");
  process.stderr.write("listen EADDRINUSE: address already in use\n");
  process.exit(1);
}

const value = encodeFrame("V", { value: 1 });

/** What is sent in the place of an answer. */
const answers: { readonly [mode: string]: (response: ServerResponse) => void } = {
  "wrong json": (response) => response.end(Buffer.from("V\x04\0\0\0\0\0\0\0{1:2")),
  "half a frame": (response) => response.end(value.subarray(0, 12)),
  "half a header": (response) => response.end(value.subarray(0, 4)),
  noise: (response) => response.end("Hello, world!"),
  "endless frame": (response) => response.write(Buffer.from("V\xff\xff\xff\xff\0\0\0\0", "latin1")),
  "unknown kind": (response) => response.end(encodeFrame("X", {})),
  "end without a value": (response) => response.end(encodeFrame("E", {})),
  "elements without a list": (response) => response.end(encodeFrame("I", { items: 1 })),
  "bytes that are not there": (response) => response.end(encodeFrame("V", { value: [5, 9] })),
  "what was never lent": (response) =>
    response.write(encodeFrame("R", { ref: 7, as: "lines", cursor: 1 })),
  "a question of another form": (response) => response.write(encodeFrame("R", { what: 7 })),
  "loses its port once": (response) => response.end(value),
  nothing: (response) => response.end(),
  closes: (response) => response.destroy(),
  exits: () => {
    process.stderr.write("first line\nout of cheese\n");
    process.exit(3);
  },
  crashes: () => process.kill(process.pid, "SIGSEGV"),
  "is killed": () => process.kill(process.pid, "SIGKILL"),
  "leaves others behind": (response) => {
    const child = spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
    response.end(encodeFrame("V", { value: child.pid ?? 0 }));
  },
};

function answer(message: IncomingMessage, response: ServerResponse): void {
  if (mode === "wrong length") {
    response.writeHead(200, { ...good, "content-length": "40" });
    response.write(value.subarray(0, 9));
    response.socket?.end();
    return;
  }
  if (mode === "refuses") {
    response.writeHead(404, { ...good, "x-fc-status": "404" });
    response.end(JSON.stringify({ errorType: "KeyError", errorMessage: "'PATH'", stackTrace: [] }));
    return;
  }
  if (mode === "fails") {
    response.writeHead(500, good);
    response.end("<html>oops");
    return;
  }
  if (mode === "another protocol" || mode === "another server") {
    response.writeHead(mode === "another server" ? 404 : 400, {
      ...(mode === "another protocol" && { "x-flow-protocol": "2" }),
    });
    response.end();
    return;
  }
  if (message.url === "/initialize") {
    response.writeHead(200, good).end();
    return;
  }
  response.writeHead(200, good);
  message.once("data", () => answers[mode]?.(response));
}

createServer(answer).listen(Number(process.env["FC_SERVER_PORT"]), "127.0.0.1");
