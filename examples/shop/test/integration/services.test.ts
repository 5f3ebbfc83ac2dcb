import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Shop } from "../../shop.ts";
import { type Answered, aShop, effectsAt, type SkaldCall, send, sendAndGiveUp } from "../a-shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await aShop(inject("databaseUrl"));
});
afterAll(() => shop.close());

function pay(
  method: string,
  path: string,
  more: { readonly call?: SkaldCall; readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<Answered> {
  return send(`${shop.participants.payments.url}${path}`, method, more);
}

async function authorise(id: string, amount: string): Promise<void> {
  await pay("PUT", `/authorisations/${id}`, {
    call: { saga: id, state: "authorise", fence: 1 },
    body: { id, orderId: id, amount, payment: { card: "1" } },
  });
}

describe("payments", () => {
  test("an amount beyond 2^53 is captured to the cent", async () => {
    const id = randomUUID();
    const amount = "123456789012345678.99";
    await authorise(id, amount);

    const captured = await pay("POST", `/authorisations/${id}/capture`, {
      call: { saga: id, state: "capture", fence: 1 },
      body: { amount },
    });

    expect(captured).toMatchObject({ status: 200, body: { captured: true, amount } });
  });

  test("another amount than the authorised one is not captured", async () => {
    const id = randomUUID();
    await authorise(id, "10.00");

    const captured = await pay("POST", `/authorisations/${id}/capture`, {
      call: { saga: id, state: "capture", fence: 1 },
      body: { amount: "10.01" },
    });

    expect(captured.status).toBe(402);
  });

  test("a verify that says not captured is conclusive: the older capture is refused", async () => {
    const id = randomUUID();
    await authorise(id, "10.00");

    const verified = await pay("GET", `/authorisations/${id}`, { call: { saga: id, state: "capture", fence: 5, kind: "verify" } });
    const late = await pay("POST", `/authorisations/${id}/capture`, {
      call: { saga: id, state: "capture", fence: 4 },
      body: { amount: "10.00" },
    });

    expect([verified.body, late.status, late.stale]).toEqual([expect.objectContaining({ captured: false }), 409, "5"]);
  });

  test("a verify after a capture that hung says captured", async () => {
    const id = randomUUID();
    await authorise(id, "10.00");
    shop.faults.setForOrder(id, [{ operation: "payments.capture", behaviour: "hang", times: null }]);

    const call = { saga: id, state: "capture", fence: 1 };
    const hung = await sendAndGiveUp(
      (signal) => pay("POST", `/authorisations/${id}/capture`, { call, body: { amount: "10.00" }, signal }),
      async () => (await effectsAt(shop.participants.payments, id)).includes("payments.capture"),
    );
    const verified = await pay("GET", `/authorisations/${id}`, { call: { saga: id, state: "capture", fence: 2, kind: "verify" } });

    expect([hung.status, verified.body]).toEqual([0, expect.objectContaining({ captured: true })]);
  });

  test("captured money is not voided", async () => {
    const id = randomUUID();
    await authorise(id, "10.00");
    await pay("POST", `/authorisations/${id}/capture`, { call: { saga: id, state: "capture", fence: 1 }, body: { amount: "10.00" } });

    const voided = await pay("DELETE", `/authorisations/${id}`, { call: { saga: id, state: "authorise", fence: 2, kind: "undo" } });

    expect([voided.status, voided.body]).toEqual([409, expect.objectContaining({ code: "CAPTURED" })]);
  });
});

describe("inventory", () => {
  test("a refusal at a later line gives back what earlier lines took", async () => {
    const orderId = randomUUID();
    const { url } = shop.participants.inventory;
    const before = await send(`${url}/api/inventory/stock`, "GET", {});

    const refused = await send(`${url}/api/inventory/reserve`, "POST", {
      call: { saga: orderId, state: "reserve", fence: 1 },
      body: { orderId, items: [{ sku: "cup", quantity: 3 }, { sku: "unicorn" }] },
    });

    expect([refused.status, (await send(`${url}/api/inventory/stock`, "GET", {})).body]).toEqual([409, before.body]);
  });

  test("a verify shows what is held for the order", async () => {
    const orderId = `Zoë & ${randomUUID()}`;
    const { url } = shop.participants.inventory;
    await send(`${url}/api/inventory/reserve`, "POST", { body: { orderId, items: [{ sku: "honey", quantity: 2 }] } });

    const verified = await send(`${url}/api/inventory/reservations?order=${encodeURIComponent(orderId)}`, "GET", {
      call: { saga: orderId.slice(-36), state: "reserve", fence: 2, kind: "verify" },
    });

    expect(verified.body).toEqual({ reservations: [{ id: expect.any(String), sku: "honey", quantity: 2 }] });
  });
});

describe("notifications", () => {
  test("a message is sent once, in any script", async () => {
    const orderId = randomUUID();
    const call: SkaldCall = { saga: orderId, state: "announce", fence: 1 };
    const body = { orderId, to: "山田 太郎", template: "order-confirmed", text: "ありがとう 🫖" };
    const { url } = shop.participants.notifications;

    await send(`${url}/notifications`, "POST", { call, body });
    await send(`${url}/notifications`, "POST", { call, body });

    const listed = await send(`${url}/notifications?order=${orderId}`, "GET", {});
    expect(listed.body).toEqual({ messages: [expect.objectContaining({ to: "山田 太郎", text: "ありがとう 🫖" })] });
  });
});

describe("every participant", () => {
  test("says that it is up", async () => {
    const answers = await Promise.all(Object.values(shop.participants).map(({ url }) => send(`${url}/health`, "GET", {})));

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  });

  test("takes JSON only, so that no foreign page can post to it", async () => {
    const response = await fetch(`${shop.participants.notifications.url}/notifications`, { method: "POST", body: "{}" });
    await response.text();

    expect(response.status).toBe(415);
  });

  test("refuses text the database cannot hold instead of failing", async () => {
    const answer = await send(`${shop.participants.notifications.url}/notifications`, "POST", {
      body: { orderId: "O-1", to: "a\u0000b", template: "t" },
    });

    expect(answer.status).toBe(422);
  });
});
