import { sentenceOf } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { calmCpuMs } from "../../dsl/test/cpu-time.ts";
import { readOutcomes, readTestFile, runScenario, testDefinition } from "../src/index.ts";
import { compileDefinition } from "./compile.ts";
import { FAULTS } from "./faults.ts";

const order = compileDefinition("order");
const problemsOf = (outcomes: Parameters<typeof readOutcomes>[1]): readonly string[] => readOutcomes(order, outcomes).problems;

const TESTS = `
tests:
  - name: an order that cannot be paid is undone
    outcomes: { authorise: refused, undo.reserve: fails 1 }
    expect:
      end: compensated
      cause: Refused
      undone: [reserve, createOrder]
      calls: [createOrder, reserve, score, authorise, undo reserve, undo reserve, undo createOrder]
  - name: a risky order is rejected
    input: { orderId: A-1, items: [], payment: {} }
    outcomes: { score: { ok: { risk: 90 } } }
    expect: { path: [createOrder, reserve, score, authorise, review, rejected], cause: OrderRejected }
  - name: a shipped order says how to follow it
    outcomes: { ship: [busy, { ok: { tracking: T-1 } }] }
    expect: { end: completed, output: { tracking: T-1 } }
`;

describe("a test file", () => {
  test("is read and played", () => {
    const read = readTestFile(TESTS);

    const played = read.ok ? read.scenarios.map((scenario) => runScenario(order, scenario).problems) : read.problems;
    expect(played).toEqual([[], [], []]);
  });

  test("with mistakes is refused, each at its place", () => {
    expect(readTestFile("tests:\n  - name: x\n    expect: { end: done }\n")).toEqual({
      ok: false,
      problems: [
        expect.objectContaining({
          code: "NOT_ONE_OF",
          span: expect.objectContaining({ line: 3, column: 20 }),
          message: '"tests.0.expect.end" is "done"; allowed are completed, compensated, failed, suspended.',
        }),
      ],
    });
  });

  test("without tests is refused", () => {
    expect(readTestFile("{}")).toEqual({
      ok: false,
      problems: [expect.objectContaining({ code: "MISSING_FIELD", message: 'The field "tests" is missing at the top of the document.' })],
    });
  });

  test.each([
    [
      "test:\n  - { name: a, expect: { end: failed } }",
      '1:1 The field "test" is not known at the top of the document. Did you mean "tests"?',
    ],
    [
      "tests:\n  - { name: a, outcome: { reserve: ok }, expect: { end: failed } }",
      '2:16 The field "outcome" is not known in "tests.0". Did you mean "outcomes"?',
    ],
    [
      "tests:\n  - { name: a, outcomes: { reserve: [] }, expect: { end: failed } }",
      '2:37 "tests.0.outcomes.reserve" must have at least 1 item.',
    ],
    [
      "tests:\n  - { name: a, outcomes: { reserve: 2 }, expect: { end: failed } }",
      '2:37 "tests.0.outcomes.reserve" must be a text or an object or a list, not a number.',
    ],
    [
      "tests:\n  - { name: a, outcomes: { reserve: {} }, expect: { end: failed } }",
      '2:37 "tests.0.outcomes.reserve" must have at least 1 field.',
    ],
    [
      "tests:\n  - name: a\n   expect: { end: failed }",
      "3:1 This line stands among the items of a list: begin it with -, or indent it as its item is.",
    ],
    ["- a", '1:1 A file of tests must be an object with the field "tests".'],
    ["", "1:1 The text holds no document."],
  ])("one mistake is told once, as in a document: %j", (text, told) => {
    const read = readTestFile(text);

    expect(read.ok ? [] : read.problems.map((problem) => `${problem.span.line}:${problem.span.column} ${sentenceOf(problem)}`)).toEqual([
      told,
    ]);
  });

  test("that is no YAML is refused by the reader of the language", () => {
    expect(readTestFile("tests: [")).toMatchObject({ ok: false, problems: [{ span: { line: 1 } }] });
  });
});

describe("a scenario", () => {
  test("says what is not as it must be", () => {
    const { problems } = runScenario(order, {
      name: "x",
      outcomes: { reserve: "OutOfStock" },
      expect: { end: "completed", undone: [], output: 1 },
    });

    expect(problems).toEqual([
      "end: expected completed, got compensated",
      "undone: expected [], got [createOrder]",
      "output: expected 1, got null",
    ]);
  });

  test("counts what no saga may do against it, expected or not", () => {
    const fault = FAULTS.find(({ title }) => title.startsWith("an undo reads a member"));
    const broken = compileDefinition("order", ...(fault?.changes ?? []));

    const { problems } = runScenario(broken, { name: "x", outcomes: { score: "refused" }, expect: { end: "suspended" } });

    expect(problems).toEqual(['The undo of "reserve" cannot be rendered: body: reads output.reservationIds, which does not exist.']);
  });

  test("says why no engine would start the saga with its input, and compares nothing", () => {
    const { problems } = runScenario(compileDefinition("transfer"), { name: "x", input: { amount: 5 }, expect: { end: "failed" } });

    expect(problems).toEqual(['The input at "/amount" must be string.']);
  });

  test("says which states it expects something of do not exist, once each, and compares nothing", () => {
    const expected = { end: "completed", calls: ["createOrder", "undo reserv"], undone: ["reserv", "each#1[0].save"], path: ["elsewhere"] };

    const { problems } = runScenario(order, { name: "x", outcomes: { reserve: "OutOfStock" }, expect: expected });

    expect(problems).toEqual([
      'Expected is something of "reserv", and there is no such state. Did you mean "reserve"?',
      'Expected is something of "elsewhere", and there is no such state.',
    ]);
  });

  test("compares nothing when its outcomes are wrong", () => {
    expect(runScenario(order, { name: "x", outcomes: { reserv: "ok" }, expect: { end: "failed" } }).problems).toEqual([
      'There is no state "reserv". Did you mean "reserve"?',
    ]);
  });
});

