import { expect, it } from "vitest";
import {
  addFileDigest,
  addIdentities,
  findFileDigest,
  useIdentities,
} from "../../../../src/runtime/journal/identities.ts";
import { heldRun, openedJournal } from "../../../support/journal.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

it("keeps the first result of a key", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const [a, b] = [heldRun(journal, "a"), heldRun(journal, "b")];
  const key = new Uint8Array(32).fill(7);
  addIdentities(journal, a, [{ key, result: "1", parts: "p" }]);
  addIdentities(journal, b, [{ key, result: "2", parts: "q" }]);
  expect(useIdentities(journal, b, [key])).toEqual([{ run: "a", result: "1", parts: "p" }]);
});

it("knows the digest of a file until it changes in size, time or place on the disk", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const file = {
    path: "/a",
    size: 5,
    mtimeNs: 1_764_000_000_123_456_789n,
    inode: 18_446_744_073_709_551_615n,
  };
  const digest = Uint8Array.of(1, 2);
  addFileDigest(journal, file, digest, 1);
  expect(findFileDigest(journal, file, 2)).toEqual(digest);
  for (const changed of [
    { path: "/b" },
    { size: 6 },
    { mtimeNs: file.mtimeNs + 1n },
    { inode: 4n },
  ]) {
    expect(findFileDigest(journal, { ...file, ...changed }, 3)).toBeUndefined();
  }
  addFileDigest(journal, { ...file, size: 6 }, Uint8Array.of(3), 4);
  expect(findFileDigest(journal, file, 5)).toBeUndefined();
});
