import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
import { lossesOf, refusalOf, tasksWorkflow } from "../../testing/serverless.ts";

describe("a fork of 1.0", () => {
  function forking(branches: string, more = ""): string {
    return tasksWorkflow(`
- both: { fork: { branches: [${branches}]${more} } }
- use: { set: { got: '\${ . }' } }`);
  }

  test.each([
    [
      "gives a list of what its branches gave",
      "{ a: { set: { x: 1 } } }, { b: { wait: PT1S } }",
      "",
      { got: ["${ steps.both.output.aBranch }", "${ steps.both.output.bBranch }"] },
    ],
    [
      "that competes gives what the first gave",
      "{ a: { set: { x: 1 } } }, { b: { wait: PT1S } }",
      ", compete: true",
      { got: "${ steps.both.output.?aBranch.or(steps.both.output.?bBranch).orValue(null) }" },
    ],
    ["of one branch gives a list of one", "{ a: { wait: PT1S } }", "", { got: ["${ steps.both.output.aBranch }"] }],
  ])("%s", (_what, branches, more, values) => {
    expect(mistakesIn(importText(forking(branches, more)))).toEqual([]);
    expect(stateOf(forking(branches, more), "use")).toMatchObject({ values });
  });

  test("has a branch beside the only one, and that is told", () => {
    const text = forking("{ a: { wait: PT1S } }");

    expect(stateOf(text, "both")).toMatchObject({ branches: { idle: { states: { nothing: { type: "set" } } } } });
    expect(lossesOf(text)).toContain('changed /do/0/both: "both" has one branch; a branch that does nothing stands beside it.');
  });

  test("of too many branches keeps the first, and that is told", () => {
    const text = forking(Array.from({ length: 21 }, (_, index) => `{ b${index}: { wait: PT1S } }`).join(", "));

    expect(Object.keys((stateOf(text, "both") as { branches: object }).branches)).toHaveLength(20);
    expect(lossesOf(text)).toContain('dropped /do/0/both/fork/branches: "both" has 21 branches; the first 20 are kept.');
  });

  test("has a branch that fails, which gives nothing", () => {
    const text = forking("{ a: { wait: PT1S } }, { b: { raise: { error: gone } } }");

    expect(mistakesIn(importText(text))).toEqual([]);
    expect((stateOf(text, "both") as { branches: { bBranch: object } }).branches.bBranch).not.toHaveProperty("output");
  });

  test("tells a loss inside a branch at its place", () => {
    expect(lossesOf(forking("{ a: { wait: PT1S } }, { b: { wait: later } }"))).toContain(
      'dropped /do/0/both/fork/branches/1/b/wait: The wait of "b" is no duration that is known before it runs; it is left out.',
    );
  });

  test.each([
    ["no branches", "", '/do/0/both/fork: "both" has no branches.'],
    ["a branch that is no task", "5", "/do/0/both/fork/branches/0: A task has a name and an object under it."],
  ])("is refused with %s", (_what, branches, message) => {
    expect(refusalOf(forking(branches))).toBe(`SOURCE_INVALID ${message}`);
  });
});

describe("a for of 1.0", () => {
  function looping(given: string, more = ""): string {
    return tasksWorkflow(`
- l: { for: { ${given} }, do: [{ s: { set: { n: '\${ $item }', i: '\${ $index }' } } }]${more} }
- use: { set: { last: '\${ . }' } }`);
  }

  test.each([
    [
      "goes through its list",
      "in: .list",
      {
        in: "${ input.list }",
        each: "item",
        at: "index",
        concurrency: 1,
        body: { states: { s: { values: { n: "${ item }", i: "${ index }" } } } },
      },
    ],
    ["goes through the input where it names no list", "at: index", { in: "${ input }" }],
    ["goes through nothing where its list cannot be said", "in: '${ .list | explode }'", { in: "${ [] }" }],
  ])("%s", (_what, given, is) => {
    expect(mistakesIn(importText(looping(given)))).toEqual([]);
    expect(stateOf(looping(given), "l")).toMatchObject({ type: "forEach", ...is });
  });

  test("gives what its last round gave", () => {
    expect(stateOf(looping("in: .list"), "use")).toMatchObject({
      values: { last: "${ size(steps.l.output) == 0 ? input : steps.l.output[size(steps.l.output) - 1].output }" },
    });
  });

  test("tells that rounds do not hand on what they give", () => {
    expect(lossesOf(looping("in: .list, step: 2"))).toEqual(
      expect.arrayContaining([
        'changed /do/0/l: Each round of "l" begins with the input of the loop, not with the output of the round before.',
        'dropped /do/0/l/for/step: "step" of "l" is not brought over.',
      ]),
    );
  });
});