describe("outcomes", () => {
  test("are told in words", () => {
    const { script, problems } = readOutcomes(order, {
      reserve: ["OutOfStock", "unknown", "lost", "busy", "refused", "ok"],
      "reserve#2": "ok",
      "undo.reserve": "fails",
      "undo.createOrder": "ok",
      "verify.reserve": [{ no: { reservations: [] } }, "none", "yes"],
      review: "case 1",
    });

    expect(problems).toEqual([]);
    expect(script.calls.map(({ lane, state, visit, answers }) => [lane, state, visit, answers.map(({ kind }) => kind).join(" ")])).toEqual([
      ["action", "reserve", null, "refused unknown unknown busy refused ok"],
      ["action", "reserve", 2, "ok"],
      ["undo", "reserve", null, "refused"],
      ["undo", "createOrder", null, "ok"],
      ["verify", "reserve", null, "no none yes"],
    ]);
    expect(script.choices).toEqual([{ state: "review", way: 0 }]);
    expect(readOutcomes(order, { review: "default" }).script.choices).toEqual([{ state: "review", way: "default" }]);
  });

  test.each([
    [{ nothing: "ok" }, 'There is no state "nothing".'],
    [{ constructor: "ok" }, 'There is no state "constructor".'],
    [{ confirmed: "ok" }, '"confirmed" calls nobody, waits for nothing and chooses nothing: it has no outcome.'],
    [{ review: "case 2" }, '"review" takes "case 2"; it can take case 1, default.'],
    [{ reserve: "NoStock" }, 'The outcome of "reserve" is "NoStock"; allowed are ok, refused, busy, unknown, lost, OutOfStock.'],
    [{ "undo.reserve": "breaks" }, 'The outcome of "undo.reserve" is "breaks"; an undo is "ok", "fails", or "fails 2" and then succeeds.'],
    [{ "verify.reserve": "perhaps" }, 'The outcome of "verify.reserve" is "perhaps"; a verify says "yes", "no" or "none".'],
    [{ reserve: {} }, 'The outcome of "reserve" is {}; allowed are ok, refused, busy, unknown, lost, OutOfStock.'],
  ])("that say nothing are told: %j", (outcomes, problem) => {
    expect(problemsOf(outcomes)).toEqual([problem]);
  });
});

describe("the tests of a definition", () => {
  test("need no file: every failure edge is gone over", () => {
    const report = testDefinition(order);

    expect(report.passed).toBe(true);
    expect(report.coverage.all.missing).toEqual([]);
    expect(report.coverage.scenarios.covered).toBe(0);
    expect(report.paths.total).toBeGreaterThan(1000n);
  });

  test("have names that say what fails", () => {
    const names = testDefinition(order).cases.map(({ name }) => name);

    expect(names).toContain("everything succeeds: completed");
    expect(names).toContain("reserve refused (OutOfStock): compensated");
    expect(names).toContain("reserve outcome unknown, verify of reserve says it did not happen: compensated");
  });

  test("find what is wrong with a definition, on the path it happens on", () => {
    const broken = compileDefinition("transfer", [/ {4}verify: \{ call.*\n/, ""]);

    const failed = testDefinition(broken).cases.filter(({ problems }) => problems.length > 0);

    expect(failed[0]).toMatchObject({ end: "suspended", story: ["debit ok", "credit outcome unknown"] });
  });

  test("say what the author's own go over", () => {
    const read = readTestFile(TESTS);
    const report = testDefinition(order, { scenarios: read.ok ? read.scenarios : [] });

    expect(report.cases.slice(0, 3).map(({ kind }) => kind)).toEqual(["scenario", "scenario", "scenario"]);
    expect(report.coverage.scenarios.covered).toBe(2);
  });

  test("take many paths when all are asked for, those first that go over everything", () => {
    const report = testDefinition(order, { allPaths: 100 });

    expect(report.paths.run).toBe(100);
    expect(report.coverage.all.missing).toEqual([]);
  });

  test("are run in less than a second", () => {
    expect(calmCpuMs(1000, () => void testDefinition(order))).toBeLessThan(1000);
  });
});
