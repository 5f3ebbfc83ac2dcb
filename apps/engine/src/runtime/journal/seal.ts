import { hash } from "node:crypto";
import type { Entry } from "@skald/kernel";
import type { StoredEntry } from "../../ports/saga-host.ts";
import { canonicalText } from "./canonical-text.ts";

/** The hash before the first entry. */
export const FIRST_HASH = "0".repeat(64);

/** Entries whose text is final, and the hash the next entry continues from. */
export interface Sealed {
  readonly entries: readonly StoredEntry[];
  readonly headHash: string;
}

/** Writes the final text of entries and chains their hashes to the entry before (api.md, journal). */
export function seal(entries: readonly Entry[], previousHash: string): Sealed {
  let headHash = previousHash;
  const sealed = entries.map((entry) => {
    const data = canonicalText(entry.data);
    headHash = entryHash(headHash, { seq: entry.seq, at: entry.at, type: entry.type, data });
    return { seq: entry.seq, at: entry.at, type: entry.type, data, hash: headHash };
  });

  return { entries: sealed, headHash };
}

/**
 * SHA-256 in hex of the previous hash, a newline, and the canonical JSON of `{ seq, at, type, data }`.
 * `at` and `type` hold nothing that JSON would escape, and the order of the members is the canonical one.
 */
function entryHash(previousHash: string, entry: Omit<StoredEntry, "hash">): string {
  return hash("sha256", `${previousHash}\n{"at":"${entry.at}","data":${entry.data},"seq":${entry.seq},"type":"${entry.type}"}`, "hex");
}

/** The first entry whose seq or hash does not continue the one before; null when the chain holds. */
export function brokenLink(entries: readonly StoredEntry[], previousHash: string = FIRST_HASH): StoredEntry | null {
  let expected = previousHash;
  let seq = (entries[0]?.seq ?? 1) - 1;
  for (const entry of entries) {
    seq += 1;
    if (entry.seq !== seq || entry.hash !== entryHash(expected, entry)) return entry;
    expected = entry.hash;
  }
  return null;
}

/** The entry the kernel reads, from its stored text. */
export function entryFromStored(stored: StoredEntry): Entry {
  return { seq: stored.seq, at: stored.at, type: stored.type as Entry["type"], data: JSON.parse(stored.data) as Entry["data"] };
}