describe("a do of 1.0", () => {
  test.each([
    ["keeps its name from what is inside", "- a: { do: [{ a: { wait: PT1S } }] }", "a2", { type: "wait" }],
    [
      "keeps the name of a later task from what is inside",
      "- a: { do: [{ b: { wait: PT1S } }] }\n- b: { wait: PT2S }",
      "b2",
      { type: "wait", for: "1s" },
    ],
    [
      "works on its input",
      "- a: { input: { from: .order }, do: [{ b: { set: { n: '${ .n }' } } }] }",
      "b",
      { values: { n: "${ input.order.n }" } },
    ],
    [
      "shapes its output",
      "- a: { do: [{ b: { set: { n: 1 } } }], output: { as: '${ .n }' } }\n- c: { set: { got: '${ . }' } }",
      "c",
      { values: { got: "${ vars.n }" } },
    ],
    ["keeps two tasks of one name apart", "- a: { wait: PT1S }\n- a: { wait: PT2S }", "a2", { for: "2s" }],
    ["keeps a task that runs on a condition apart", "- a: { if: .go, do: [{ do a: { wait: PT1S } }] }", "doA2", { type: "wait" }],
  ])("%s", (_what, tasks, state, is) => {
    expect(mistakesIn(importText(tasksWorkflow(tasks)))).toEqual([]);
    expect(stateOf(tasksWorkflow(tasks), state)).toMatchObject(is);
  });

  test("without tasks goes on", () => {
    const text = tasksWorkflow("- a: { do: [] }\n- b: { wait: PT1S }");

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(lossesOf(text)).toEqual([]);
  });

  test.each([
    ["no list", "- a: { do: 5 }", "/do/0/a/do: A list of tasks is expected."],
    [
      "two names in one item",
      "- { a: { wait: PT1S }, b: { wait: PT1S } }",
      '/do/0: Another name stands beside "a" in one item of a list of tasks.',
    ],
    ["an item without a name", "- {}", "/do/0: A task has a name and an object under it."],
    ["a task that is no object", "- a: 5", "/do/0: A task has a name and an object under it."],
    ["a way to nobody", "- a: { wait: PT1S, then: c }", '/do/0/a/then: No task of this list is called "c".'],
    ["a task that does nothing", "- a: { dance: true }", '/do/0/a: The task "a" does nothing that Serverless Workflow 1.0 knows.'],
  ])("is refused with %s", (_what, tasks, message) => {
    expect(refusalOf(tasksWorkflow(tasks))).toBe(`SOURCE_INVALID ${message}`);
  });
});

describe("where a task of 1.0 leads", () => {
  test.each([
    ["to a task by its name", "then: c", "c"],
    ["on", "then: continue", "b"],
    ["out of its list", "then: exit", "done"],
    ["to the end", "then: end", "done"],
  ])("is %s", (_where, then, next) => {
    expect(stateOf(tasksWorkflow(`- a: { wait: PT1S, ${then} }\n- b: { wait: PT2S }\n- c: { wait: PT3S }`), "a")).toMatchObject({ next });
  });

  test.each([
    [
      "goes on where no case fits and none is the default",
      "switch: [{ one: { when: .n > 1, then: end } }]",
      { cases: [{ when: "${ input.n > 1 }" }], default: "b" },
    ],
    ["goes to its default", "switch: [{ one: { when: .n > 1 } }, { other: { then: c } }]", { default: "c" }],
    ["goes on where it has no cases", "switch: []", { cases: [{ when: "${ false }", next: "b" }], default: "b" }],
    ["leaves out what is no case", "switch: [5, { one: 5 }]", { default: "b" }],
  ])("is a switch that %s", (_what, given, is) => {
    const text = tasksWorkflow(`- a: { ${given} }\n- b: { wait: PT2S }\n- c: { wait: PT3S }`);

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "a")).toMatchObject({ type: "switch", ...is });
  });

  test.each([
    ["/0/one/weight", "switch: [{ one: { when: .n, weight: 1, then: end } }]", '"weight" of "a" is not brought over.'],
    ["/1/two/then", "switch: [{ one: { then: end } }, { two: { then: end } }]", '"then" of a second default of "a" is not brought over.'],
    ["/0/one", "switch: [{ one: 5 }]", '"one" of the cases of "a" is not brought over.'],
    ["/0", "switch: [5]", 'An item of "switch" is no object; it is left out.'],
  ])("is a switch that tells as dropped%s what %s loses", (at, given, sentence) => {
    expect(lossesOf(tasksWorkflow(`- a: { ${given} }`))).toContain(`dropped /do/0/a/switch${at}: ${sentence}`);
  });
});
