import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Script, simulate } from "../src/index.ts";
import { EMPTY_SCRIPT } from "../src/simulate/script.ts";
import { compileDefinition } from "./compile.ts";
import { aDefinition, aTask, DONE } from "./models.ts";

const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);
const order = compileDefinition("order");
const aScript = (script: Partial<Script>): Script => ({ ...EMPTY_SCRIPT, ...script });
const calls = (lane: "action" | "undo" | "verify", state: string, ...answers: Script["calls"][number]["answers"]): Script["calls"] => [
  { lane, state, visit: null, answers },
];

describe("a simulation", () => {
  test("goes through without a script, and without an input", () => {
    const { end, path, ledger, findings } = simulate(order);

    expect({ end, path }).toEqual({
      end: "completed",
      path: ["createOrder", "reserve", "score", "authorise", "review", "capture", "ship", "confirmed"],
    });
    expect(ledger.every(({ standing }) => standing === "applied")).toBe(true);
    expect(findings).toEqual([]);
  });

  test("undoes in reverse order what a refusal leaves behind", () => {
    const { end, undone, ledger, cause } = simulate(order, aScript({ calls: calls("action", "capture", { kind: "refused" }) }));

    expect({ end, undone, cause: cause?.type }).toEqual({
      end: "compensated",
      undone: ["authorise", "reserve", "createOrder"],
      cause: "Refused",
    });
    expect(ledger.map(({ standing }) => standing)).toEqual(["undone", "undone", "undone"]);
  });

  test("takes the error it is told, and the catch that names it", () => {
    const { path, cause } = simulate(order, aScript({ calls: calls("action", "reserve", { kind: "refused", type: "OutOfStock" }) }));

    expect({ path, cause: cause?.type }).toEqual({ path: ["createOrder", "reserve", "rejected"], cause: "OrderRejected" });
  });

  test("lets a verify tell the truth nobody else can see", () => {
    const happened = simulate(order, aScript({ calls: calls("action", "reserve", { kind: "unknown", happened: true }) }));
    const not = simulate(order, aScript({ calls: calls("action", "reserve", { kind: "unknown", happened: false }) }));

    expect([happened.end, not.end]).toEqual(["completed", "compensated"]);
    expect(not.story).toContain("verify of reserve says it did not happen");
  });

  test("answers attempt by attempt", () => {
    const script = aScript({
      calls: calls("action", "createOrder", { kind: "busy" }, { kind: "unknown", happened: false }, { kind: "ok" }),
    });

    const simulation = simulate(order, script);

    expect(
      simulation.calls.filter(({ state }) => state === "createOrder").map(({ attempt, answer }) => `${attempt} ${answer.kind}`),
    ).toEqual(["1 busy", "2 unknown", "3 ok"]);
    expect(simulation.end).toBe("completed");
    expect(simulation.elapsedMs).toBeGreaterThan(0);
  });

  test("stops where an undo fails, and says what still stands", () => {
    const script = aScript({
      calls: [...calls("action", "capture", { kind: "refused" }), ...calls("undo", "reserve", { kind: "refused" })],
    });

    const { end, attention, ledger } = simulate(order, script);

    expect({ end, attention }).toEqual({ end: "suspended", attention: { reason: "undo_failed", state: "reserve" } });
    expect(ledger.map(({ state, standing }) => `${state} ${standing}`)).toEqual([
      "createOrder applied",
      "reserve applied",
      "authorise undone",
    ]);
  });

  test("undoes at last when an undo fails a few times only", () => {
    const script = aScript({
      calls: [
        ...calls("action", "capture", { kind: "refused" }),
        ...calls("undo", "reserve", { kind: "unknown" }, { kind: "busy" }, { kind: "ok" }),
      ],
    });

    expect(simulate(order, script).end).toBe("compensated");
  });

  test("gives output where the script has some, and evaluates conditions over it for good", () => {
    const risky = aScript({ calls: calls("action", "score", { kind: "ok", output: { risk: 90 } }) });
    const safe = aScript({ calls: calls("action", "score", { kind: "ok", output: { risk: 10 } }) });

    expect([simulate(order, risky).end, simulate(order, safe).end]).toEqual(["compensated", "completed"]);
  });

  test("takes the way of a switch the script names", () => {
    expect(simulate(order, aScript({ choices: [{ state: "review", way: 0 }] })).path).toContain("rejected");
  });

  test("renders requests from the input it is given", () => {
    const simulation = simulate(order, aScript({}), { input: { orderId: "A-1", items: [], payment: {} } });

    expect(simulation.calls[0]?.request?.body).toBe('{"id":"A-1","items":[]}');
  });

  test("keeps a key of the document's own where nobody knows it, and judges it where somebody does", () => {
    const pay = aDefinition([aTask("pay", "done", { idempotencyKey: "pay-${ input.order }" }), DONE]);

    expect([simulate(pay).end, simulate(pay, undefined, { input: { order: "A-1" } }).end]).toEqual(["completed", "completed"]);
    expect(simulate(pay, undefined, { input: { order: "A 1" } }).findings).toMatchObject([{ code: "CANNOT_EVALUATE", state: "pay" }]);
  });

  test("lets an operator command at a turn", () => {
    const { end, undone } = simulate(order, aScript({ commands: [{ turn: 3, type: "cancel" }] }));

    expect({ end, undone }).toEqual({ end: "compensated", undone: ["reserve", "createOrder"] });
  });

  test("waits in virtual time, and lets the deadline of the saga come first", () => {
    const trip = compileDefinition("trip", ["for: 10m", "for: 2h"]);
    const script = aScript({ calls: calls("action", "hotel", { kind: "refused", type: "FullyBooked" }) });

    const { end, cause, elapsedMs } = simulate(trip, script);

    expect({ end, cause: cause?.type, elapsedMs }).toEqual({ end: "compensated", cause: "SagaTimeout", elapsedMs: 3_600_000 });
  });

  test("stops after so many turns, or so much time", () => {
    const trip = compileDefinition("trip", ["after: 1h", "after: 1000h"]);
    const script = aScript({ calls: calls("action", "hotel", { kind: "refused", type: "FullyBooked" }) });

    expect(simulate(trip, script, { turns: 50 }).end).toBe("unfinished");
    expect(simulate(trip, script, { spanMs: 3_600_000 }).end).toBe("unfinished");
  });

  test(`is the same for the same seed, whatever the seed (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(simulate(order, undefined, { seed })).toEqual(simulate(order, undefined, { seed }));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test.each(["order", "wiki", "trip", "transfer"])(`never leaves %s inconsistent, whatever the seed (seed ${SEED})`, (name) => {
    const definition = compileDefinition(name);

    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { findings, end } = simulate(definition, undefined, { seed });

        expect(findings).toEqual([]);
        expect(end).not.toBe("unfinished");
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
