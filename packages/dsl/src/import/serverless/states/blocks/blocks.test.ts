import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../../testing/import-text.ts";
import { lossesOf, statesWorkflow } from "../../../testing/serverless.ts";

const FUNCTIONS = "functions: [{ name: f, operation: 'stock.json#hold' }]\n";

function parallel(fields: string, behind = "end: true"): string {
  return statesWorkflow(
    `- { name: Both, type: parallel, ${fields}, ${behind} }
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .a }' } } }], end: true }`,
    FUNCTIONS,
  );
}

const TWO = "branches: [{ name: left, actions: [{ functionRef: f }] }, { actions: [{ functionRef: f }] }]";

describe("a parallel state of 0.8", () => {
  test.each([
    ["waits for all of its branches", TWO, { branches: { left: { start: "left2" }, branch2: { start: "branch22" } } }],
    ["goes on with the first", `${TWO}, completionType: xor`, { join: "any" }],
    ["goes on with so many", `${TWO}, completionType: atLeast, numCompleted: '2'`, { join: { atLeast: 2 } }],
    ["goes on with no more than there are", `${TWO}, completionType: n_of_m, n: 9`, { join: { atLeast: 2 } }],
    [
      "has a branch beside the only one",
      "branches: [{ name: left, actions: [{ functionRef: f }] }]",
      { branches: { idle: { output: {} } } },
    ],
    ["gives what the actions of a branch gave", TWO, { branches: { left: { output: "${ steps.left2.output }" } } }],
    [
      "gives what was put deep into the document",
      "branches: [{ name: left, actions: [{ functionRef: f, actionDataFilter: { toStateData: .x.y } }] }, { actions: [{ functionRef: f }] }]",
      { branches: { left: { output: { x: { y: "${ steps.left2.output }" } } } } },
    ],
  ])("%s", (_what, fields, is) => {
    expect(mistakesIn(importText(parallel(fields)))).toEqual([]);
    expect(stateOf(parallel(fields), "Both")).toMatchObject({ type: "parallel", ...is });
  });

  test("hands what its branches gave to the states behind it", () => {
    expect(stateOf(parallel(TWO, "transition: Use"), "Use")).toMatchObject({
      with: { a: "${ steps.Both.output.branch2.?a.or(steps.Both.output.left.?a).or(input.?a).orValue(null) }" },
    });
  });

  test.each([
    ["dropped", "", "branches: []", '"Both" has no branches; it does nothing.'],
    ["dropped", "", "completionType: allOf", '"Both" has no branches; it does nothing.'],
    [
      "dropped",
      "/branches/1",
      "branches: [{ actions: [{ functionRef: f }] }, left]",
      'An item of "branches" is no object; it is left out.',
    ],
    [
      "dropped",
      "/branches/0/timeouts",
      "branches: [{ timeouts: { branchExecTimeout: PT1S } }]",
      '"timeouts" of a branch of "Both" is not brought over.',
    ],
    [
      "changed",
      "",
      "branches: [{ name: left, actions: [{ functionRef: f }] }]",
      '"Both" has one branch; a branch "idle" that does nothing stands beside it.',
    ],
    [
      "changed",
      "/numCompleted",
      `${TWO}, completionType: atLeast, numCompleted: some`,
      '"numCompleted" of "Both" is no number that is known before it runs; it is 1 here.',
    ],
    ["dropped", "/compensatedBy", `${TWO}, compensatedBy: Use`, '"compensatedBy" of "Both" is not brought over.'],
    [
      "dropped",
      "/timeouts/branchExecTimeout",
      `${TWO}, timeouts: { branchExecTimeout: PT1S }`,
      '"branchExecTimeout" of "Both" is not brought over.',
    ],
  ])("tells as %s%s what %s loses", (kind, at, fields, sentence) => {
    expect(lossesOf(parallel(fields))).toContain(`${kind} /states/0${at}: ${sentence}`);
  });

  test("keeps the first of too many branches, and tells it", () => {
    const text = parallel(`branches: [${Array.from({ length: 21 }, () => "{ actions: [{ functionRef: f }] }").join(", ")}]`);

    expect(Object.keys((stateOf(text, "Both") as { branches: object }).branches)).toHaveLength(20);
    expect(lossesOf(text)).toContain('dropped /states/0: "Both" has more than 20 branches; the first 20 are kept.');
  });

  test("tells a loss inside a branch at its place", () => {
    expect(lossesOf(parallel("branches: [{ actions: [] }, { actions: [{ functionRef: f }, {}] }]"))).toContain(
      'dropped /states/0/branches/1/actions/1: The action "branch 2 2" names no function, workflow or event.',
    );
  });

  test("may have a branch without actions, which gives nothing", () => {
    const text = parallel("branches: [{ name: left, actions: [] }, { name: right, actions: [{ functionRef: f }] }]");

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Both")).toMatchObject({ branches: { left: { output: {} } } });
  });
});

