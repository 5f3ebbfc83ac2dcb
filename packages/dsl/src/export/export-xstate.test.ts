import { describe, expect, test } from "vitest";
import { createMachine } from "xstate";
import { exportXstate } from "./export-xstate.ts";
import { machineOfOrder } from "./testing/documents.ts";

describe("XState", () => {
  test("gets a config it makes a machine of, with every state of the saga", async () => {
    const text = exportXstate(machineOfOrder());

    const { states } = createMachine(JSON.parse(text));

    expect(Object.keys(states["forward"]?.states ?? {})).toEqual([
      "createOrder",
      "reserve",
      "authorise",
      "ship",
      "capture",
      "announce",
      "done",
      "rejected",
    ]);
    await expect(text).toMatchFileSnapshot("golden/order.xstate.json");
  });
});
