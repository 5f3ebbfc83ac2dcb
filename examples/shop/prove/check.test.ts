import { describe, expect, test } from "vitest";
import { findDifferences } from "./check.ts";
import type { Evidence } from "./evidence.ts";
import type { Effect, Holdings } from "./holdings.ts";

const TOTAL = "123456789012345678.99";

function effect(seq: number, operation: string, state: string, kind: "action" | "undo" = "action"): Effect {
  return { seq, operation, orderId: "O-1", saga: "s-1", state, visit: 1, kind, key: `s-1/${state}#1` };
}

const ACTIONS = [
  effect(1, "orders.create", "createOrder"),
  effect(2, "inventory.reserve", "reserve"),
  effect(3, "payments.authorise", "authorise"),
  effect(4, "shipping.schedule", "ship"),
];

const COMPLETED: Holdings = {
  orders: [{ id: "O-1", status: "PLACED", total: TOTAL }],
  reservations: [{ orderId: "O-1", sku: "cup", quantity: 2, status: "HELD" }],
  stock: [{ sku: "cup", received: "10", onHand: "8" }],
  authorisations: [{ orderId: "O-1", status: "CAPTURED", amount: TOTAL, captured: TOTAL }],
  shipments: [{ orderId: "O-1", status: "BOOKED" }],
  messages: [{ orderId: "O-1" }],
  effects: [...ACTIONS, effect(5, "payments.capture", "capture"), effect(6, "notifications.send", "announce")],
};

const UNDONE: Holdings = {
  orders: [{ id: "O-1", status: "CANCELLED", total: TOTAL }],
  reservations: [{ orderId: "O-1", sku: "cup", quantity: 2, status: "RELEASED" }],
  stock: [{ sku: "cup", received: "10", onHand: "10" }],
  authorisations: [{ orderId: "O-1", status: "VOIDED", amount: TOTAL, captured: null }],
  shipments: [{ orderId: "O-1", status: "CANCELLED" }],
  messages: [],
  effects: [
    ...ACTIONS,
    effect(5, "shipping.cancel", "ship", "undo"),
    effect(6, "payments.void", "authorise", "undo"),
    effect(7, "inventory.release", "reserve", "undo"),
    effect(8, "orders.cancel", "createOrder", "undo"),
  ],
};

function someEvidence(status: "completed" | "compensated" | "suspended", holdings: Partial<Holdings> = {}): Evidence {
  const base = status === "completed" ? COMPLETED : UNDONE;
  return {
    acknowledged: [{ orderId: "O-1", sagaId: "s-1", total: TOTAL, items: [{ sku: "cup", quantity: 2 }], isFine: true }],
    sagas: [{ id: "s-1", key: "O-1", status }],
    holdings: { ...base, ...holdings },
  };
}

describe("findDifferences", () => {
  test("a completed order that is whole has none", () => {
    expect(findDifferences(someEvidence("completed"))).toEqual([]);
  });

  test("an order that was undone in reverse has none", () => {
    expect(findDifferences(someEvidence("compensated"))).toEqual([]);
  });

  test.each<[string, Partial<Holdings>, RegExp]>([
    [
      "a cent that is missing",
      { authorisations: [{ orderId: "O-1", status: "CAPTURED", amount: TOTAL, captured: "123456789012345678.98" }] },
      /was captured instead of/,
    ],
    [
      "a capture that is missing",
      { authorisations: [{ orderId: "O-1", status: "AUTHORISED", amount: TOTAL, captured: null }] },
      /captured 0 times/,
    ],
    ["a second message", { messages: [{ orderId: "O-1" }, { orderId: "O-1" }] }, /2 messages were sent/],
    ["a parcel that is missing", { shipments: [] }, /no parcel is booked/],
    ["a cancelled order", { orders: [{ id: "O-1", status: "CANCELLED", total: TOTAL }] }, /the order is CANCELLED/],
    ["stock that is not held", { reservations: [] }, /not exactly 2 of "cup" are held/],
    [
      "an effect that happened twice",
      { effects: [...COMPLETED.effects, effect(9, "payments.capture", "capture")] },
      /payments.capture \(action of capture#1\) took effect 2 times/,
    ],
  ])("%s in a completed order is seen", (_, holdings, sentence) => {
    expect(findDifferences(someEvidence("completed", holdings)).join("\n")).toMatch(sentence);
  });

  test.each<[string, Partial<Holdings>, RegExp]>([
    ["money that stays charged", { authorisations: COMPLETED.authorisations }, /was charged/],
    [
      "money that stays authorised",
      { authorisations: [{ orderId: "O-1", status: "AUTHORISED", amount: TOTAL, captured: null }] },
      /is still authorised/,
    ],
    ["stock that stays held", { reservations: COMPLETED.reservations }, /are still held/],
    ["an order that stands", { orders: COMPLETED.orders }, /the order is PLACED/],
    [
      "an action that was never undone",
      { effects: UNDONE.effects.slice(0, -1) },
      /orders.create of state "createOrder" took effect and was not undone/,
    ],
    [
      "undos in the order of the actions",
      {
        effects: [
          ...ACTIONS.slice(0, 2),
          effect(5, "orders.cancel", "createOrder", "undo"),
          effect(6, "inventory.release", "reserve", "undo"),
        ],
      },
      /undone in the order createOrder#1, reserve#1 instead of reserve#1, createOrder#1/,
    ],
    ["stock that got lost", { stock: [{ sku: "cup", received: "10", onHand: "9" }] }, /1 pieces are neither on hand nor held/],
  ])("%s in an undone order is seen", (_, holdings, sentence) => {
    expect(findDifferences(someEvidence("compensated", holdings)).join("\n")).toMatch(sentence);
  });

  test("an acknowledged start without a saga is seen", () => {
    const evidence = { ...someEvidence("completed"), sagas: [] };

    expect(findDifferences(evidence).join("\n")).toMatch(/was acknowledged and does not exist/);
  });

  test("a second saga for one order is seen", () => {
    const evidence = someEvidence("completed");
    const doubled = { ...evidence, sagas: [...evidence.sagas, { id: "s-2", key: "O-1", status: "completed" }] };

    expect(findDifferences(doubled).join("\n")).toMatch(/has more than one saga/);
  });

  test("a saga that did not end is seen", () => {
    expect(findDifferences(someEvidence("suspended")).join("\n")).toMatch(/ended neither completed nor undone/);
  });
});
