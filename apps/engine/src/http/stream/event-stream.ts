// One stream of server-sent events.
//
//   E1. Nothing is written faster than the reader takes it: `send` resolves when there is room again.
//   E2. A comment every 15 s shows that the stream lives; 30 s of silence mean that it does not.
//   E3. It ends when the reader leaves or the engine closes, and everything it scheduled ends with it.

import { ProblemError } from "@skald/shared";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Door } from "../edge.ts";
import { SECURITY_HEADERS } from "../guard/headers.ts";

/** One message of a stream. */
interface StreamEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: unknown;
}

/** A stream to one reader. */
export interface EventStream {
  send(event: StreamEvent): Promise<void>;
  /** Aborted when the reader has left or the engine closes. */
  readonly ended: AbortSignal;
  end(): void;
}

const HEARTBEAT_MS = 15_000;
const STREAMS_MAX = 1000;

const openStreams = new WeakMap<AbortSignal, number>();

/**
 * Turns an answer into a stream.
 *
 * @throws ProblemError TOO_MANY_REQUESTS when the engine serves as many streams as it can.
 */
export function openEventStream(door: Door, request: FastifyRequest, reply: FastifyReply): EventStream {
  const open = openStreams.get(door.closing) ?? 0;
  if (open >= STREAMS_MAX) throw new ProblemError("TOO_MANY_REQUESTS", `${open} streams are open.`, { retryAfterSeconds: 5 });
  openStreams.set(door.closing, open + 1);

  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...SECURITY_HEADERS,
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
    "x-request-id": request.id,
  });
  raw.flushHeaders();
  return follow(door, raw);
}

function follow(door: Door, raw: FastifyReply["raw"]): EventStream {
  const ended = new AbortController();
  let cancelBeat = (): void => undefined;
  const beat = (): void => {
    // A reader that does not read needs no heartbeat: its connection will tell.
    if (!raw.writableNeedDrain) raw.write(":\n\n");
    cancelBeat = door.clock.schedule(HEARTBEAT_MS, beat);
  };
  const end = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    cancelBeat();
    door.closing.removeEventListener("abort", end);
    openStreams.set(door.closing, (openStreams.get(door.closing) ?? 1) - 1);
    raw.end();
  };
  cancelBeat = door.clock.schedule(HEARTBEAT_MS, beat);
  door.closing.addEventListener("abort", end);
  raw.once("close", end);
  raw.once("error", end);

  return {
    ended: ended.signal,
    end,
    async send(event) {
      if (ended.signal.aborted || raw.write(textOf(event))) return;
      await drained(raw, ended.signal);
    },
  };
}

function textOf({ id, event, data }: StreamEvent): string {
  const head = `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}`;

  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

function drained(raw: FastifyReply["raw"], ended: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const settle = (): void => {
    raw.off("drain", settle);
    ended.removeEventListener("abort", settle);
    resolve();
  };
  raw.once("drain", settle);
  ended.addEventListener("abort", settle);

  return promise;
}
