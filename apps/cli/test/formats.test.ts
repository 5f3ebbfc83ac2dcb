import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
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

const SHOP = new URL("../../../examples/shop/", import.meta.url).pathname;
const ORDER = `${SHOP}sagas/order.yaml`;

async function called(...words: readonly string[]): Promise<{ readonly code: number; readonly told: string }> {
  const terminal = aTerminal();
  const code = await run(words, terminal, {});

  return { code, told: terminal.told() };
}

describe("skald export", () => {
  test.each([
    ["xstate", '"id": "saga"'],
    ["scxml", '<scxml xmlns="http://www.w3.org/2005/07/scxml"'],
    ["mermaid", "stateDiagram-v2"],
    ["asl", '"QueryLanguage": "JSONata"'],
  ])("writes the saga as %s", async (format, part) => {
    const { code, told } = await called("export", ORDER, "--format", format, "--services", `${SHOP}services`);

    expect(code).toBe(0);
    expect(told).toContain(part);
  });

  test("tells what is lost, and a program too", async () => {
    const shown = await called("export", ORDER, "--format", "asl", "--services", `${SHOP}services`);
    const asJson = await called("export", ORDER, "--format", "asl", "--services", `${SHOP}services`, "--json");

    expect(shown.told).toContain("dropped /idempotency  A second start is a second execution.");
    expect(JSON.parse(asJson.told)).toMatchObject({
      format: "asl",
      losses: expect.arrayContaining([expect.objectContaining({ at: "/timeout" })]),
    });
  });

  test("draws a saga whose services nobody knows, but makes no machine of it", async () => {
    const drawn = await called("export", ORDER, "--format", "mermaid");
    const compiled = await called("export", ORDER, "--format", "xstate");

    expect([drawn.code, compiled.code]).toEqual([0, 1]);
    expect(drawn.told).toContain("as orders.create declares");
    expect(compiled.told).toContain("UNKNOWN_SERVICE");
  });

  test("says which formats there are", async () => {
    const missing = await called("export", ORDER);
    const wrong = await called("export", ORDER, "--format", "mermiad");

    expect([missing.code, missing.told]).toEqual([2, expect.stringContaining("needs --format xstate|mermaid|scxml|asl")]);
    expect([wrong.code, wrong.told]).toEqual([2, expect.stringContaining('Did you mean "mermaid"?')]);
  });

  test("has nothing to write of a document that is no saga", async () => {
    const { code, told } = await called("export", `${SHOP}services/orders.yaml`, "--format", "asl");

    expect([code, told]).toEqual([1, expect.stringContaining("holds no saga")]);
  });
});
