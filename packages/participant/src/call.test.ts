import { describe, expect, test } from "vitest";
import { callFromHeaders } from "./call.ts";

const SKALD_HEADERS = {
  "idempotency-key": "s-1/reserve#2",
  "skald-saga": "s-1",
  "skald-state": "reserve",
  "skald-visit": "2",
  "skald-kind": "action",
  "skald-attempt": "3",
  "skald-fence": "9007199254740993",
};

describe("callFromHeaders", () => {
  test("every header of a Skald call is read, a fence beyond 2^53 exactly", () => {
    const call = callFromHeaders(SKALD_HEADERS);

    expect(call).toEqual({
      key: "s-1/reserve#2",
      fingerprint: null,
      malformed: null,
      step: { saga: "s-1", state: "reserve", visit: 2, kind: "action", attempt: 3, fence: 9007199254740993n },
    });
  });

  test("a request without Skald headers is a plain call with its key", () => {
    const call = callFromHeaders({ "idempotency-key": "by-hand" });

    expect(call).toEqual({ key: "by-hand", fingerprint: null, step: null, malformed: null });
  });

  test("a request without any header is a plain call without a key", () => {
    expect(callFromHeaders({})).toEqual({ key: null, fingerprint: null, step: null, malformed: null });
  });

  test("equal bodies have equal fingerprints, other bodies have others", () => {
    const [first, same, other] = ["{}", "{}", "[]"].map((body) => callFromHeaders({}, body).fingerprint);

    expect([first === same, first === other]).toEqual([true, false]);
  });

  test.each([
    ["idempotency-key", "Idempotency-Key is missing"],
    ["skald-state", "Skald-State is missing"],
    ["skald-visit", "Skald-Visit is not a whole number"],
    ["skald-fence", "Skald-Fence is not a whole number"],
    ["skald-kind", "Skald-Kind is none of action, undo, verify, prepare, commit, abort, try, confirm, cancel"],
  ])("a Skald call without %s is malformed and says why", (header, detail) => {
    const call = callFromHeaders({ ...SKALD_HEADERS, [header]: undefined });

    expect(call.malformed).toBe(detail);
  });

  test("a key longer than 1,024 characters is malformed", () => {
    const call = callFromHeaders({ "idempotency-key": "k".repeat(1025) });

    expect(call.malformed).toBe("Idempotency-Key is longer than 1024 characters");
  });
});
