/// <reference types="node" />
import { readFileSync } from "node:fs";
import type { Json, JsonObject } from "@skald/shared";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANGUAGE_DOCUMENTS } from "../format/testing/language-documents.ts";
import { readSources } from "../source/read-sources.ts";
import { isSame } from "./change.ts";
import { diffDocuments } from "./diff-documents.ts";

const SHOP = new URL("../../../../examples/shop/", import.meta.url);
const ORDER = readFileSync(new URL("sagas/order.yaml", SHOP), "utf8");
const CATALOGUES = ["orders", "inventory", "payments", "shipping", "notifications"].map((name) =>
  documentOf(readFileSync(new URL(`services/${name}.yaml`, SHOP), "utf8")),
);

function documentOf(text: string): Json {
  const [source] = readSources(text, { many: false }).sources;
  if (source === undefined) throw new Error(`The text cannot be read:\n${text}`);

  return source.value;
}

/** The sentences of the changes between a text and the same text with one piece replaced, warnings marked. */
function sentences(text: string, piece: string, other: string, catalogues: readonly Json[] = CATALOGUES): readonly string[] {
  if (!text.includes(piece)) throw new Error(`The text holds no "${piece}".`);
  const [from, to] = [text, text.replace(piece, () => other)].map((each) => ({ document: documentOf(each), catalogues }));
  if (from === undefined || to === undefined) return [];

  return diffDocuments(from, to).map(({ severity, message }) => (severity === "warning" ? `! ${message}` : message));
}

const PAYMENTS = readFileSync(new URL("services/payments.yaml", SHOP), "utf8");
const BLOCKS = LANGUAGE_DOCUMENTS.blocks;

