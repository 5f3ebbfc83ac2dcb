import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { CATALOGUE, type ErrorCode } from "@skald/shared";
import { onTestFinished } from "vitest";

/** One request the engine got. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** What a route answers. `drop`: the work is done, and the answer is lost. */
export type Answer = { readonly status?: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> } | "drop";

/** Routes by method and path; several answers are given one after another, the last for ever. */
export type Script = Readonly<Record<string, Answer | readonly Answer[] | ((asked: Asked) => Answer)>>;

/** An engine that answers what it was told to. */
export interface FakeEngine {
  readonly api: string;
  readonly asked: readonly Asked[];
}

/** Starts a fake engine on a free port; it is gone when the test is. */
export async function fakeEngine(script: Script): Promise<FakeEngine> {
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = "GET", url = "/", headers } = request;
      const one = { method, path: url, headers, body };
      asked.push(one);
      const route = `${method} ${url.split("?")[0]}`;
      const count = counts.get(route) ?? 0;
      counts.set(route, count + 1);
      const answer = answerOf(script[route], one, count);
      if (answer === "drop") return void request.socket.destroy();

      const { status = 200, body: content, headers: more = {} } = answer;
      const type = status >= 400 ? "application/problem+json" : "application/json";
      response.writeHead(status, { "content-type": type, connection: "close", ...more }).end(JSON.stringify(content));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());

  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function answerOf(scripted: Script[string] | undefined, asked: Asked, count: number): Answer {
  if (scripted === undefined) return problem("ROUTE_NOT_FOUND", `Nothing is scripted for ${asked.method} ${asked.path}.`);
  if (typeof scripted === "function") return scripted(asked);

  const answers = [scripted].flat() as readonly Answer[];
  return answers[Math.min(count, answers.length - 1)] ?? "drop";
}

/** A problem as the engine answers it. */
export function problem(code: ErrorCode, detail: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  const { status, title, remedy } = CATALOGUE[code];

  return { status, body: { type: `/docs/errors/${code}`, title, status, detail, code, remedy, ...more } };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;

  return (request.headers["content-type"] ?? "").includes("json") ? JSON.parse(text) : text;
}
