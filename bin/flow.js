#!/usr/bin/env node
/*
 * The command `flow`. This file alone has to be understood by an old Node, so it is plain JavaScript: it finds a Node
 * that is new enough, then starts the built program where that is current, and else the sources.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const WANTED = 24;
const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));

if (Number.parseInt(process.versions.node, 10) >= WANTED) {
  nodeModule.enableCompileCache?.();
  await import(pathToFileURL(entryPoint()).href);
} else {
  const node = process.env.FLOW_NODE_STARTED === undefined ? packagedNode() : undefined;
  if (node === undefined) {
    process.stderr.write(
      `error: flow needs Node ${WANTED} or newer, and this is ${process.version}\n` +
        "hint: Install it from https://nodejs.org. In a checkout `npm ci` brings it, on Linux (x64, arm64).\n",
    );
    process.exitCode = 2;
  } else {
    startUnder(node);
  }
}

/** `dist/` is current when every file that went into it has the size and time it had then. */
function entryPoint() {
  const source = join(root, "src", "cli", "main.ts");
  const built = join(root, "dist", "flow.js");
  return isCurrent(join(root, "dist", "inputs.json")) || !existsSync(source) ? built : source;
}

/** @param {string} list */
function isCurrent(list) {
  try {
    /** @type {readonly { readonly path: string, readonly size: number, readonly mtimeMs: number }[]} */
    const inputs = JSON.parse(readFileSync(list, "utf8"));
    return inputs.every(({ path, size, mtimeMs }) => {
      const stats = statSync(join(root, path), { throwIfNoEntry: false });
      return stats !== undefined && stats.size === size && stats.mtimeMs === mtimeMs;
    });
  } catch {
    // Not built, or interrupted while it was: the sources are right in any case.
    return false;
  }
}

/** The Node that npm installed as a package of this platform, wherever it was hoisted to. */
function packagedNode() {
  try {
    const require = nodeModule.createRequire(import.meta.url);
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const node = join(dirname(manifest), "bin", "node");
    return existsSync(node) ? node : undefined;
  } catch {
    // There is none for this platform, or optional packages were left out.
    return undefined;
  }
}

/**
 * Runs this file under another Node and ends as that one ends. Ctrl-C in a terminal reaches both; this process waits for
 * the other, which knows what to do. Signals sent to this process alone are passed on.
 *
 * @param {string} node
 */
function startUnder(node) {
  const child = spawn(node, [self, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, FLOW_NODE_STARTED: "1" },
  });
  const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on("SIGINT", () => {
    if (!inTerminal) {
      child.kill("SIGINT");
    }
  });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    process.stderr.write(`error: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
    } else {
      for (const handled of ["SIGINT", "SIGTERM", "SIGHUP"]) {
        process.removeAllListeners(handled);
      }
      process.kill(process.pid, signal);
    }
  });
}
