import type { Observation } from "@skald/kernel";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Gateway } from "../ports/gateway.ts";
import { aCall, aGateway, aService, NOBODY_CANCELS } from "./testing/fixtures.ts";
import {
  answer,
  answerWell,
  type Behaviour,
  drip,
  flood,
  gzipBomb,
  type HostileParticipant,
  say,
  sayAndEnd,
  startHostileParticipant,
} from "./testing/hostile-participant.ts";

/** Of calls that are lost at their deadline: long enough to connect on a busy machine. */
const DEADLINE_MS = 600;
/** Of calls that end by themselves. */
const PATIENT_MS = 15_000;
const BODY_MAX = 262_144;
const CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
const OK_HEAD = "HTTP/1.1 200 OK\r\n";

type Case = readonly [guarantee: string, path: string, behaviour: Behaviour, expected: Record<string, unknown>];

const LOST = { kind: "lost", timedOut: false };
const TIMED_OUT = { kind: "lost", timedOut: true };
const WITHOUT_BODY = { kind: "answered", status: 200, body: "", tooLarge: true };
const PLAIN = { kind: "answered", status: 200, body: '{"ok":true}' };

const CASES: readonly Case[] = [
  ["silence is lost at the deadline", "silence", () => {}, TIMED_OUT],
  ["a header that never ends is lost at the deadline", "slow-header", drip(`${OK_HEAD}x-a: `, 10), TIMED_OUT],
  ["a body of one byte now and then is lost at the deadline", "slow-body", drip(`${OK_HEAD}content-length: 100000\r\n\r\n`, 10), TIMED_OUT],
  ["a chunked body that never ends is cut at the cap", "endless-chunks", flood(CHUNKED, `1000\r\n${"y".repeat(4096)}\r\n`), WITHOUT_BODY],
  ["a body without length that never ends is cut at the cap", "endless-body", flood(`${OK_HEAD}\r\n`, "z".repeat(4096)), WITHOUT_BODY],
  [
    "a body announced as 5 GiB is not read",
    "five-gib",
    flood(`${OK_HEAD}content-length: 5368709120\r\n\r\n`, "z".repeat(4096)),
    WITHOUT_BODY,
  ],
  ["garbage is lost", "garbage", say("\u0000\u0001garbage\r\n\r\n"), LOST],
  ["an answer of HTTP/0.9 is lost", "http09", sayAndEnd("<html>hello</html>"), LOST],
  ["a preface of HTTP/2 is lost", "http2", say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), LOST],
  ["JSON that is none comes as the text it is", "bad-json", say(answer(200, '{"a":')), { kind: "answered", status: 200, body: '{"a":' }],
  ["another content type comes as text", "html", say(answer(200, "<p>", ["content-type: text/html"])), { kind: "answered", body: "<p>" }],
  [
    "JSON nested 100,000 deep comes as text",
    "deep-json",
    say(answer(200, "[".repeat(100_000))),
    { kind: "answered", body: "[".repeat(100_000) },
  ],
  ["ten thousand headers are lost", "many-headers", say(OK_HEAD, "x-many: 1\r\n".repeat(10_000), "content-length: 0\r\n\r\n"), LOST],
  ["a header of one MiB is lost", "huge-header", say(`${OK_HEAD}x-huge: `, "h".repeat(1_048_576), "\r\ncontent-length: 0\r\n\r\n"), LOST],
  ["a reset after the request is lost", "reset", (socket) => socket.resetAndDestroy(), LOST],
  ["an end without an answer is lost", "end", (socket) => socket.end(), LOST],
  ["an end inside the header is lost", "end-in-header", sayAndEnd(`${OK_HEAD}content-le`), LOST],
  ["an end inside the body is lost", "end-in-body", sayAndEnd(`${OK_HEAD}content-length: 10\r\n\r\nabc`), LOST],
  ["an end inside a chunk is lost", "end-in-chunk", sayAndEnd(`${CHUNKED}a\r\nabc`), LOST],
  ["a chunk size that is none is lost", "bad-chunk", say(`${CHUNKED}zz\r\nabc\r\n`), LOST],
  [
    "a redirect to the metadata service is an answer",
    "redirect-metadata",
    say(answer(302, "", ["location: http://169.254.169.254/latest"])),
    { kind: "answered", status: 302 },
  ],
  [
    "a redirect to a file is an answer",
    "redirect-file",
    say(answer(301, "", ["location: file:///etc/passwd"])),
    { kind: "answered", status: 301 },
  ],
  [
    "a redirect to itself is an answer",
    "redirect-loop",
    say(answer(307, "", ["location: /redirect-loop"])),
    { kind: "answered", status: 307 },
  ],
  [
    "a 204 with a body has none",
    "204-body",
    say("HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello"),
    { kind: "answered", status: 204, body: "" },
  ],
  ["a gzip bomb is not unpacked", "gzip", (socket) => packed(socket, "gzip"), WITHOUT_BODY],
  [
    "a packed refusal keeps its status",
    "gzip-409",
    say("HTTP/1.1 409 No\r\ncontent-encoding: br\r\ncontent-length: 1\r\n\r\nx"),
    { kind: "answered", status: 409, body: "", tooLarge: true },
  ],
  [
    "a thousand content encodings are not undone",
    "encodings",
    say(OK_HEAD, "content-encoding: gzip\r\n".repeat(1_000), "content-length: 1\r\n\r\nx"),
    WITHOUT_BODY,
  ],
  [
    "text that is no UTF-8 is not made into some",
    "latin1",
    say(`${OK_HEAD}content-length: 3\r\n\r\n`, Buffer.from([0x61, 0xff, 0xfe])),
    WITHOUT_BODY,
  ],
  ["two lengths that differ are lost", "two-lengths", say(`${OK_HEAD}content-length: 2\r\ncontent-length: 5\r\n\r\nhello`), LOST],
  ["a negative length is lost", "negative-length", say(`${OK_HEAD}content-length: -1\r\n\r\n`), LOST],
  [
    "a length and chunks at once are lost",
    "length-and-chunks",
    say(`${OK_HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
    LOST,
  ],
  ["a flood of interim answers is lost", "interim", flood("", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"), LOST],
  [
    "an interim answer before the answer is passed over",
    "one-interim",
    say("HTTP/1.1 103 Early Hints\r\n\r\n", answer(200, '{"ok":true}')),
    PLAIN,
  ],
  ["a continue nobody asked for is lost", "continue", say("HTTP/1.1 100 Continue\r\n\r\n"), LOST],
  ["an upgrade nobody asked for is lost", "upgrade", say("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), LOST],
  ["extensions of chunks without end are lost at the deadline", "extensions", flood(`${CHUNKED}2;`, "e".repeat(512)), TIMED_OUT],
  ["a folded header with a NUL is lost", "nul-header", say(`${OK_HEAD}x-a: b\u0000c\r\ncontent-length: 0\r\n\r\n`), LOST],
  ["a status of four digits is lost", "status-1000", say("HTTP/1.1 1000 No\r\ncontent-length: 0\r\n\r\n"), LOST],
  [
    "a 503 is an answer with its Retry-After",
    "busy",
    say(answer(503, "", ["Retry-After: 7"])),
    { kind: "answered", status: 503, headers: { "retry-after": "7", "content-length": "0" } },
  ],
  [
    "an early refusal with an end is an answer",
    "early",
    sayAndEnd(answer(413, "no", ["connection: close"])),
    { kind: "answered", status: 413, body: "no" },
  ],
];

function packed(socket: Parameters<Behaviour>[0], encoding: string): void {
  const bomb = gzipBomb();
  socket.write(`${OK_HEAD}content-encoding: ${encoding}\r\ncontent-length: ${bomb.length}\r\n\r\n`);
  socket.write(bomb);
}

describe("a hostile participant", () => {
  let participant: HostileParticipant;
  let gateway: Gateway;

  beforeAll(async () => {
    const behaviours = Object.fromEntries(CASES.map(([, path, behaviour]) => [path, behaviour]));
    participant = await startHostileParticipant({ ...behaviours, ...STATEFUL });
    const baseUrl = `http://127.0.0.1:${participant.port}`;
    gateway = aGateway({ "shop/inventory": aService({ baseUrl }), "shop/other": aService({ baseUrl }) }, { responseMaxBytes: BODY_MAX });
  });

  afterAll(async () => {
    await gateway.close(0);
    await participant.close();
  });

  const send = (path: string, timeoutMs = PATIENT_MS): Promise<Observation> =>
    gateway.send(aCall({ target: `/${path}` }, { timeoutMs }), NOBODY_CANCELS);

  test.each(CASES)("%s", async (_guarantee, path, _behaviour, expected) => {
    const observation = await send(path, expected === TIMED_OUT ? DEADLINE_MS : PATIENT_MS);

    expect(observation).toMatchObject(expected);
  });

  test("reads no more of an endless body than the cap and what is on the way", async () => {
    const before = participant.written();

    await send("endless-body");
    await send("endless-chunks");
    await send("five-gib");

    expect(participant.written() - before).toBeLessThan(40 * 1_048_576);
  });

  test("no redirect is followed", async () => {
    const before = participant.requests.length;

    await send("redirect-loop");

    expect(participant.requests.length - before).toBe(1);
  });

  test("cookies are no part of an answer, and names of the language are harmless", async () => {
    const observation = await send("odd-headers");

    expect(observation).toMatchObject({ kind: "answered", status: 200 });
    expect(Object.keys(observation.kind === "answered" ? observation.headers : {})).toEqual(["constructor", "x-two", "content-length"]);
    expect(observation).toMatchObject({ headers: { "x-two": "a, b" } });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("a second answer nobody asked for reaches no later call", async () => {
    await send("extra-answer");

    const next = await send("ok");

    expect(next).toMatchObject({ kind: "answered", body: '{"ok":true}' });
  });

  test("a connection that is closed after its answer costs the next call nothing", async () => {
    const own = await startHostileParticipant(STATEFUL);
    const alone = aGateway({ "shop/inventory": aService({ baseUrl: `http://127.0.0.1:${own.port}` }) });
    await alone.send(aCall({ target: "/close-after" }), NOBODY_CANCELS);
    await vi.waitUntil(() => own.open() === 0, { interval: 5 });

    const next = await alone.send(aCall({ target: "/ok" }), NOBODY_CANCELS);

    expect(next).toMatchObject({ kind: "answered", status: 200 });
    await alone.close(0);
    await own.close();
  });

  test("a silent service does not slow another one", async () => {
    const order: string[] = [];
    const nobodyWaits = new AbortController();
    const silent = Array.from({ length: 40 }, async () => {
      await gateway.send(aCall({ target: "/silence" }, { timeoutMs: PATIENT_MS }), nobodyWaits.signal);
      order.push("silent");
    });

    const others = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const observation = await gateway.send(aCall({ service: "shop/other", target: "/ok" }, { timeoutMs: PATIENT_MS }), NOBODY_CANCELS);
        order.push("other");
        return observation;
      }),
    );
    nobodyWaits.abort();
    await Promise.all(silent);

    expect(others.every((observation) => observation.kind === "answered")).toBe(true);
    expect(order).toEqual([...Array.from({ length: 40 }, () => "other"), ...Array.from({ length: 40 }, () => "silent")]);
  });
});

const STATEFUL: Readonly<Record<string, Behaviour>> = {
  "odd-headers": say(
    `${OK_HEAD}Set-Cookie: a=b\r\n__proto__: polluted\r\nconstructor: x\r\nx-two: a\r\nX-Two: b\r\ncontent-length: 2\r\n\r\n{}`,
  ),
  "extra-answer": (socket) => {
    answerWell(socket);
    socket.write(answer(200, '{"ok":"stolen"}'));
  },
  "close-after": (socket) => {
    socket.end(answer(200, "{}"));
  },
};
