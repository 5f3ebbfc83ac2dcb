import type { Entry } from "@skald/kernel";
import { canonicalJson, type Json, sha256Hex } from "@skald/shared";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText } from "./canonical-text.ts";
import { brokenLink, entryFromStored, FIRST_HASH, seal } from "./seal.ts";

const anEntry = (seq: number, data: Entry["data"] = {}): Entry => ({ seq, at: "2026-11-01T08:00:00.000Z", type: "step.succeeded", data });

describe("seal", () => {
  test("the text of every JSON value is the canonical one", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalText(value as Json) === canonicalJson(value as Json)));
  });

  test.each(['{"b":1,"10":1,"9":2,"a":{"2":1,"01":2}}', '{"z":1,"__proto__":{"b":1,"a":2}}', '{"":1," ":2}', '[{"b":null,"a":-0}]'])(
    "keys that JavaScript orders by itself are in canonical order: %s",
    (text) => {
      const value = JSON.parse(text) as Json;

      expect(canonicalText(value)).toBe(canonicalJson(value));
    },
  );

  test("members that are undefined are left out", () => {
    const text = [canonicalText({ b: undefined, a: 1, list: [undefined] }), canonicalText({ "1": undefined, a: 1 })];

    expect(text).toEqual(['{"a":1,"list":[null]}', '{"a":1}']);
  });

  test("the hash is that of the published recipe", () => {
    const sealed = seal([anEntry(1, { values: { z: 1, a: "ü\u0000" } })], FIRST_HASH);

    const recipe = canonicalJson({
      seq: 1,
      at: "2026-11-01T08:00:00.000Z",
      type: "step.succeeded",
      data: { values: { z: 1, a: "ü\u0000" } },
    });
    expect(sealed.headHash).toBe(sha256Hex(`${FIRST_HASH}\n${recipe}`));
  });

  test("a chain continues over two units", () => {
    const first = seal([anEntry(1), anEntry(2)], FIRST_HASH);
    const second = seal([anEntry(3)], first.headHash);

    expect(brokenLink([...first.entries, ...second.entries])).toBeNull();
  });

  test("a changed text breaks the chain at its entry", () => {
    const { entries } = seal([anEntry(1), anEntry(2, { move: "a.ok" }), anEntry(3)], FIRST_HASH);
    const forged = entries.map((entry) => (entry.seq === 2 ? { ...entry, data: '{"move":"b.ok"}' } : entry));

    expect(brokenLink(forged)?.seq).toBe(2);
  });

  test("a missing entry breaks the chain", () => {
    const { entries } = seal([anEntry(1), anEntry(2), anEntry(3)], FIRST_HASH);

    expect(brokenLink(entries.filter((entry) => entry.seq !== 2))?.seq).toBe(3);
  });

  test("a stored entry reads as the entry it was sealed from", () => {
    const entry = anEntry(1, { move: "a.ok", state: "a" });
    const { entries } = seal([entry], FIRST_HASH);

    expect(entries.map(entryFromStored)).toEqual([entry]);
  });
});
