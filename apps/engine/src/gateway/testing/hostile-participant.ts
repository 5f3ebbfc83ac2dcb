import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";

/** Writes whatever it likes once a request has come. */
export type Behaviour = (socket: Socket) => void;

/** A participant that does to each path what its behaviour says. */
export interface HostileParticipant {
  readonly port: number;
  /** Request lines in order of arrival. */
  readonly requests: string[];
  /** Bytes that were written to sockets, whether anybody read them or not. */
  readonly written: () => number;
  /** Connections that are open on both sides. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

/** Starts it on 127.0.0.1. A path without behaviour is answered well. */
export async function startHostileParticipant(behaviours: Readonly<Record<string, Behaviour>>): Promise<HostileParticipant> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let written = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      written += socket.bytesWritten;
    });
    socket.on("error", () => socket.destroy());
    let buffered = "";
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      const whole = readRequest(buffered);
      if (whole === undefined) return;
      buffered = buffered.slice(whole.length);
      const line = whole.slice(0, whole.indexOf("\r\n"));
      requests.push(line);
      const path = line.split(" ")[1] ?? "";
      (behaviours[path.slice(1)] ?? answerWell)(socket);
    });
  });
  await listen(server);

  return {
    port: portOf(server),
    requests,
    written: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, written),
    open: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((settle) => server.close(() => settle()));
    },
  };
}

/** Answers 200 with a small body. */
export const answerWell: Behaviour = (socket) => {
  socket.write(answer(200, '{"ok":true}'));
};

/** A whole answer as text. */
export function answer(status: number, body: string, headers: readonly string[] = []): string {
  return [`HTTP/1.1 ${status} Whatever`, ...headers, `content-length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
}

/** Writes a text and then nothing. */
export function say(...parts: readonly (string | Buffer)[]): Behaviour {
  return (socket) => {
    for (const part of parts) socket.write(part);
  };
}

/** Writes a text and ends the connection. */
export function sayAndEnd(text: string | Buffer): Behaviour {
  return (socket) => {
    socket.end(text);
  };
}

/** Writes a text byte by byte, for ever. */
export function drip(head: string, everyMs: number): Behaviour {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write("x"), everyMs);
    socket.on("close", () => clearInterval(timer));
  };
}

/** Writes as fast as the other side reads, for ever. */
export function flood(head: string, piece: string | Buffer): Behaviour {
  return (socket) => {
    socket.write(head);
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece));
      if (!socket.destroyed) socket.once("drain", more);
    };
    more();
  };
}

/** Sixteen MiB of zeros in sixteen KiB. */
export function gzipBomb(): Buffer {
  return gzipSync(Buffer.alloc(16 * 1_048_576));
}

function readRequest(text: string): string | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);

  return text.length >= end + 4 + length ? text.slice(0, end + 4 + length) : undefined;
}

function listen(server: Server): Promise<void> {
  return new Promise((settle) => server.listen(0, "127.0.0.1", settle));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
