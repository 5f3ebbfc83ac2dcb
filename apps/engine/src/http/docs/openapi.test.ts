import { describe, expect, test } from "vitest";
import { openDoor } from "../testing/open-door.ts";
import type { OpenApi } from "./openapi.ts";

const GOLDEN = "../../../test/golden/openapi.json";

describe("OpenAPI", () => {
  test("the document is the one that was reviewed", async () => {
    const door = await openDoor();

    const answer = await door.get("/openapi.json");

    await expect(`${JSON.stringify(answer.json(), null, 2)}\n`).toMatchFileSnapshot(GOLDEN);
  });

  test("every operation says what it does, in words, and has a name of its own", async () => {
    const door = await openDoor();

    const { paths } = (await door.get("/openapi.json")).json<OpenApi>();
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

    expect(operations.filter(({ summary, operationId, tags }) => !summary || !operationId || tags?.length !== 1)).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test("every reference leads to a schema", async () => {
    const door = await openDoor();

    const document = (await door.get("/openapi.json")).json<OpenApi>();
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([A-Za-z]+)"/g)].map(([, name]) => name ?? "");

    expect(references.filter((name) => typeof document.components.schemas[name] !== "object")).toEqual([]);
    expect(references.length).toBeGreaterThan(50);
  });

  test("the page shows every path, and runs nothing", async () => {
    const door = await openDoor();
    const { paths } = (await door.get("/openapi.json")).json<OpenApi>();

    const page = await door.get("/docs");

    expect(Object.keys(paths).filter((path) => !page.body.includes(path))).toEqual([]);
    expect(page.body).not.toContain("<script");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });
});
