import type { StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { explore, proveDefinition, testDefinition } from "../../src/index.ts";
import { aCall, aDefinition, aForEach, aParallel, aTask, DONE } from "../models.ts";
import { aHuman, aListen, aLock, anAwaited, anAwaiting, ENDS, REFUSED } from "./waits.ts";

const GOOD = { holds: true, complete: true, violations: [] };
const prove = (...states: readonly StateModel[]) => proveDefinition(aDefinition(states));
const found = (...states: readonly StateModel[]): readonly string[] =>
  prove(...states).violations.map(({ code, state }) => `${code} ${state}`);
const stories = (...states: readonly StateModel[]): readonly string[] => prove(...states).violations.map(({ story }) => story.join(" → "));
/** The stories of the paths that go over every failure and decision, and of those that fail. */
const told = (...states: readonly StateModel[]): readonly string[] =>
  testDefinition(aDefinition(states)).cases.map(({ story }) => story.join(" → "));
const failing = (...states: readonly StateModel[]): readonly string[] =>
  testDefinition(aDefinition(states))
    .cases.filter(({ problems }) => problems.length > 0)
    .map(({ story }) => story.join(" → "));

const READS_EVENT = { with: { amount: "${ steps.paid.output.data.amount }" } };
const TWO = [
  { awaits: anAwaited("paid", { key: "${ event.data.order }", match: "${ input.order }" }), next: "ship" },
  { awaits: anAwaited("declined", { key: "${ event.data.order }", match: "${ input.order }" }), next: "refused" },
  { awaits: { kind: "signal", name: "giveUp" } as const, next: "refused" },
];

describe("the proof of a listen", () => {
  test("goes on with each event and signal, and when none comes in time, and holds", () => {
    const states = [aTask("first", "paid"), aListen("paid", "ship", { cases: TWO }), aTask("ship", "done", READS_EVENT), ...ENDS];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(new Set(prove(...states).ends.map(({ status }) => status))).toEqual(
      new Set(["completed", "compensated", "failed", "suspended"]),
    );
  });

  test("finds a step that reads the payload of an event that did not come in time", () => {
    const states = [aListen("paid", "ship", { onTimeout: "ship" }), aTask("ship", "done", READS_EVENT), DONE];

    expect(found(...states)).toEqual(["CANNOT_EVALUATE ship"]);
    expect(stories(...states)).toEqual([
      "paid receives nothing in time → ship reads steps.paid.output.data.amount, which does not exist → failed",
    ]);
  });

  test("finds a step that reads what a signal does not carry", () => {
    const signal = { awaits: { kind: "signal", name: "go" } as const, next: "ship" };
    const wrong = { with: { amount: "${ steps.other.output }" } };

    expect(found(aListen("paid", "ship", { cases: [signal] }), aTask("ship", "done", wrong), ...ENDS)).toEqual(["CANNOT_EVALUATE ship"]);
  });

  test("finds what an event that nobody undoes leaves standing", () => {
    const states = [aTask("first", "paid", { compensate: null }), aListen("paid", "done"), ...ENDS];

    expect(found(...states)).toContain("LEFT_STANDING first");
    expect(failing(...states)).toContain("first ok → paid receives nothing in time → failed");
  });

  test("finds that nobody answers in time after the pivot, and nothing is said for that case", () => {
    const late = [aTask("pay", "paid", { kind: "pivot", compensate: null }), aListen("paid", "done", { onTimeout: null }), DONE];

    expect(stories(...late)).toContain("pay ok → paid receives nothing in time");
    expect(found(...late)).toContain("NEEDLESS_SUSPENSION paid");
    expect(found(late[0] as StateModel, aListen("paid", "done", { onTimeout: "done" }), DONE)).not.toContain("NEEDLESS_SUSPENSION paid");
  });

  test("takes each case by its `where`, though two wait for one type", () => {
    const cases = [
      { awaits: anAwaited("paid", { where: "${ event.data.amount > 100 }" }), next: "large" },
      { awaits: anAwaited("paid", { where: "${ event.data.amount <= 100 }" }), next: "small" },
    ];
    const states = [aListen("paid", "large", { cases }), aTask("large", "done"), aTask("small", "done"), ...ENDS];

    expect(told(...states).join("\n")).toContain("large");
    expect(told(...states).join("\n")).toContain("small");
    expect(prove(...states)).toMatchObject(GOOD);
  });

  test("reports no wait without a time-out: somebody may answer", () => {
    const states = [aTask("first", "paid"), aListen("paid", "done", { timeoutMs: null, onTimeout: null }), ...ENDS];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toContain("first ok → paid receives paid → completed");
  });

  test("catches the time-out by the error it is", () => {
    const states = [
      aTask("first", "paid"),
      aListen("paid", "done", { onTimeout: null, catch: [{ errors: ["Timeout"], when: null, compensate: true, next: "refused" }] }),
      ...ENDS,
    ];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toContain("first ok → paid receives nothing in time → first undone → compensated");
  });

  test("inside branches and items is complete", () => {
    const inBranches = aParallel("both", { left: [aListen("a", "x", { onTimeout: null }), aTask("x", null)], right: [aTask("c", null)] });
    const inItems = aForEach("each", [aHuman("ask", { yes: "save" }, { onTimeout: null }), aTask("save", null)]);

    expect(prove(inBranches, DONE)).toMatchObject(GOOD);
    expect(prove(inItems, DONE)).toMatchObject(GOOD);
  });
});

describe("the proof of a human", () => {
  test("goes on with each decision, and when nobody answers, and holds", () => {
    const states = [
      aTask("first", "ask"),
      aHuman("ask", { approve: "ship", reject: "refused" }),
      aTask("ship", "done", { with: { why: "${ steps.ask.output.form.why }" } }),
      ...ENDS,
    ];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toEqual(
      expect.arrayContaining([
        "first ok → ask answered with approve → ship ok → completed",
        "first ok → ask answered with reject → first undone → compensated",
      ]),
    );
  });

  test("finds a step that reads the form of a person who did not answer", () => {
    const states = [
      aHuman("ask", { approve: "ship" }, { onTimeout: "ship" }),
      aTask("ship", "done", { with: { why: "${ steps.ask.output.form.why }" } }),
      DONE,
    ];

    expect(found(...states)).toEqual(["CANNOT_EVALUATE ship"]);
  });

  test("finds a fault on the way of one decision, and tells it by its name", () => {
    const states = [aHuman("ask", { approve: "done", reject: "note" }), aTask("note", "refused", { compensate: null }), ...ENDS];

    expect(stories(...states)).toContain("ask answered with reject → note ok → failed");
  });

  test("keeps decisions apart that are read after their ways have met", () => {
    const meet: StateModel = {
      type: "switch",
      name: "meet",
      cases: [{ when: '${ steps.ask.output.outcome == "no" }', next: "bad" }],
      default: "done",
    };
    const states = [
      aHuman("ask", { yes: "both", no: "both" }, { onTimeout: "refused" }),
      aTask("both", "meet"),
      meet,
      aTask("bad", "refused", { compensate: null }),
      ...ENDS,
    ];

    expect(stories(...states)).toContain("ask answered with no → both ok → meet takes case 1 → bad ok → both undone → compensated");
    expect(stories(...states).some((story) => story.includes("ask answered with yes"))).toBe(false);
  });
});

describe("the proof of a task with a callback", () => {
  const REFUSAL = { when: "${ response.status == 409 }", type: "NoDriver", outcome: "refused", retry: false } as const;

  test("is done, refused by each of its errors, or never called back, and holds", () => {
    const states = [
      aTask("first", "ship"),
      anAwaiting("ship", "last", { errors: [REFUSAL], catch: [{ errors: ["NoDriver"], when: null, compensate: true, next: "refused" }] }),
      aTask("last", "done"),
      ...ENDS,
    ];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toContain("first ok → ship acknowledged → ship called back → last ok → completed");
  });

  test("finds a step that nothing undoes when it is never called back", () => {
    const states = [anAwaiting("ship", "done", { compensate: null }), DONE];

    expect(found(...states)).toContain("LEFT_STANDING ship");
    expect(failing(...states)).toContain("ship acknowledged → ship not called back in time → failed");
  });

  test("finds a pivot whose callback may not come and that nobody can ask about", () => {
    expect(found(aTask("first", "ship"), anAwaiting("ship", "done", { kind: "pivot", compensate: null }), DONE)).toEqual([
      "NEEDLESS_SUSPENSION ship",
    ]);
  });

  test("finds an undo that reads the answer of a call that its callback overtook", () => {
    const compensate = aCall("/undo", "${ response.body.ticket }");
    const states = [anAwaiting("ship", "last", { compensate }), aTask("last", "done"), DONE];

    expect(found(...states)).toContain("CANNOT_EVALUATE ship");
    expect(stories(...states)).toContain("cancelled → ship called back → undo of ship reads response.body.ticket, which does not exist");
  });

  test("goes on when a callback comes while a person is asked what became of the call", () => {
    const ways: string[] = [];
    const pivot = anAwaiting("ship", "done", { kind: "pivot", compensate: null });

    explore(aDefinition([pivot, DONE]), {
      approach: ({ position }) => void ways.push(position.told.entries.map(({ type, data }) => data.incident?.reason ?? type).join(" ")),
      arrive: () => undefined,
      fail: () => undefined,
    });

    expect(ways.some((way) => way.endsWith("outcome_unknown step.succeeded saga.completed"))).toBe(true);
  });

  test("does not blame a participant for what its refusal says it did not do", () => {
    const states = [anAwaiting("ship", "done", { compensate: null, await: { timeoutMs: null } }), DONE];

    const refusals = prove(...states).violations.filter(({ story }) => story.includes("ship refused"));

    expect(refusals).toEqual([]);
  });
});

describe("the proof of a worker", () => {
  const print = (more = {}) => aTask("print", "done", { call: { kind: "worker", queue: "printers" }, ...more });

  test("goes through the outcomes of an ordinary call, and holds", () => {
    const states = [aTask("first", "print"), print(), DONE];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toEqual(
      expect.arrayContaining([
        "first ok → print ok → completed",
        "first ok → print refused → first undone → compensated",
        "first ok → print outcome unknown → undo of print fails",
      ]),
    );
  });

  test("finds work of a lost worker that nothing undoes", () => {
    expect(found(print({ compensate: null }), DONE)).toEqual(["LEFT_STANDING print"]);
  });
});

describe("the proof of a lock", () => {
  const reserve = (more = {}) => aTask("reserve", "done", { locks: [aLock("order/${ input.order }")], ...more });

  test("is granted, or not in time, and holds", () => {
    const states = [aTask("first", "reserve"), reserve(), DONE];

    expect(prove(...states)).toMatchObject(GOOD);
    expect(told(...states)).toContain("first ok → reserve gets its lock → reserve ok → completed");
    expect(told(...states)).toContain("first ok → reserve gets no lock in time → first undone → compensated");
  });

  test("finds a catch of the lock that goes on as if the step were done", () => {
    const states = [
      reserve({ catch: [{ errors: ["LockTimeout"], when: null, compensate: false, next: "ship" }], next: "ship" }),
      aTask("ship", "done", { with: { id: "${ steps.reserve.output.id }" } }),
      DONE,
    ];

    expect(stories(...states).some((story) => story.startsWith("reserve gets no lock in time"))).toBe(true);
  });

  test("may be a deadlock only where another lock is held", () => {
    const second = aTask("ship", "done", {
      locks: [aLock("truck")],
      catch: [{ errors: ["DeadlockDetected"], when: null, compensate: false, next: "late" }],
    });
    const late = aTask("late", "done", { compensate: null });

    const one = [second, late, DONE];
    const two = [reserve({ next: "ship" }), second, late, DONE];

    expect(found(...one)).toEqual([]);
    expect(prove(...two).ends.some(({ path }) => path.includes("late"))).toBe(false);
    expect(found(...two, REFUSED)).toContain("LEFT_STANDING late");
  });
});

describe("the proof of a key of the document's own", () => {
  test("takes an unknown key as far as it is known", () => {
    const states = [aTask("pay", "done", { idempotencyKey: "pay-${ input.order }" }), DONE];

    expect(prove(...states)).toMatchObject(GOOD);
  });

  test("finds a key that cannot be one, whatever is not known", () => {
    const states = [aTask("pay", "done", { idempotencyKey: "pay ${ input.order }" }), DONE];

    expect(found(...states)).toEqual(["CANNOT_EVALUATE pay"]);
  });
});
