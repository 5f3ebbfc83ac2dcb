import type { Json, JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { diffDocuments } from "./diff-documents.ts";

describe("what differs between two sagas that can hardly be read", () => {
  test.each<readonly [string, Json, Json, readonly string[]]>([
    ["what is no document", 5, "six", ['"document" changed from 5 to "six".']],
    ["a field with a name every object knows", {}, { toString: 1 }, ['"toString" is given now: 1.']],
    [
      "a field that is no object on one side",
      { policy: { cancel: "senior" } },
      { policy: 5 },
      ['"policy" changed from {"cancel":"senior"} to 5.'],
    ],
    ["how undos run", {}, { compensation: { order: "parallel" } }, ['"compensation.order" is given now: "parallel".']],
    ["how undos ran", { compensation: { order: "parallel" } }, {}, ['"compensation.order" is no longer given; it was "parallel".']],
    ["services that are given, and none of them", {}, { use: {} }, ['"use" is given now: {}.']],
    ["services that were given", { use: { services: { a: "b" } } }, {}, ['The service "a" is no longer given; it was "b".']],
    ["a long value", { key: "a".repeat(70) }, {}, [`"key" is no longer given; it was "${"a".repeat(59)}….`]],
    ["long values that begin alike", { key: `${"a".repeat(70)}b` }, { key: `${"a".repeat(70)}c` }, ['"key" changed.']],
    ["a state that is none", { states: { a: 1 } }, { states: { a: 2 } }, ['State "a" changed: type.']],
    [
      "parts of states that are none",
      { states: { a: { type: "task", catch: [1], body: 1, branches: { b: 1 } } } },
      { states: { a: { type: "task", catch: [2], body: 2, branches: { b: 2 } } } },
      ['State "a" changed: catch, body, branches.'],
    ],
    ["a state that is gone", { states: { a: { type: "fail" } } }, {}, ['State "a" (fail) is gone.']],
    [
      "an undo that is there now",
      { states: { a: { type: "emit" } } },
      { states: { a: { type: "emit", compensate: { emit: { type: "t" } } } } },
      ['Something undoes state "a" now.'],
    ],
    [
      "two pivots for one",
      { states: { a: { kind: "pivot" }, b: {}, c: {} } },
      { states: { a: {}, b: { kind: "pivot" }, c: { kind: "pivot" } } },
      [
        '! The pivot moved from "a" to "b", "c": after it there is no way back.',
        'The kind of state "a" is no longer given; it was "pivot".',
        'The kind of state "b" is given now: "pivot".',
        'The kind of state "c" is given now: "pivot".',
      ],
    ],
  ])("is told of %s, as far as it can be read", (_what, from, to, expected) => {
    const changes = diffDocuments({ document: from, catalogues: [] }, { document: to, catalogues: [] });

    expect(changes.map(({ severity, message }) => (severity === "warning" ? `! ${message}` : message))).toEqual(expected);
  });
});

describe("what differs between two catalogues that can hardly be read", () => {
  const catalogue = (rest: JsonObject): Json => ({ document: { kind: "service" }, ...rest });

  test.each<readonly [string, JsonObject, JsonObject, readonly string[]]>([
    ["operations that are there now", {}, { operations: { a: {} } }, ['Operation "a" is new.']],
    [
      "operations that are there no more",
      { operations: { a: {} } },
      {},
      ['Operation "a" is gone: definitions that call it can no longer start with this version.'],
    ],
    ["an operation that is none", { operations: { a: 1 } }, { operations: { a: 2 } }, ['Operation "a" changed: operation.']],
  ])("is told of %s", (_what, from, to, expected) => {
    const changes = diffDocuments({ document: catalogue(from), catalogues: [] }, { document: catalogue(to), catalogues: [] });

    expect(changes.map(({ message }) => message)).toEqual(expected);
  });
});
