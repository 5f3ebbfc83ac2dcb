import { randomUUID } from "node:crypto";
import type { SagaView, StartRequest } from "@skald/shared";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Shop } from "../../shop.ts";
import { aShop, noEngine, send } from "../a-shop.ts";

let shop: Shop;
const starts: { readonly request: StartRequest; readonly key: string | undefined }[] = [];
beforeAll(async () => {
  shop = await aShop(inject("databaseUrl"), {
    ...noEngine(),
    startSaga: async (request, options) => {
      starts.push({ request, key: options?.idempotencyKey });
      return { saga: { id: "saga-1", status: "running" } as SagaView, replayed: false };
    },
  });
});
afterAll(() => shop.close());

describe("the desk's API", () => {
  test("a fault for one order is set, seen and switched off", async () => {
    const orderId = `Ægir ${randomUUID()}`;
    const path = `${shop.url}/desk/faults/orders/${encodeURIComponent(orderId)}`;

    const set = await send(path, "PUT", { body: { fault: "inventory.release:fail-before" } });
    const seen = shop.faults.take("inventory.release", orderId);
    await send(path, "DELETE", {});

    expect([set.status, seen, shop.faults.take("inventory.release", orderId)]).toEqual([200, "fail-before", null]);
  });

  test("a fault for all is counted down by calls and taken off by its name", async () => {
    await send(`${shop.url}/desk/faults`, "PUT", { body: { fault: "payments.void:hang*3" } });
    shop.faults.take("payments.void", null);
    const counted = shop.faults.list().all;

    await send(`${shop.url}/desk/faults/payments.void:hang`, "DELETE", {});

    expect([counted, shop.faults.list().all]).toEqual([[{ operation: "payments.void", behaviour: "hang", times: 2 }], []]);
  });

  test("a fault that does not exist is refused with a sentence", async () => {
    const answer = await send(`${shop.url}/desk/faults`, "PUT", { body: { fault: "payments.void:explode" } });

    expect(answer).toMatchObject({ status: 422, body: { code: "FAULT_UNKNOWN" } });
  });

  test("an order with a story sets its faults and starts the saga with its own key", async () => {
    const orderId = `D-${randomUUID()}`;

    const placed = await send(`${shop.url}/desk/orders`, "POST", { body: { orderId, story: "card-declined" } });

    expect(placed).toMatchObject({ status: 202, body: { orderId, sagaId: "saga-1" } });
    expect(starts.at(-1)).toMatchObject({ key: `order-${orderId}`, request: { definition: "shop/order", input: { orderId } } });
    expect(shop.faults.take("payments.authorise", orderId)).toBe("refuse");
  });

  test("the state shows what the participants hold", async () => {
    const state = await send(`${shop.url}/desk/state`, "GET", {});

    expect(state.body).toMatchObject({ figures: { notifications: { sent: "0" }, orders: { placed: "0", cancelled: "0" } } });
  });

  test("the page is served with a policy that lets nothing foreign in", async () => {
    const response = await fetch(`${shop.url}/desk`);
    await response.text();

    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});

describe("the front", () => {
  test("an order in the old shape starts a saga and answers 202", async () => {
    const orderId = `F-${randomUUID()}`;

    const answer = await send(`${shop.url}/api/coordinator/orders`, "POST", {
      body: { orderId, customerId: "C-1", items: [{ sku: "cup" }], totalAmount: 49.9 },
    });

    expect(answer).toMatchObject({ status: 202, body: { orderId, sagaId: "saga-1", status: "running" } });
    expect(starts.at(-1)?.request.input).toMatchObject({ total: "49.9" });
  });

  test("an engine that does not answer is told as 503, not as a refusal", async () => {
    const answer = await send(`${shop.url}/api/coordinator/statistics`, "GET", {});

    expect(answer).toMatchObject({ status: 503, body: { code: "ENGINE_UNREACHABLE" } });
  });
});
