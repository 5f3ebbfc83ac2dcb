import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY_BULKHEAD, isCalled, reduceBulkhead, waitingCount } from "./bulkhead.ts";

const ARRIVED = { kind: "arrived" } as const;
const LEFT = { kind: "left" } as const;

describe("bulkhead", () => {
  test("a call beyond the limit waits for a slot", () => {
    const full = [ARRIVED, ARRIVED, ARRIVED].reduce((state, event) => reduceBulkhead(state, event, 2), EMPTY_BULKHEAD);

    expect(full.running).toBe(2);
    expect(waitingCount(full)).toBe(1);
    expect(isCalled(full, 2)).toBe(false);
  });

  test("a ticket that was withdrawn is passed over", () => {
    const three = [ARRIVED, ARRIVED, ARRIVED].reduce((state, event) => reduceBulkhead(state, event, 1), EMPTY_BULKHEAD);
    const withdrawn = reduceBulkhead(three, { kind: "withdrew", ticket: 1 }, 1);

    const next = reduceBulkhead(withdrawn, LEFT, 1);

    expect(next).toEqual({ running: 1, issued: 3, called: 3, withdrawn: [] });
  });

  test("a higher limit calls those who wait", () => {
    const two = [ARRIVED, ARRIVED].reduce((state, event) => reduceBulkhead(state, event, 1), EMPTY_BULKHEAD);

    const raised = reduceBulkhead(two, { kind: "limitChanged" }, 2);

    expect(isCalled(raised, 1)).toBe(true);
  });

  test("never more than the limit run, nobody overtakes, and no slot stays free while somebody waits", () => {
    const orders = fc.array(fc.oneof(fc.constant("arrive"), fc.constant("leave"), fc.nat({ max: 40 })), { maxLength: 120 });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), orders, (limit, order) => {
        let state = EMPTY_BULKHEAD;
        let gone = 0;
        const withdrawn = new Set<number>();
        for (const step of order) {
          const before = state;
          if (step === "arrive") state = reduceBulkhead(state, ARRIVED, limit);
          else if (step === "leave" && state.running > 0) {
            state = reduceBulkhead(state, LEFT, limit);
            gone += 1;
          } else if (typeof step === "number" && step < state.issued && step >= state.called && !withdrawn.has(step)) {
            withdrawn.add(step);
            state = reduceBulkhead(state, { kind: "withdrew", ticket: step }, limit);
          }
          expect(state.running).toBeLessThanOrEqual(limit);
          expect(state.called).toBeGreaterThanOrEqual(before.called);
          expect(waitingCount(state) === 0 || state.running === limit).toBe(true);
          expect(state.running + gone + waitingCount(state) + withdrawn.size).toBe(state.issued);
        }
      }),
    );
  });
});
