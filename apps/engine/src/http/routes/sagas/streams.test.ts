import type { SagaFrame } from "@skald/shared";
import { afterEach, describe, expect, test } from "vitest";
import { ANSWERED } from "../../../testing/scripted-gateway.ts";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

interface Message {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string | null;
}

interface Reader {
  /** The next message; heartbeats have neither id nor data. */
  next(): Promise<Message>;
  leave(): void;
}

const open: OpenDoor[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.http.close()));
});

async function openListening(): Promise<{ readonly door: OpenDoor; readonly base: string }> {
  const door = await openDoor();
  open.push(door);

  return { door, base: await door.http.listen() };
}

async function read(url: string, headers: Record<string, string> = {}): Promise<Reader> {
  const left = new AbortController();
  const answer = await fetch(url, { headers, signal: left.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";

  return {
    leave: () => left.abort(),
    async next() {
      while (!text.includes("\n\n")) {
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error("The stream has ended.");
        text += part.value;
      }
      const end = text.indexOf("\n\n");
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const fieldOf = (name: string): string | null => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
      return { id: fieldOf("id"), event: fieldOf("event"), data: fieldOf("data") };
    },
  };
}

const frameOf = ({ data }: Message): SagaFrame => JSON.parse(data ?? "null") as SagaFrame;

describe("GET /sagas/{id}/stream", () => {
  test("the first frame comes at once, the next when the saga has moved", async () => {
    const { door, base } = await openListening();
    door.gateway.hang({ state: "reserve" });
    const { id } = await door.start();
    const stream = await read(`${base}/api/v1/sagas/${id}/stream`);

    const first = frameOf(await stream.next());
    door.gateway.release({ state: "reserve" }, ANSWERED);
    await door.pass(200);
    const second = frameOf(await stream.next());

    expect(first).toMatchObject({ from: 0, patch: { status: "running", current: ["reserve"] } });
    expect(second).toMatchObject({ from: first.to, patch: { revision: second.to, status: "completed" } });
  });

  test("who comes back with the revision it saw is only told what is new", async () => {
    const { door, base } = await openListening();
    const { id } = await door.start();
    await door.pass();
    const { revision } = await door.saga(id);

    const stream = await read(`${base}/api/v1/sagas/${id}/stream`, { "last-event-id": "1" });
    const message = await stream.next();

    expect(message.id).toBe(String(revision));
    expect(frameOf(message)).toMatchObject({ from: 1, to: revision });
  });

  test("who has seen everything hears a heartbeat and nothing else", async () => {
    const { door, base } = await openListening();
    const { id } = await door.start();
    await door.pass();
    const { revision } = await door.saga(id);

    const stream = await read(`${base}/api/v1/sagas/${id}/stream`, { "last-event-id": String(revision) });
    await door.pass(16_000);

    expect(await stream.next()).toEqual({ id: null, event: null, data: null });
  });

  test("an id the saga never gave out counts as none", async () => {
    const { door, base } = await openListening();
    const { id } = await door.start();
    await door.pass();

    const stream = await read(`${base}/api/v1/sagas/${id}/stream`, { "last-event-id": "99999" });

    expect(frameOf(await stream.next())).toMatchObject({ from: 0 });
  });

  test("a stream of a saga nobody started is 404", async () => {
    const { base } = await openListening();

    const answer = await fetch(`${base}/api/v1/sagas/0199f2d4-8c11-7d36-9b7e-2f1d6a0c4e55/stream`);

    expect(answer.status).toBe(404);
  });

  test("streams end when the engine closes", async () => {
    const { door, base } = await openListening();
    const { id } = await door.start();
    await door.pass();
    const stream = await read(`${base}/api/v1/sagas/${id}/stream`);
    await stream.next();

    await door.http.close();

    await expect(stream.next()).rejects.toThrow();
  });
});

describe("GET /stream", () => {
  test("it begins with resync, then hints at what moved", async () => {
    const { door, base } = await openListening();
    const stream = await read(`${base}/api/v1/stream`);

    const first = await stream.next();
    const { id } = await door.start();
    await door.pass(500);
    const second = await stream.next();

    expect(first).toMatchObject({ event: "resync", data: "{}" });
    expect(JSON.parse(second.data ?? "")).toMatchObject({
      changed: [{ id, status: "completed" }],
      more: false,
    });
  });

  test("hints about other definitions are not sent", async () => {
    const { door, base } = await openListening();
    const stream = await read(`${base}/api/v1/stream?definition=test/parcel`);
    await stream.next();

    await door.start();
    await door.pass(16_000);

    expect(await stream.next()).toEqual({ id: null, event: null, data: null });
  });

  test("a saga that was there before the stream is told when it leaves the filter, a later one is not", async () => {
    const { door, base } = await openListening();
    door.gateway.hang({ state: "reserve" });
    const before = await door.start();
    await door.pass(1000);
    const stream = await read(`${base}/api/v1/stream?status=running`);
    await stream.next();
    door.gateway.release({ sagaId: before.id }, ANSWERED);
    await door.pass(500);

    const { data } = await stream.next();

    expect(JSON.parse(data ?? "")).toMatchObject({ changed: [{ id: before.id, status: "completed" }] });
  });
});
