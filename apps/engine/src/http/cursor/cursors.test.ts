import { describe, expect, test } from "vitest";
import { createCursors } from "./cursors.ts";

const SECRET = "a secret of the tests";

describe("cursors", () => {
  test("a cursor comes back as the place it was made of", () => {
    const cursors = createCursors(SECRET);

    const cursor = cursors.write(["sagas", { status: ["running"] }], { id: "a", startedAt: "b" });

    expect(cursors.read(["sagas", { status: ["running"] }], cursor)).toEqual({ id: "a", startedAt: "b" });
  });

  test("a cursor made by another replica with the same secret fits", () => {
    const cursor = createCursors(SECRET).write("audit", "x");

    expect(createCursors(SECRET).read("audit", cursor)).toBe("x");
  });

  test.each([
    ["other filters", (cursor: string) => createCursors(SECRET).read(["sagas", { status: ["failed"] }], cursor)],
    ["another secret", (cursor: string) => createCursors("another").read(["sagas", {}], cursor)],
    ["a changed place", (cursor: string) => createCursors(SECRET).read(["sagas", {}], `e30${cursor.slice(3)}`)],
    ["a cut cursor", (cursor: string) => createCursors(SECRET).read(["sagas", {}], cursor.slice(0, -4))],
    ["no cursor at all", () => createCursors(SECRET).read(["sagas", {}], "")],
  ])("%s is refused", (_name, read) => {
    const cursor = createCursors(SECRET).write(["sagas", {}], 1);

    expect(() => read(cursor)).toThrowError(expect.objectContaining({ code: "CURSOR_INVALID" }));
  });
});
