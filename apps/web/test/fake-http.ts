import type { IncomingMessage, ServerResponse } from "node:http";

/** What a route sees of a request. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly response: ServerResponse;
}

/** Answers with JSON; true, so that a route can return it. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): true {
  response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json", ...headers });
  response.end(JSON.stringify(body));
  return true;
}

/** The members every problem of RFC 9457 has here. */
export function problemBody(status: number, code: string, detail: string): Record<string, unknown> {
  return { type: `/docs/errors/${code}`, title: code, status, detail, code, remedy: "Read the saga again." };
}

/** Answers with a problem. */
export function problem(response: ServerResponse, status: number, code: string, detail: string): true {
  return json(response, status, problemBody(status, code, detail));
}
