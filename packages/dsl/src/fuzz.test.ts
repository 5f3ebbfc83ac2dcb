/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { formatDiagnostic } from "./diagnostics/format.ts";
import { graphOf } from "./graph/graph-of.ts";
import { canonicalDocument } from "./model/canonical.ts";
import { BLOCKS_SERVICE, EVERY_TYPE } from "./testing/every-type.ts";
import { validateText } from "./validate-text.ts";

// Right documents with wrong pieces: what is nearly right goes deeper than noise. A failing seed is printed.

const SHOP = new URL("../../../examples/shop/", import.meta.url);
const DOCUMENTS = ["services", "sagas"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, SHOP)).map((name) => readFileSync(new URL(`${folder}/${name}`, SHOP), "utf8")),
);

DOCUMENTS.push(...(BLOCKS_SERVICE + EVERY_TYPE).split("---\n"));

const PIECES = [
  "${",
  "}",
  "{",
  "[",
  "]",
  ",",
  ":",
  ": ",
  " #",
  "#",
  "'",
  '"',
  "|",
  ">",
  "&a ",
  "*a",
  "!",
  "!!str ",
  "<<: ",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "\t",
  "\n",
  "\r\n",
  "\u0000",
  "\ud800",
  "\ufeff",
  "\u202e",
  "__proto__",
  "constructor",
  "toString",
  "true",
  "null",
  "~",
  ".inf",
  "1e400",
  "9007199254740993",
  "-0",
  "0x10",
  "? ",
  "- ",
  "  ",
  "type: ",
  "next: ",
  "states: ",
  "steps.",
  "input.",
  "vars.",
  "secrets.",
  "has(",
  ")",
  "a.b.c",
  "1 + 1",
  "? 'a' : 'b'",
  "&&",
  "retry: {}",
  "catch: []",
  "call: {}",
  "compensate: true",
  "kind: pivot",
  "for: 1s",
  "type: parallel",
  "type: forEach",
  "type: listen",
  "type: transaction",
  "branches: {}",
  "body: {}",
  "cases: []",
  "join: any",
  "participants: []",
  "triggers: []",
  "assertions: []",
  "lock: {}",
  "only: [a]",
  "end: true",
  "item.",
  "participants.",
];

type Edit = readonly [place: number, length: number, piece: string];

const edits = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 40 }),
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 12 })),
  ),
  { minLength: 1, maxLength: 6 },
);

function edited(text: string, changes: readonly Edit[]): string {
  return changes.reduce((current, [place, length, piece]) => {
    const at = Math.floor(place * current.length);
    return current.slice(0, at) + piece + current.slice(at + length);
  }, text);
}

const CPU_MS_MAX = 500;

function requireCalm(text: string): void {
  const begun = process.cpuUsage();
  const { diagnostics, documents } = validateText(text, { many: true });
  const spent = process.cpuUsage(begun);

  expect((spent.user + spent.system) / 1000).toBeLessThan(CPU_MS_MAX);
  for (const diagnostic of diagnostics) {
    expect(diagnostic.span.start).toBeLessThanOrEqual(diagnostic.span.end);
    expect(diagnostic.span.end).toBeLessThanOrEqual(text.length);
    expect(formatDiagnostic("x.yaml", text, diagnostic)).toContain(diagnostic.code);
  }
  for (const document of documents) {
    if (document.model === null) continue;
    canonicalDocument(document.model);
    if (document.kind === "saga") graphOf(document.model, document.resolved, document.children);
  }
}

beforeAll(() => {
  for (const text of DOCUMENTS) validateText(text);
});

describe("validation, whatever the text", () => {
  test("edited documents never throw, take long, or touch Object.prototype", () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), edits, (text, changes) => requireCalm(edited(text, changes))),
      { numRuns: 400 },
    );

    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
  });

  test("noise never throws or takes long", () => {
    const noise = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 60 });

    fc.assert(
      fc.property(noise, (pieces) => requireCalm(pieces.join(""))),
      { numRuns: 400 },
    );
  });

  test("any JSON in place of any field never throws or takes long", () => {
    const fields = [
      "document",
      "use",
      "input",
      "key",
      "idempotency",
      "timeout",
      "compensation",
      "policy",
      "start",
      "states",
      "operations",
      "retry",
      "auth",
      "baseUrl",
      "concurrency",
      "triggers",
      "assertions",
    ];

    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), (text, field, value) => {
        const document = validateText(text).documents[0]?.source.value;
        requireCalm(JSON.stringify({ ...(document as object), [field]: value }));
      }),
      { numRuns: 300 },
    );
  });

  test("what is accepted has the same canonical form when it is read again as JSON", () => {
    const first = validateText(DOCUMENTS.join("\n---\n"), { many: true });

    const again = validateText(JSON.stringify(first.documents.map((document) => document.source.value)), { many: true });

    expect(first.documents.every((document) => document.model !== null)).toBe(true);
    expect(again.documents.map(({ model }) => model && canonicalDocument(model))).toEqual(
      first.documents.map(({ model }) => model && canonicalDocument(model)),
    );
  });
});
