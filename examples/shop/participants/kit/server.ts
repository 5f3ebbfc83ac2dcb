import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BadRequestError } from "./fields.ts";
import { findRoute, type Reply, type Route, type ShopRequest } from "./router.ts";

/** A listening server and the way to stop it. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Where a server listens. Port 0 is any free port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const BODY_BYTES_MAX = 1024 * 1024;
const PAGE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
} as const;

/** Serves the routes. Resolves when the port is open. */
export async function startServer(address: Address, routes: readonly Route[]): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void serve(routes, request, response);
  });
  // Longer than the idle time of any client: a kept connection is never closed under a request.
  server.keepAliveTimeout = 75_000;
  const { port } = await listen(server, address);

  return { url: `http://${address.host}:${port}`, close: () => close(server) };
}

async function serve(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    send(response, await replyTo(routes, request));
  } catch (error) {
    if (error instanceof BadRequestError)
      return sendJson(response, error.status, { status: error.status, code: error.code, detail: error.message });
    console.error(`${request.method} ${request.url}:`, error);
    sendJson(response, 500, { status: 500, code: "INTERNAL", detail: "The participant failed; the outcome is not known." });
  }
}

async function replyTo(routes: readonly Route[], request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? "/", "http://participant.invalid");
  const method = request.method ?? "GET";
  const match = findRoute(routes, method, url.pathname);
  if (match === null) throw new BadRequestError(404, "ROUTE_NOT_FOUND", `${method} ${url.pathname} is not served here.`);

  const rawBody = await readBody(request);
  // A page of another site can post text, not JSON: the browser would ask first, and nobody answers.
  const isJson = request.headers["content-type"]?.startsWith("application/json") ?? false;
  if (rawBody !== "" && !isJson) throw new BadRequestError(415, "CONTENT_TYPE_UNSUPPORTED", "Send application/json.");

  const shopRequest: ShopRequest = {
    method,
    params: match.params,
    query: url.searchParams,
    headers: request.headers,
    body: parseBody(rawBody),
    rawBody,
  };
  return match.route.run(shopRequest);
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.kind === "hang") return; // the client gives up first; its closing frees the socket
  if (reply.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reply.kind === "text") {
    response.writeHead(200, { ...PAGE_HEADERS, "content-type": reply.contentType }).end(reply.text);
    return;
  }
  sendJson(response, reply.answer.status, reply.answer.body, reply.answer.headers);
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent || response.destroyed) return;
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new BadRequestError(413, "BODY_TOO_LARGE", "A body may have 1 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseBody(rawBody: string): unknown {
  if (rawBody === "") return null;
  // PostgreSQL text cannot hold the character; refusing is definite, a failing insert would not be.
  if (rawBody.includes("\\u0000")) throw new BadRequestError(422, "TEXT_NOT_STORABLE", "The character U+0000 cannot be stored.");
  try {
    return JSON.parse(rawBody) as unknown;
  } catch (cause) {
    throw new BadRequestError(400, "JSON_INVALID", "The body is not JSON.", { cause });
  }
}

function listen(server: Server, { host, port }: Address): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
