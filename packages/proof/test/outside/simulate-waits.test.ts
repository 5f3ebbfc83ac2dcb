import type { StateModel } from "@skald/dsl";
import type { Json } from "@skald/shared";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { htmlReport, junitXml, readOutcomes, runScenario, type Simulation, simulate, testDefinition } from "../../src/index.ts";
import { aDefinition, aForEach, aTask, DONE } from "../models.ts";
import { aHuman, aListen, aLock, anAwaited, anAwaiting, ENDS } from "./waits.ts";

const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);

const ERRORS = [{ when: "${ response.status == 409 }", type: "NoDriver", outcome: "refused", retry: false }] as const;
const CASES = [
  {
    awaits: anAwaited("paid", { key: "${ event.data.order }", match: "${ input.order }", where: "${ event.data.amount > 10 }" }),
    next: "ask",
  },
  { awaits: anAwaited("declined", { source: "bank" }), next: "refused" },
  { awaits: { kind: "signal", name: "giveUp" } as const, next: "refused" },
];

/** One state of each kind that waits, one after the other. */
const everything = aDefinition([
  aTask("book", "paid", { locks: [aLock("order/${ input.order }")] }),
  aListen("paid", "ask", { cases: CASES }),
  aHuman("ask", { approve: "ship", reject: "refused", again: "paid" }),
  anAwaiting("ship", "print", { errors: ERRORS }),
  aTask("print", "done", { call: { kind: "worker", queue: "printers" } }),
  ...ENDS,
]);

function play(outcomes: Readonly<Record<string, Json>>, seed?: number): Simulation {
  const { script, problems } = readOutcomes(everything, outcomes);
  expect(problems).toEqual([]);

  return simulate(everything, script, seed === undefined ? {} : { seed });
}

const arrivals = ({ arrivals: all }: Simulation): readonly string[] =>
  all.map(({ of, state, what, taken, atMs }) => `${of} ${state}: ${what}${taken ? "" : " (not taken)"} after ${atMs / 1000} s`);

