/**
 * What stands for a secret where values are compared: a digest that only somebody with the key of this folder can make, so
 * that a short secret cannot be guessed from it.
 */
import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../store/store-failure.ts";

/** `folder` is of what is kept between runs: without its key nothing that was given a secret is known any more. */
export function createSecretDigests(
  secrets: readonly string[],
  folder: string,
): (text: string) => string | undefined {
  const digests = new Map<string, string>();
  if (secrets.length > 0) {
    const key = readKey(join(folder, "secrets.key"));
    for (const secret of secrets) {
      digests.set(secret, createHmac("sha256", key).update(secret).digest("hex"));
    }
  }
  return (text) => digests.get(text);
}

function readKey(path: string): Buffer {
  const fresh = randomBytes(32);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, fresh, { flag: "wx", mode: 0o600 });
    return fresh;
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
  }
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
    // A key of this run alone: nothing is reused, and nothing is given away.
    return fresh;
  }
}
