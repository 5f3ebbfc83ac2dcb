import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const DESCRIPTION = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Payments API", version: "1.0.0" },
  paths: {
    "/authorisations/{id}": {
      put: { operationId: "authorise", parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }] },
      delete: { operationId: "void", parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }] },
    },
  },
});

describe("skald catalogue", () => {
  test("writes a service document that skald validate finds nothing wrong with", async () => {
    const folder = await temporaryFolder({ "openapi.json": DESCRIPTION });

    const written = await skald(["catalogue", "openapi.json", "-o", "payments.yaml", "--namespace", "shop"], { folder });
    const validated = await skald(["validate", "payments.yaml"], { folder });

    expect(written).toEqual({
      code: 0,
      stdout: "",
      stderr: "2 operations: 1 compensatable, 1 pivot. 3 places to review, 0 left out.\n",
    });
    expect([validated.code, validated.stdout]).toEqual([0, expect.stringContaining("service shop/payments 1.0.0")]);
    expect(await readFile(`${folder}/payments.yaml`, "utf8")).toContain('# review: Guessed: "voidIt" takes it back');
  });

  test("gives a pipe the document alone, and a program the notes too", async () => {
    const folder = await temporaryFolder({ "openapi.json": DESCRIPTION });

    const piped = await skald(["catalogue", "openapi.json"], { folder });
    const asJson = await skald(["catalogue", "openapi.json", "--json", "--name", "pay"], { folder });

    expect(piped.stdout).toMatch(/^# Written from an OpenAPI description/);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: true, document: { document: { name: "pay" } }, notes: expect.any(Array) });
  });

  test("leaves a file alone that is there already", async () => {
    const folder = await temporaryFolder({ "openapi.json": DESCRIPTION, "payments.yaml": "mine" });

    const { code, stderr } = await skald(["catalogue", "openapi.json", "-o", "payments.yaml"], { folder });

    expect([code, stderr]).toEqual([2, 'skald: "payments.yaml" is there already: remove it, or choose another name.\n']);
    expect(await readFile(`${folder}/payments.yaml`, "utf8")).toBe("mine");
  });

  test("says where a description cannot be read", async () => {
    const folder = await temporaryFolder({ "broken.yaml": "openapi: 3.0.0\npaths: {}\npaths: {}\n" });

    const { code, stderr } = await skald(["catalogue", "broken.yaml"], { folder });

    expect([code, stderr]).toEqual([1, 'broken.yaml:3  The field "paths" is given twice.\n']);
  });
});
