import { readdirSync, readFileSync } from "node:fs";
import { DIAGNOSTICS } from "@skald/dsl";
import { CATALOGUE, type ErrorCode } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { openDoor } from "../testing/open-door.ts";

const FOLDER = new URL("../../../../../docs/errors/", import.meta.url);
const CODES = Object.keys(CATALOGUE) as ErrorCode[];

describe("docs/errors", () => {
  test("there is a page for every code, and for nothing else", () => {
    const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));

    expect(pages.sort()).toEqual(CODES.map((code) => `${code}.md`).sort());
  });

  test.each(CODES)("the page of %s agrees with the catalogue, its example too", (code) => {
    const { status, title, remedy } = CATALOGUE[code];
    const text = readFileSync(new URL(`${code}.md`, FOLDER), "utf8");
    const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? "null");

    expect(text.startsWith(`# ${code}\n\n**${status}** ${title}.\n`)).toBe(true);
    expect(example).toMatchObject({ type: `/docs/errors/${code}`, code, status, title, remedy });
  });

  test("a page is served under the link problems carry", async () => {
    const door = await openDoor();

    const answer = await door.get("/docs/errors/SAGA_MOVING");

    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("<h1>SAGA_MOVING</h1>");
    expect(answer.body).toContain("&quot;SAGA_MOVING&quot;");
  });

  test("diagnostics have a page too", async () => {
    const door = await openDoor();

    const answer = await door.get("/docs/errors/TAB_INDENT");

    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("TAB_INDENT");
  });

  test("the index links every code", async () => {
    const door = await openDoor();

    const { body } = await door.get("/docs/errors");

    expect([...CODES, ...Object.keys(DIAGNOSTICS)].filter((code) => !body.includes(`/docs/errors/${code}"`))).toEqual([]);
  });

  test.each(["..%2F..%2Fpackage", "constructor", "NO_SUCH_CODE"])("%s is no page", async (code) => {
    const door = await openDoor();

    const answer = await door.get(`/docs/errors/${code}`);

    expect(answer.statusCode).toBe(404);
  });
});