describe("what differs between two sagas", () => {
  test("is nothing when only the order of fields, comments and styles do", () => {
    expect(
      sentences(
        ORDER,
        'use: { services: { inventory: "shop/inventory@^1.0" } }',
        "use: # pinned\n  services:\n    inventory: shop/inventory@^1.0\n",
      ),
    ).toEqual([]);
  });

  test.each([
    ["a new version", "version: 2.1.0", "version: 2.2.0", ['"document.version" changed from "2.1.0" to "2.2.0".']],
    [
      "another time-out",
      "after: 5m",
      "after: 6m",
      ['"timeout" changed from {"after":"5m","then":"compensate"} to {"after":"6m","then":"compensate"}.'],
    ],
    ["another retry of undos", "attempts: 3", "attempts: 4", [expect.stringMatching(/^"compensation.retry" changed from /)]],
    [
      "a policy",
      "retention: 30d",
      "policy: { cancel: senior }",
      ['"retention" is no longer given; it was "30d".', 'The least role for "cancel" is given now: "senior".'],
    ],
    [
      "another service",
      "inventory@^1.0",
      "inventory@^2.0",
      ['The service "inventory" changed from "shop/inventory@^1.0" to "shop/inventory@^2.0".'],
    ],
    ["a field of a state", "call: orders.create", "call: orders.make", ['State "createOrder" changed: call.']],
    [
      "a retry of a state",
      "call: orders.create",
      "call: orders.create\n    retry: { attempts: 1 }",
      ['The retry of state "createOrder" is given now: {"attempts":1}.'],
    ],
    [
      "a time-out of a state",
      "call: orders.create",
      "call: orders.create\n    timeout: 2s",
      ['The time-out of state "createOrder" is given now: "2s".'],
    ],
    [
      "another way on",
      "    next: ship\n",
      "    next: capture\n",
      ['"authorise" no longer leads to "ship" (next).', '"authorise" leads to "capture" now (next).'],
    ],
    [
      "an error caught otherwise",
      "compensate: true, next: rejected",
      "next: rejected",
      [
        '"reserve" no longer leads to "rejected" (caught, after undoing: OutOfStock).',
        '"reserve" leads to "rejected" now (caught: OutOfStock).',
      ],
    ],
    ["a field that is given and says nothing", "retention: 30d", "retention: 30d\npolicy: {}", ['"policy" is given now: {}.']],
    [
      "an error caught on a condition",
      "compensate: true, next: rejected",
      "when: '${ error.status == 409 }', compensate: true, next: rejected",
      [
        'State "reserve" changed: catch.',
        '"reserve" no longer leads to "rejected" (caught, after undoing: OutOfStock).',
        '"reserve" leads to "rejected" now (caught, after undoing: OutOfStock when ${ error.status == 409 }).',
      ],
    ],
    [
      "an undo of its own",
      "call: orders.create",
      "call: orders.create\n    compensate: { call: { method: DELETE, path: /orders } }",
      ['The undo of state "createOrder" changed.'],
    ],
  ])("is told of %s", (_what, piece, other, expected) => {
    expect(sentences(ORDER, piece, other)).toEqual(expected);
  });

  test("names a renamed state as gone and new, with its edges", () => {
    const renamed = "next: thanks\n  thanks: { type: succeed }\n  done:";

    expect(sentences(ORDER, "next: done\n  done:", renamed)).toEqual([
      'State "thanks" (succeed) is new.',
      '"announce" no longer leads to "done" (next).',
      '"announce" leads to "thanks" now (next).',
    ]);
  });

  test("warns of an undo that is lost with the kind of a step", () => {
    expect(sentences(ORDER, "call: shipping.schedule", "call: shipping.schedule\n    kind: retriable")).toEqual([
      '! Nothing undoes state "ship" any more.',
      'The kind of state "ship" is given now: "retriable".',
    ]);
  });

  test("warns of an undo that is lost because another operation has none", () => {
    expect(sentences(ORDER, "call: shipping.schedule", "call: orders.find")).toEqual([
      '! Nothing undoes state "ship" any more.',
      'State "ship" changed: call.',
    ]);
  });

  test("does not guess at the undo of a catalogue that is not there", () => {
    expect(sentences(ORDER, "call: shipping.schedule", "call: orders.find", [])).toEqual(['State "ship" changed: call.']);
  });

  test("warns of a pivot that moved, and of steps that now stand behind it", () => {
    expect(sentences(ORDER, "call: orders.create\n", "call: orders.create\n    kind: pivot\n")).toEqual([
      '! "createOrder" is a pivot now: after it there is no way back.',
      '! State "reserve" stands behind the pivot now: its undo never runs.',
      '! State "authorise" stands behind the pivot now: its undo never runs.',
      '! State "ship" stands behind the pivot now: its undo never runs.',
      '! Nothing undoes state "createOrder" any more.',
      'The kind of state "createOrder" is given now: "pivot".',
    ]);
  });

  test("warns of a pivot that moved", () => {
    const blocks = BLOCKS.replace("type: saga,", "type: task, kind: compensatable, call: a.b,");
    const moved = blocks.replace("kind: pivot", "kind: compensatable").replace("kind: compensatable, call", "kind: pivot, call");

    const [first] = diffDocuments({ document: documentOf(blocks), catalogues: [] }, { document: documentOf(moved), catalogues: [] });

    expect(first).toEqual({
      kind: "pivotMoved",
      severity: "warning",
      subject: "child",
      message: 'The pivot moved from "group" to "child": after it there is no way back.',
    });
  });

  test("warns of a pivot that is none any more", () => {
    expect(sentences(ORDER, "call: payments.capture", "call: payments.capture\n    kind: retriable")).toContain(
      '! "capture" is no pivot any more.',
    );
  });

  test.each([
    ["a state of a branch", "for: 1s", "for: 2s", ['State "both/left/sent" changed: for.']],
    ["a state of a body", "call: stock.take", "call: stock.put", ['State "both/right/each/body/call" changed: call.']],
    ["the start of a branch", "start: ask", "start: sent", ['State "both" changed: branches.']],
    [
      "an outcome",
      "reject: sent",
      "refuse: sent",
      [
        '"both/left/ask" no longer leads to "both/left/sent" (outcome: reject).',
        '"both/left/ask" leads to "both/left/sent" now (outcome: refuse).',
      ],
    ],
    [
      "a group that is no pivot any more",
      "kind: pivot",
      "kind: compensatable",
      ['! "group" is no pivot any more.', 'The kind of state "group" changed from "pivot" to "compensatable".'],
    ],
    ["an event", "type: inventory.reserved", "type: inventory.taken", expect.arrayContaining(['State "awaitStock" changed: cases.'])],
  ])("is told of %s, whether it can run or not", (_what, piece, other, expected) => {
    expect(sentences(BLOCKS, piece, other, [])).toEqual(expected);
  });

  test("is told of cases of one condition that change places", () => {
    const saga = `document: { kind: saga }
states:
  a: { type: switch, cases: [{ when: "\${ true }", next: b }, { when: "\${ true }", next: c }], default: b }
`;

    expect(sentences(saga, 'next: b }, { when: "${ true }", next: c', 'next: c }, { when: "${ true }", next: b', [])).toEqual([
      'State "a" changed: cases.',
    ]);
  });
});

