import type { Socket } from "node:net";
import { CATALOGUE, type ErrorCode, ProblemError, problemOf } from "@skald/shared";

/** Answers what is no HTTP: no request exists then, only a socket. */
export function refuseBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;

  const code: ErrorCode = error.code === "HPE_HEADER_OVERFLOW" ? "BODY_TOO_LARGE" : "REQUEST_INVALID";
  const detail =
    code === "BODY_TOO_LARGE" ? "The headers of the request are too large." : "The request is not HTTP, or did not arrive in time.";
  const body = JSON.stringify(problemOf(new ProblemError(code, detail)));
  const { status } = CATALOGUE[code];
  const head = [
    `HTTP/1.1 ${status} ${status === 413 ? "Content Too Large" : "Bad Request"}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
