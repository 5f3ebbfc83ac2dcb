import type { PendingCall, SagaEvent } from "@skald/kernel";
import { describe, expect, test } from "vitest";
import { createRecordedTelemetry } from "../testing/recorded-telemetry.ts";
import { ANSWERED, createScriptedGateway, LOST, NOT_SENT, REFUSED, type ScriptedGateway } from "../testing/scripted-gateway.ts";
import { createPerformer, outcomeLabel, type Performer } from "./perform.ts";

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function aCall(attempt = 1): PendingCall {
  const request = { method: "POST", service: null, target: "http://participant.test/reserve", headers: {}, body: "{}" };

  return {
    sagaId: "s-1",
    callId: "reserve#1/action",
    kind: "action",
    state: "reserve",
    visit: 1,
    attempt,
    idempotencyKey: "s-1/reserve#1",
    request,
    timeoutMs: 1000,
    traceId: "0".repeat(32),
  };
}

function aPerformer(
  gateway: ScriptedGateway,
  fences = Number.POSITIVE_INFINITY,
): { performer: Performer; delivered: SagaEvent[]; unperformed: string[] } {
  const delivered: SagaEvent[] = [];
  const unperformed: string[] = [];
  let fence = 0n;
  const performer = createPerformer({
    gateway,
    telemetry: createRecordedTelemetry(),
    nextFence: () => {
      if (fence >= fences) throw new Error("The numbers are used up.");
      fence += 1n;
      return fence;
    },
    deliver: (_sagaId, event) => delivered.push(event),
    settled: () => undefined,
    unperformed: (sagaId) => unperformed.push(sagaId),
  });

  return { performer, delivered, unperformed };
}

describe("performer", () => {
  test("a call brings its result home under its id and attempt", async () => {
    const { performer, delivered } = aPerformer(createScriptedGateway());

    performer.perform([aCall(2)]);
    await settle();

    expect(delivered).toEqual([{ kind: "result", callId: "reserve#1/action", attempt: 2, observation: ANSWERED }]);
    expect(performer.running()).toBe(0);
  });

  test("a call that is under way is not made a second time", () => {
    const gateway = createScriptedGateway();
    gateway.hang({});
    const { performer } = aPerformer(gateway);

    performer.perform([aCall()]);
    performer.perform([aCall()]);

    expect(gateway.ledger).toHaveLength(1);
  });

  test("the next attempt is another call", () => {
    const gateway = createScriptedGateway();
    gateway.hang({});
    const { performer } = aPerformer(gateway);

    performer.perform([aCall(1)]);
    performer.perform([aCall(2)]);

    expect(gateway.ledger.map(({ call }) => call.fence)).toEqual([1n, 2n]);
  });

  test("a call that was let go of reports nothing, and may be made again", async () => {
    const gateway = createScriptedGateway();
    gateway.hang({});
    const { performer, delivered } = aPerformer(gateway);
    performer.perform([aCall()]);

    performer.abort();
    performer.open();
    performer.perform([aCall()]);
    await settle();

    expect(delivered).toEqual([]);
    expect(performer.running()).toBe(1);
    expect(gateway.ledger).toHaveLength(2);
  });

  test("a closed performer begins nothing, and what is under way goes on", async () => {
    const gateway = createScriptedGateway();
    gateway.hang({});
    const { performer, delivered } = aPerformer(gateway);
    performer.perform([aCall(1)]);

    performer.close();
    performer.perform([aCall(2)]);
    gateway.release({});
    await settle();

    expect(gateway.ledger).toHaveLength(1);
    expect(delivered).toHaveLength(1);
  });

  test("a call without a fence is not sent, and is told of so that it is derived again", () => {
    const gateway = createScriptedGateway();
    const { performer, unperformed } = aPerformer(gateway, 0);

    performer.perform([aCall()]);

    expect(gateway.ledger).toEqual([]);
    expect(unperformed).toEqual(["s-1"]);
    expect(performer.running()).toBe(0);
  });

  test("a gateway that throws leaves an unknown outcome, not a lost call", async () => {
    const gateway: ScriptedGateway = { ...createScriptedGateway(), send: () => Promise.reject(new Error("broken")) };
    const { performer, delivered } = aPerformer(gateway);

    performer.perform([aCall()]);
    await settle();

    expect(delivered).toMatchObject([{ kind: "result", observation: { kind: "lost" } }]);
  });

  test.each([
    ["succeeded", ANSWERED],
    ["refused", REFUSED],
    ["unknown", LOST],
    ["notSent", NOT_SENT],
    ["notSent", { ...ANSWERED, status: 429 }],
    ["unknown", { ...ANSWERED, status: 503 }],
    ["unknown", { ...ANSWERED, status: 408 }],
    ["unknown", { ...ANSWERED, tooLarge: true }],
    ["refused", { ...ANSWERED, status: 302 }],
  ])("metrics call it %s", (label, observation) => {
    expect(outcomeLabel(observation)).toBe(label);
  });
});
