import { expect, test } from "vitest";
import { ownMember } from "./json.ts";

test("a member is one that the object has itself, whatever it is called", () => {
  const members: Readonly<Record<string, number>> = { a: 1, valueOf: 2 };

  expect(["a", "valueOf", "toString", "__proto__", "b"].map((name) => ownMember(members, name))).toEqual([
    1,
    2,
    undefined,
    undefined,
    undefined,
  ]);
});
