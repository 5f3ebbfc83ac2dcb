import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { forward } from "./forward.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe("the road to the engine", () => {
  test("status and problem of the engine come back unchanged", async () => {
    await engine((_, response) => {
      response.writeHead(412, { "content-type": "application/problem+json", etag: '"43"' });
      response.end('{"code":"REVISION_STALE"}');
    });

    const answer = await forward(new Request("http://console/api/v1/sagas/x/commands", { method: "POST", body: "{}" }));

    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("etag"), await answer.json()]).toEqual([
      412,
      "application/problem+json",
      '"43"',
      { code: "REVISION_STALE" },
    ]);
  });

  test("only named headers travel, and the body does", async () => {
    let seen: IncomingMessage["headers"] = {};
    let body = "";
    await engine((request, response) => {
      seen = request.headers;
      request.on("data", (part: Buffer) => {
        body += part.toString();
      });
      request.on("end", () => response.end("{}"));
    });
    const headers = { "if-match": '"4"', "idempotency-key": "k", cookie: "session=1", "x-middleware-subrequest": "x", "next-action": "y" };

    await forward(new Request("http://console/api/v1/sagas", { method: "POST", body: "hello", headers }));

    expect([seen["if-match"], seen["idempotency-key"], seen.cookie, seen["x-middleware-subrequest"], seen["next-action"], body]).toEqual([
      '"4"',
      "k",
      undefined,
      undefined,
      undefined,
      "hello",
    ]);
  });

  test("an event reaches the reader while the stream is still open", async () => {
    await engine((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    });

    const answer = await forward(new Request("http://console/api/v1/stream"));
    const part = await answer.body?.getReader().read();

    expect(new TextDecoder().decode(part?.value)).toBe("data: 1\n\n");
  });

  test("a write from another site's page is refused before the engine hears of it", async () => {
    let calls = 0;
    await engine((_, response) => {
      calls += 1;
      response.end("{}");
    });

    const answer = await forward(
      new Request("http://console/api/v1/sagas", { method: "POST", body: "{}", headers: { "sec-fetch-site": "cross-site" } }),
    );

    expect([answer.status, calls]).toEqual([403, 0]);
  });

  test("no engine is a problem that says what to do", async () => {
    vi.stubEnv("SKALD_API", "http://127.0.0.1:1");

    const answer = await forward(new Request("http://console/api/v1/sagas"));

    expect([answer.status, answer.headers.get("content-type")]).toEqual([502, "application/problem+json"]);
  });
});

async function engine(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<void> {
  const own = createServer(respond);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("SKALD_API", `http://127.0.0.1:${(own.address() as AddressInfo).port}`);
}