describe("a simulation of what is awaited", () => {
  test("lets the first that may come come, where nothing else is said", () => {
    const simulation = play({});

    expect(simulation.end).toBe("completed");
    expect(arrivals(simulation)).toEqual([
      "lock book: granted after 0 s",
      "event paid: paid after 0 s",
      "person ask: approve after 0 s",
      "callback ship: ok after 0 s",
    ]);
    expect(simulation.ledger.map(({ state, standing }) => `${state} ${standing}`)).toEqual([
      "book applied",
      "ship applied",
      "print applied",
    ]);
    expect(simulation.calls.find(({ state }) => state === "print")?.queue).toBe("printers");
  });

  test.each([
    ["paid", "timedOut", "event paid: nothing in time after 60 s", 60],
    ["ask", "timedOut", "person ask: nothing in time after 86400 s", 86_400],
    ["callback.ship", "timedOut", "callback ship: nothing in time after 3600 s", 3600],
    ["lock.book", "timedOut", "lock book: nothing in time after 10 s", 10],
  ])("goes to the end of the wait when nothing comes: %s", (target, word, told, seconds) => {
    const { elapsedMs, ...simulation } = play({ [target]: word });

    expect(elapsedMs).toBe(seconds * 1000);
    expect(arrivals({ elapsedMs, ...simulation }).at(-1)).toBe(told);
    expect(simulation.end).toBe(target === "lock.book" ? "failed" : "compensated");
    expect(simulation.ledger.filter(({ standing }) => standing !== "undone")).toEqual([]);
  });

  test.each<[Readonly<Record<string, Json>>, string]>([
    [{ paid: "declined" }, "paid receives declined"],
    [{ paid: "giveUp" }, "paid receives giveUp"],
    [{ paid: "case 3" }, "paid receives giveUp"],
    [{ paid: { received: { amount: 20 } } }, "paid receives paid"],
    [{ ask: "reject" }, "ask answered with reject"],
    [{ ask: { approve: { why: "it is right" } } }, "ask answered with approve"],
    [{ "callback.ship": "NoDriver" }, "ship refused (NoDriver)"],
    [{ "callback.ship": "refused" }, "ship refused"],
    [{ "callback.ship": { ok: { driver: 7 } } }, "ship called back"],
    [{ "lock.book": "deadlock" }, "the lock of book would be a deadlock"],
  ])("plays what a script says: %j", (outcomes, words) => {
    expect(play(outcomes).story).toContain(words);
  });

  test("passes over an event that does not fit, and takes the next", () => {
    const simulation = play({ paid: [{ paid: { amount: 5 } }, { paid: { amount: 11 } }] });

    expect(arrivals(simulation).slice(1, 3)).toEqual(["event paid: paid (not taken) after 0 s", "event paid: paid after 0 s"]);
    expect(simulation.end).toBe("completed");
  });

  test("waits on when what came did not fit and nothing follows", () => {
    const { cause, elapsedMs } = play({ paid: { paid: { amount: 5 } } });

    expect({ cause: cause?.type, elapsedMs }).toEqual({ cause: "Unanswered", elapsedMs: 60_000 });
  });

  test("goes on with a list from visit to visit, but for a line of one visit", () => {
    const simulation = play({ ask: ["again", "again", "approve"], "paid#2": "timedOut" });

    expect(arrivals(simulation).filter((text) => /paid|ask/.test(text))).toEqual([
      "event paid: paid after 0 s",
      "person ask: again after 0 s",
      "event paid: nothing in time after 60 s",
    ]);
    expect(simulation.end).toBe("compensated");
  });

  test("gives the payload to whoever reads it", () => {
    const reads: StateModel = { type: "succeed", name: "done", output: { by: "${ steps.ask.output.form.why }" } };
    const definition = aDefinition([aHuman("ask", { yes: "done" }, { onTimeout: null }), reads]);
    const { script } = readOutcomes(definition, { ask: { yes: { why: "because" } } });

    expect(simulate(definition, script).output).toEqual({ by: "because" });
  });

  test("is unfinished when nothing ever comes to a wait that no clock ends", () => {
    const definition = aDefinition([aListen("paid", "done", { timeoutMs: null, onTimeout: null }), DONE]);
    const { script } = readOutcomes(definition, { paid: "timedOut" });

    expect(simulate(definition, script)).toMatchObject({ end: "unfinished", findings: [] });
  });

  test(`draws what comes, always the same for the same seed (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const simulation = play({}, seed);

        expect(simulation).toEqual(play({}, seed));
        expect(simulation.findings).toEqual([]);
        expect(simulation.end).not.toBe("unfinished");
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("draws everything that may come, sooner or later", () => {
    const words = new Set(
      Array.from({ length: 200 }, (_, seed) => arrivals(play({}, seed)))
        .flat()
        .map((text) => text.replace(/ after .*/, "")),
    );

    expect([...words]).toEqual(
      expect.arrayContaining([
        "lock book: nothing in time",
        "event paid: giveUp",
        "event paid: nothing in time",
        "person ask: reject",
        "person ask: nothing in time",
        "callback ship: refused (NoDriver)",
        "callback ship: nothing in time",
      ]),
    );
  });

  test("inside items takes one line for all of them", () => {
    const definition = aDefinition([
      aForEach("each", [aHuman("ask", { yes: "save", no: "save" }, { onTimeout: null }), aTask("save", null)]),
      DONE,
    ]);

    expect(simulate(definition).arrivals.map(({ state, what }) => `${state} ${what}`)).toEqual(["each#1[0].ask yes", "each#1[1].ask yes"]);
  });
});

describe("words for what is awaited", () => {
  const problemsOf = (outcomes: Readonly<Record<string, Json>>): readonly string[] => readOutcomes(everything, outcomes).problems;

  test.each<[Readonly<Record<string, Json>>, string]>([
    [
      { paid: "shipped" },
      'The outcome of "paid" is "shipped"; allowed are received, case 1, case 2, case 3, giveUp, declined, paid, timedOut.',
    ],
    [{ ask: "perhaps" }, 'The outcome of "ask" is "perhaps"; allowed are timedOut, approve, reject, again.'],
    [{ "callback.ship": "no" }, 'The outcome of "callback.ship" is "no"; allowed are ok, refused, NoDriver, timedOut.'],
    [{ "lock.book": "busy" }, 'The outcome of "lock.book" is "busy"; allowed are granted, deadlock, timedOut.'],
    [{ "callback.ship": { refused: 1 } }, 'The outcome of "callback.ship" is {"refused":1}; nothing comes with it.'],
    [{ "lock.ship": "granted" }, '"ship" waits for no lock.'],
    [{ "callback.book": "ok" }, '"book" waits for no callback.'],
    [{ "undo.paid": "ok" }, '"paid" calls nobody, waits for nothing and chooses nothing: it has no outcome.'],
  ])("that say nothing are told: %j", (outcomes, problem) => {
    expect(problemsOf(outcomes)).toEqual([problem]);
  });
});

describe("tests of what is awaited", () => {
  test("go over every time-out and every decision", () => {
    const { coverage, passed, cases } = testDefinition(everything);

    expect({ passed, missing: coverage.all.missing }).toEqual({ passed: true, missing: [] });
    expect(cases.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "book gets no lock in time: failed",
        "paid receives nothing in time: compensated",
        "paid receives paid, ask answered with reject: compensated",
        "paid receives paid, ask not answered in time: compensated",
        "paid receives paid, ask answered with approve, ship not called back in time: compensated",
        "paid receives paid, ask answered with approve, ship refused (NoDriver): compensated",
      ]),
    );
  });

  test("are named in every report", () => {
    const report = testDefinition(everything);
    const names = ["paid receives nothing in time: compensated", "paid receives paid, ask answered with reject: compensated"];

    for (const name of names) {
      expect(junitXml([report])).toContain(`name="${name}"`);
      expect(htmlReport([{ report, graph: everything.graph }])).toContain(name);
    }
    expect(htmlReport([{ report, graph: everything.graph }])).toContain("failures and decisions");
  });

  test("count what the author's own go over", () => {
    const scenario = { name: "a refusal", outcomes: { ask: "reject" }, expect: { end: "compensated", cause: "Unanswered" } };

    expect(runScenario(everything, scenario).problems).toEqual([]);
    expect(testDefinition(everything, { scenarios: [scenario] }).coverage.scenarios.covered).toBe(2);
  });
});
