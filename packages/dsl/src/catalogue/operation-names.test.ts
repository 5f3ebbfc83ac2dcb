import { describe, expect, test } from "vitest";
import { nameOperations } from "./operation-names.ts";

function nameOf(id: string | null, path = "/pets/{id}"): string | undefined {
  return nameOperations([{ id, method: "GET", path }])[0]?.[0];
}

describe("the name of an operation", () => {
  test.each([
    ["listPets", "listPets"],
    ["list-all pets", "listAllPets"],
    ["2fa", "op2fa"],
    ["import", "importIt"],
    ["x".repeat(70), "x".repeat(64)],
    ["-", "getPetsById"],
    ["", "getPetsById"],
    [null, "getPetsById"],
  ])("is its operationId as far as the language takes it: %j", (id, name) => {
    expect(nameOf(id)).toBe(name);
  });

  test("is its method where the address has no word", () => {
    expect(nameOf(null, "/")).toBe("get");
  });

  test("is numbered where others have it", () => {
    const names = nameOperations(["a", "a", "a2", "a"].map((id) => ({ id, method: "GET", path: "/" }) as const)).map(([name]) => name);

    expect(names).toEqual(["a", "a2", "a22", "a3"]);
  });
});