describe("actions of an operation that run at once", () => {
  function atOnce(actions: string, more = ""): string {
    return statesWorkflow(`- { name: A, type: operation, actionMode: parallel, actions: [${actions}], ${more} end: true }`, FUNCTIONS);
  }

  test.each([
    ["one action is no block", "{ functionRef: f }", { type: "task" }],
    [
      "without names they are counted",
      "{ functionRef: f }, { name: b, functionRef: f }",
      { type: "parallel", branches: { action1: {}, b: {} } },
    ],
  ])("%s", (_what, actions, is) => {
    expect(mistakesIn(importText(atOnce(actions)))).toEqual([]);
    expect(stateOf(atOnce(actions), "A")).toMatchObject(is);
  });

  test("cannot be compensated together, and that is told", () => {
    expect(lossesOf(atOnce("{ functionRef: f }, { functionRef: f }", "compensatedBy: X,"))).toContain(
      'dropped /states/0/compensatedBy: "compensatedBy" of "A", whose actions run at once, is not brought over.',
    );
  });
});

describe("a foreach state of 0.8", () => {
  function each(fields: string, actions = "[{ functionRef: { refName: f, arguments: { n: '${ .item.n }', all: '${ . }' } } }]"): string {
    return statesWorkflow(
      `- { name: Each, type: foreach, actions: ${actions}, ${fields} transition: Use }
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .done }' } } }], end: true }`,
      FUNCTIONS,
    );
  }

  test.each([
    ["goes through the document where it names no list", "", { in: "${ input }", each: "item", at: "index", concurrency: 40 }],
    ["runs so many at once", "inputCollection: .l, batchSize: 5,", { in: "${ input.l }", concurrency: 5 }],
    ["runs so many at once, as older sources say", "inputCollection: .l, max: 2000,", { concurrency: 1000 }],
    ["runs at least one", "inputCollection: .l, batchSize: 0,", { concurrency: 1 }],
    ["runs one after another", "inputCollection: .l, mode: sequential,", { concurrency: 1 }],
    ["goes through nothing where its list cannot be said", "inputCollection: '${ .l[?(@.a)] }',", { in: "${ [] }" }],
    ["goes through a list that is written down", "inputCollection: '${ [1, 2] }',", { in: "${ [1, 2] }" }],
    ["goes through a constant list", "inputCollection: '${ $CONST.l }',", { in: '${ ["a"] }' }],
    [
      "reads its parameter as older sources write it",
      "inputCollection: .l, iterationParam: '${ .item }',",
      { each: "item", body: { states: { EachItem: { with: { n: "${ item.n }" } } } } },
    ],
    ["has a parameter of any name", "inputCollection: .l, iterationParam: the item,", { each: "theItem" }],
  ])("%s", (_what, fields, is) => {
    const text = `constants: { l: [a] }\n${each(fields)}`;

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Each")).toMatchObject({ type: "forEach", ...is });
  });

  test.each([
    ["at the name it gives", "outputCollection: .done,", "${ steps.Each.output.map(each, each.output) }"],
    ["nowhere where it gives none", "", "${ input.done }"],
    ["nowhere where that is no place", "outputCollection: '.list[0]',", "${ input.done }"],
    ["nowhere where that is the whole document", "outputCollection: '${ . }',", "${ input.done }"],
  ])("keeps what its rounds gave %s", (_where, fields, a) => {
    expect(stateOf(each(`inputCollection: .l, ${fields}`), "Use")).toMatchObject({ with: { a } });
  });

  test("tells where the outputs cannot be kept", () => {
    expect(lossesOf(each("outputCollection: '.list[0]',"))).toContain(
      'dropped /states/0/outputCollection: The outputs cannot be kept at ".list[0]".',
    );
  });
});