describe("what differs between two catalogues", () => {
  test.each([
    [
      "a value that is not pinned",
      "timeout: 2s\nconcurrency: 50",
      "timeout: 2s\nconcurrency: 60",
      ['"concurrency" changed from 50 to 60. Running sagas use it at once.'],
    ],
    [
      "a lost undo",
      '    compensate:\n      call: { method: DELETE, path: "/authorisations/${ params.id }", accept: [404] }',
      "   ",
      ['! Nothing undoes operation "authorise" any more.'],
    ],
    ["another undo", "accept: [404]", "accept: [410]", ['The undo of operation "authorise" changed.']],
    [
      "another kind",
      "kind: compensatable",
      "kind: retriable",
      [
        '! Nothing undoes operation "authorise" any more.',
        'The kind of operation "authorise" changed from "compensatable" to "retriable".',
      ],
    ],
    [
      "a parameter",
      "payment: { type: object, sensitive: true }",
      "payment: { type: object }",
      ['The parameters of operation "authorise" changed.'],
    ],
    [
      "a parameter that must be given",
      "[id, orderId, amount]",
      "[id, orderId, amount, payment]",
      ['! Operation "authorise" requires "payment" now: sagas that do not give it are refused.'],
    ],
    [
      "an operation that is gone",
      "  capture:",
      "  take:",
      ['! Operation "capture" is gone: definitions that call it can no longer start with this version.', 'Operation "take" is new.'],
    ],
    ["a verify", "conclusive: true", "conclusive: false", ['Operation "capture" changed: verify.']],
  ])("is told of %s", (_what, piece, other, expected) => {
    expect(sentences(PAYMENTS, piece, other)).toEqual(expected);
  });
});

describe("any two documents", () => {
  const documents = [...Object.values(LANGUAGE_DOCUMENTS).map(documentOf), documentOf(ORDER), ...CATALOGUES];

  /** Replaces one value somewhere below `json`; the choices say where and by what. */
  function edited(json: Json, choices: readonly number[], by: Json | undefined): Json {
    const names = typeof json === "object" && json !== null ? Object.keys(json) : [];
    const [choice = 0, ...rest] = choices;
    const name = names[choice % Math.max(1, names.length)];
    if (name === undefined) return by ?? json;
    const members = json as JsonObject;
    const member = rest.length === 0 ? by : edited(members[name] ?? null, rest, by);
    const kept = (key: string, value: Json): readonly Json[] => [key === name ? member : value].filter((each) => each !== undefined);
    if (Array.isArray(json)) return json.flatMap((item: Json, index) => kept(String(index), item));

    return Object.fromEntries(Object.entries(members).flatMap(([key, value]) => kept(key, value).map((each) => [key, each] as const)));
  }

  const edits = fc.record({
    document: fc.constantFrom(...documents),
    // Below the top, where a document keeps its kind and stays a chart or a catalogue.
    choices: fc.array(fc.nat(40), { minLength: 3, maxLength: 8 }),
    by: fc.constantFrom<Json | undefined>(undefined, "other", 7, { type: "task" }),
  });

  test("that are not the same differ in something that is told, and in nothing when they are", () => {
    fc.assert(
      fc.property(edits, ({ document, choices, by }) => {
        const other = edited(document, choices, by);

        const changes = diffDocuments({ document, catalogues: CATALOGUES }, { document: other, catalogues: CATALOGUES });

        expect(changes.length === 0).toBe(isSame(document, other));
      }),
      { numRuns: 1000 },
    );
  });
});
