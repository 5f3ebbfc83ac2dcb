import { describe, expect, test } from "vitest";
import { openDoor } from "../testing/open-door.ts";

const statusFor = async (headers: Record<string, string>): Promise<number> => (await (await openDoor()).get("/health", headers)).statusCode;

describe("hosts and origins", () => {
  test.each(["127.0.0.1:8088", "localhost", "LOCALHOST:80", "[::1]:8088"])("the engine answers to %s", async (host) => {
    expect(await statusFor({ host })).toBe(200);
  });

  test.each(["example.org", "127.0.0.1.example.org", "localhost.:8088", "127.0.0.1:8088@example.org", "[::2]:8088", "0.0.0.0:8088"])(
    "the engine is not called %s",
    async (host) => {
      expect(await statusFor({ host })).toBe(403);
    },
  );

  test.each(["http://127.0.0.1:8088", "http://127.0.0.1:3000"])("pages of %s may ask", async (origin) => {
    expect(await statusFor({ host: "127.0.0.1:8088", origin })).toBe(200);
  });

  test.each(["https://example.org", "null", "http://127.0.0.1:8089", "http://127.0.0.1:8088.example.org", "file://"])(
    "pages of %s may not ask",
    async (origin) => {
      expect(await statusFor({ host: "127.0.0.1:8088", origin })).toBe(403);
    },
  );

  test("every answer says that it is no page", async () => {
    const door = await openDoor();

    const { headers } = await door.get("/api/v1/sagas");

    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
  });

  test("a request id that could forge a log line is replaced", async () => {
    const door = await openDoor();

    const { headers } = await door.get("/health", { "x-request-id": 'a" level=error' });

    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
