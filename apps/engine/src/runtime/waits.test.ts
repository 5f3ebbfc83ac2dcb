import type { Wait } from "@skald/kernel";
import { describe, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../testing/manual-clock.ts";
import { createWaits, type Waits } from "./waits.ts";

function someWaits(): {
  clock: ManualClock;
  waits: Waits;
  fired: string[];
  aWait: (name: string, inMs: number, durable?: boolean) => Wait;
} {
  const clock = createManualClock();
  const fired: string[] = [];
  const waits = createWaits(clock, (sagaId, name) => fired.push(`${sagaId} ${name}`));

  return { clock, waits, fired, aWait: (name, inMs, durable = false) => ({ name, dueAtMs: clock.nowMs() + inMs, durable }) };
}

describe("waits in memory", () => {
  test("a wait fires once, when it is due", () => {
    const { clock, waits, fired, aWait } = someWaits();
    waits.sync("s", [aWait("a", 100)]);

    clock.advance(99);
    const early = [...fired];
    clock.advance(1000);

    expect(early).toEqual([]);
    expect(fired).toEqual(["s a"]);
  });

  test("a wait that is still there is not armed anew", () => {
    const { clock, waits, fired, aWait } = someWaits();
    const kept = aWait("a", 100);
    waits.sync("s", [kept]);
    clock.advance(50);

    waits.sync("s", [kept, aWait("b", 10)]);
    clock.advance(50);

    expect(fired).toEqual(["s b", "s a"]);
  });

  test("a wait that is gone does not fire", () => {
    const { clock, waits, fired, aWait } = someWaits();
    waits.sync("s", [aWait("a", 100), aWait("b", 100)]);

    waits.sync("s", []);
    clock.advance(1000);

    expect(fired).toEqual([]);
    expect(clock.nextInMs()).toBeNull();
  });

  test("a wait that moved fires at its new time only", () => {
    const { clock, waits, fired, aWait } = someWaits();
    waits.sync("s", [aWait("a", 100)]);

    waits.sync("s", [aWait("a", 300)]);
    clock.advance(299);
    const early = [...fired];
    clock.advance(1);

    expect(early).toEqual([]);
    expect(fired).toEqual(["s a"]);
  });

  test("durable waits are left to the store", () => {
    const { clock, waits, aWait } = someWaits();

    waits.sync("s", [aWait("a", 100, true)]);

    expect(clock.nextInMs()).toBeNull();
  });

  test("all waits can be cancelled at once", () => {
    const { clock, waits, fired, aWait } = someWaits();
    waits.sync("s", [aWait("a", 100)]);
    waits.sync("t", [aWait("a", 100)]);

    waits.cancelAll();
    clock.advance(1000);

    expect(fired).toEqual([]);
  });
});
