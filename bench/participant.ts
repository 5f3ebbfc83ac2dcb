// The other side of every call, in a process of its own: HTTP/1.1 by hand over plain sockets, so that it costs
// little beside the engines. It keeps the ledger: which step of which saga was called, in order of arrival.
//
//   POST /<step>   notes the step and answers 200       GET /ledger   `id steps`, a line each
//   POST /reset    forgets everything

import { createServer, type Socket } from "node:net";
import { STEPS } from "./workload.ts";

const HEAD_END = Buffer.from("\r\n\r\n");
const SAGA_ID = /"sagaId":"(\d+)"/;
const stepAt = new Map<string, string>(STEPS.map((step, index) => [`/${step}`, String(index)]));
const ledger = new Map<string, string>();

const server = createServer((socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest = answerAll(socket, rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
  });
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
});
process.on("disconnect", () => process.exit(0));

/** Answers every whole request and returns what is left. */
function answerAll(socket: Socket, buffer: Buffer): Buffer {
  let at = 0;
  for (;;) {
    const headEnd = buffer.indexOf(HEAD_END, at);
    if (headEnd === -1) return buffer.subarray(at);
    const head = buffer.toString("latin1", at, headEnd);
    const bodyAt = headEnd + 4;
    const bodyEnd = bodyAt + lengthOf(head);
    if (buffer.length < bodyEnd) return buffer.subarray(at);

    socket.write(answer(pathOf(head), buffer.toString("utf8", bodyAt, bodyEnd)));
    at = bodyEnd;
  }
}

function pathOf(head: string): string {
  const from = head.indexOf(" ") + 1;

  return head.slice(from, head.indexOf(" ", from));
}

function lengthOf(head: string): number {
  const match = /content-length: *(\d+)/i.exec(head);

  return match === null ? 0 : Number(match[1]);
}

function answer(path: string, body: string): string {
  const step = stepAt.get(path);
  if (step !== undefined) return answerStep(step, SAGA_ID.exec(body)?.[1] ?? "?");
  if (path === "/ledger") return whole("200 OK", [...ledger].map(([id, steps]) => `${id} ${steps}\n`).join(""));
  if (path !== "/reset") return whole("404 Not Found", "{}");

  ledger.clear();
  return whole("200 OK", "{}");
}

function answerStep(step: string, id: string): string {
  ledger.set(id, `${ledger.get(id) ?? ""}${step}`);

  return whole(
    "200 OK",
    `{"ok":true,"sagaId":"${id}","step":${step},"reference":"ref-${id}-${step}","status":"confirmed","detail":"the step was done and stands in the ledger of the participant","at":"2026-01-01T00:00:00.000Z"}`,
  );
}

function whole(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
