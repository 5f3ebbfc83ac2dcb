import { describe, expect, test } from "vitest";
import { createFaultDesk } from "./desk.ts";

describe("the fault desk", () => {
  test("a counted fault hits as many calls as it says, then the service works again", () => {
    const desk = createFaultDesk();
    desk.setForAll({ operation: "payments.capture", behaviour: "hang", times: 2 });

    const taken = [1, 2, 3].map(() => desk.take("payments.capture", "O-1"));

    expect(taken).toEqual(["hang", "hang", null]);
  });

  test("a fault without a count stays until it is cleared", () => {
    const desk = createFaultDesk();
    desk.setForAll({ operation: "orders.cancel", behaviour: "fail-before", times: null });
    const before = desk.take("orders.cancel", null);

    desk.clearForAll("orders.cancel", "fail-before");

    expect([before, desk.take("orders.cancel", null)]).toEqual(["fail-before", null]);
  });

  test("the fault of an order hits that order alone and comes before the one for all", () => {
    const desk = createFaultDesk();
    desk.setForAll({ operation: "inventory.reserve", behaviour: "slow", times: null });
    desk.setForOrder("O-1", [{ operation: "inventory.reserve", behaviour: "refuse", times: 1 }]);

    const taken = [desk.take("inventory.reserve", "O-1"), desk.take("inventory.reserve", "O-1"), desk.take("inventory.reserve", "O-2")];

    expect(taken).toEqual(["refuse", "slow", "slow"]);
  });

  test("a fault of one operation leaves the others alone", () => {
    const desk = createFaultDesk();
    desk.setForOrder("O-1", [{ operation: "payments.void", behaviour: "hang", times: null }]);

    expect(desk.take("payments.authorise", "O-1")).toBeNull();
  });

  test("setting the same fault again replaces its count", () => {
    const desk = createFaultDesk();
    desk.setForAll({ operation: "orders.create", behaviour: "reset", times: 5 });

    desk.setForAll({ operation: "orders.create", behaviour: "reset", times: 1 });

    expect(desk.list().all).toEqual([{ operation: "orders.create", behaviour: "reset", times: 1 }]);
  });

  test("clearing switches everything off", () => {
    const desk = createFaultDesk();
    desk.setForAll({ operation: "orders.create", behaviour: "reset", times: null });
    desk.setForOrder("O-1", [{ operation: "payments.void", behaviour: "hang", times: null }]);

    desk.clear();

    expect(desk.list()).toEqual({ all: [], orders: [] });
  });
});
