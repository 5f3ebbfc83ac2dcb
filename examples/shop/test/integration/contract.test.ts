import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ParticipantName } from "../../config.ts";
import type { Operation } from "../../faults/catalogue.ts";
import type { Shop } from "../../shop.ts";
import { type Answered, aShop, effectsAt, type SkaldCall, send, sendAndGiveUp } from "../a-shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await aShop(inject("databaseUrl"));
});
afterAll(() => shop.close());

/** One action and its undo, as the catalogues of services/ call them. */
interface Step {
  readonly participant: ParticipantName;
  readonly operation: Operation;
  readonly undoOperation: Operation;
  readonly action: (id: string) => readonly [method: string, path: string, body: unknown];
  readonly undo: (id: string) => readonly [method: string, path: string, body: unknown];
}

const STEPS: readonly Step[] = [
  {
    participant: "orders",
    operation: "orders.create",
    undoOperation: "orders.cancel",
    action: (id) => [
      "POST",
      "/orders",
      { id, customerId: "Zoë Müller", items: [{ sku: "cup", quantity: 2 }], total: "123456789012345678.99" },
    ],
    undo: (id) => ["POST", `/orders/${id}/cancel`, undefined],
  },
  {
    participant: "inventory",
    operation: "inventory.reserve",
    undoOperation: "inventory.release",
    action: (id) => ["POST", "/api/inventory/reserve", { orderId: id, items: [{ sku: "teapot", quantity: 1 }, { sku: "cup" }] }],
    undo: (id) => ["POST", "/api/inventory/release", { orderId: id, reservations: [] }],
  },
  {
    participant: "payments",
    operation: "payments.authorise",
    undoOperation: "payments.void",
    action: (id) => ["PUT", `/authorisations/${id}`, { id, orderId: id, amount: "49.90", payment: { card: "4000 0000 0000 0002" } }],
    undo: (id) => ["DELETE", `/authorisations/${id}`, undefined],
  },
  {
    participant: "shipping",
    operation: "shipping.schedule",
    undoOperation: "shipping.cancel",
    action: (id) => ["PUT", `/shipments/${id}`, { orderId: id, address: "Königstraße 7" }],
    undo: (id) => ["DELETE", `/shipments/${id}`, undefined],
  },
];

function act(step: Step, id: string, fence: number, signal?: AbortSignal): Promise<Answered> {
  return sendTo(step, step.action(id), { saga: id, state: "step", fence }, signal);
}

function undo(step: Step, id: string, fence: number): Promise<Answered> {
  return sendTo(step, step.undo(id), { saga: id, state: "step", fence, kind: "undo" });
}

function sendTo(
  { participant }: Step,
  [method, path, body]: readonly [string, string, unknown],
  call: SkaldCall,
  signal?: AbortSignal,
): Promise<Answered> {
  return send(`${shop.participants[participant].url}${path}`, method, { call, body, signal });
}

function effectsOf(step: Step, id: string): Promise<readonly string[]> {
  return effectsAt(shop.participants[step.participant], id);
}

describe.each(STEPS)("$operation", (step) => {
  test("a duplicate has no second effect and gets the same answer", async () => {
    const id = randomUUID();

    const first = await act(step, id, 1);
    const second = await act(step, id, 2);

    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(await effectsOf(step, id)).toEqual([step.operation]);
  });

  test("ten duplicates at once have one effect", async () => {
    const id = randomUUID();

    const answers = await Promise.all(Array.from({ length: 10 }, () => act(step, id, 1)));

    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(await effectsOf(step, id)).toEqual([step.operation]);
  });

  test("an undo that comes first is accepted and blocks the action", async () => {
    const id = randomUUID();

    const undone = await undo(step, id, 2);
    const late = await act(step, id, 3);

    expect([undone.status, late.status, late.body]).toEqual([200, 409, expect.objectContaining({ code: "ALREADY_UNDONE" })]);
    expect(await effectsOf(step, id)).toEqual([]);
  });

  test("an action that comes again after its undo changes nothing", async () => {
    const id = randomUUID();
    await act(step, id, 1);
    await undo(step, id, 2);

    const again = await act(step, id, 3);

    expect(again.status).toBe(409);
    expect(await effectsOf(step, id)).toEqual([step.operation, step.undoOperation]);
  });

  test("a stale attempt is refused with the highest fence", async () => {
    const id = randomUUID();
    await undo(step, id, 9);

    const stale = await act(step, id, 8);

    expect([stale.status, stale.stale]).toEqual([409, "9"]);
  });

  test("work that was done before a hang is not done again by the retry", async () => {
    const id = randomUUID();
    shop.faults.setForOrder(id, [{ operation: step.operation, behaviour: "hang", times: 1 }]);

    const hung = await sendAndGiveUp(
      (signal) => act(step, id, 1, signal),
      async () => (await effectsOf(step, id)).length > 0,
    );
    const retried = await act(step, id, 2);

    expect([hung.status, retried.status]).toEqual([0, 201]);
    expect(await effectsOf(step, id)).toEqual([step.operation]);
  });

  test("work that was done before the connection broke is undone by the undo", async () => {
    const id = randomUUID();
    shop.faults.setForOrder(id, [{ operation: step.operation, behaviour: "reset", times: 1 }]);

    const broken = await act(step, id, 1);
    const undone = await undo(step, id, 2);

    expect([broken.status, undone.status]).toEqual([0, 200]);
    expect(await effectsOf(step, id)).toEqual([step.operation, step.undoOperation]);
  });

  test("an undo that failed may be sent again and takes effect once", async () => {
    const id = randomUUID();
    await act(step, id, 1);
    shop.faults.setForOrder(id, [{ operation: step.undoOperation, behaviour: "fail-before", times: 1 }]);

    const failed = await undo(step, id, 2);
    const again = await undo(step, id, 3);
    const third = await undo(step, id, 4);

    expect([failed.status, again.status, third.status]).toEqual([500, 200, 200]);
    expect(await effectsOf(step, id)).toEqual([step.operation, step.undoOperation]);
  });

  test("a request by hand without Skald headers just works", async () => {
    const id = randomUUID();
    const [method, path, body] = step.action(id);

    const answer = await send(`${shop.participants[step.participant].url}${path}`, method, { body });

    expect(answer.status).toBe(201);
  });
});
