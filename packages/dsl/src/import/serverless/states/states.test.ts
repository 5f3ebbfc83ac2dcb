import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../../testing/import-text.ts";
import { lossesOf, refusalOf, statesWorkflow } from "../../testing/serverless.ts";

const FUNCTIONS = "functions: [{ name: f, operation: 'stock.json#hold' }]\n";

function leadingOn(state: string): string {
  return statesWorkflow(
    `${state}
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .a }', all: '\${ . }' } } }], end: true }`,
    FUNCTIONS,
  );
}

describe("a state of 0.8", () => {
  test.each([
    [
      "injects data into the document",
      "- { name: A, type: inject, data: { a: 1 }, transition: Use }",
      "Use",
      { with: { a: "${ vars.a }" } },
    ],
    [
      "injects what reads the document",
      "- { name: A, type: inject, data: { a: '${ .b }' }, transition: Use }",
      "A",
      { values: { a: "${ input.b }" } },
    ],
    ["injects nothing", "- { name: A, type: inject, data: {}, transition: Use }", "Use", { with: { all: "${ input }" } }],
    ["injects nothing where it does not say", "- { name: A, type: inject, transition: Use }", "Use", { with: { all: "${ input }" } }],
    ["delays as older sources say", "- { name: A, type: delay, timeDelay: PT5S, transition: Use }", "A", { type: "wait", for: "5s" }],
    [
      "reads what its filter lets through",
      "- { name: A, type: operation, actions: [{ functionRef: f }], stateDataFilter: { input: '${ .order }' }, transition: Use }",
      "A",
      { with: "${ input.order }" },
    ],
    [
      "gives what its filter lets through",
      "- { name: A, type: inject, data: { a: { a: 2 } }, stateDataFilter: { output: '${ .a }' }, transition: Use }",
      "Use",
      { with: { a: "${ vars.a.a }" } },
    ],
    [
      "reads constants and who it is",
      "- { name: A, type: inject, data: { c: '${ $CONST.c }', id: '${ $WORKFLOW.instanceId }', of: '${ $WORKFLOW.id }' }, transition: Use }",
      "A",
      { values: { c: 7, id: "${ saga.id }", of: "${ saga.name }" } },
    ],
    [
      "reads the document as older sources write it",
      "- { name: A, type: inject, data: { b: '{{ $.b }}' }, transition: Use }",
      "A",
      { values: { b: "${ input.b }" } },
    ],
  ])("%s", (_what, state, name, is) => {
    const text = `constants: { c: 7 }\n${leadingOn(state)}`;

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, name)).toMatchObject(is);
  });

  test.each([
    ["dropped", "/data", "- { name: A, type: inject, data: [1], transition: Use }", '"data" of "A" is not brought over.'],
    [
      "dropped",
      "/duration",
      "- { name: A, type: sleep, transition: Use }",
      'The sleep of "A" is no duration that is known before it runs; it is left out.',
    ],
    [
      "dropped",
      "/onErrors",
      "- { name: A, type: sleep, duration: PT1S, onErrors: [], transition: Use }",
      '"onErrors" of "A" is not brought over.',
    ],
    [
      "dropped",
      "/stateDataFilter/keep",
      "- { name: A, type: sleep, duration: PT1S, stateDataFilter: { keep: a }, transition: Use }",
      '"keep" of "A" is not brought over.',
    ],
    [
      "dropped",
      "/timeouts/stateExecTimeout",
      "- { name: A, type: sleep, duration: PT1S, timeouts: { stateExecTimeout: PT1H }, transition: Use }",
      '"stateExecTimeout" of "A" is not brought over.',
    ],
    [
      "dropped",
      "/actions",
      "- { name: A, type: inject, data: { a: 1 }, actions: [], transition: Use }",
      '"actions" of "A" is not brought over.',
    ],
    [
      "dropped",
      "/data/x",
      "- { name: A, type: inject, data: { x: '${ $SECRETS.key }' }, transition: Use }",
      '"${ $SECRETS.key }" cannot be written in CEL (nothing is called "$SECRETS" here); null stands in its place.',
    ],
  ])("tells as %s%s what it loses in %s", (kind, at, state, sentence) => {
    expect(lossesOf(leadingOn(state))).toContain(`${kind} /states/0${at}: ${sentence}`);
  });

  test("keeps what is said of it in words", () => {
    expect(importText(leadingOn("- { name: A, type: sleep, duration: PT1S, comment: Rests., transition: Use }")).comments).toEqual({
      A: "Rests.",
    });
  });
});

describe("a state that compensates another", () => {
  function compensated(undo: string, action = "functionRef: { refName: hold, arguments: { n: '${ .n }' } }"): string {
    return statesWorkflow(
      `- { name: Get, type: inject, data: { other: 1 }, transition: A }
- { name: A, type: operation, compensatedBy: Undo, actions: [{ ${action} }], end: true }
- { name: Undo, usedForCompensation: true, ${undo} }`,
      "functions: [{ name: hold, operation: 'stock.json#hold' }, { name: free, operation: 'stock.json#free' }, { name: sum, operation: .n, type: expression }]\n",
    );
  }

  const FREE = "actions: [{ functionRef: { refName: free, arguments: { n: '${ .n }' } } }]";

  test.each([
    [
      "several calls",
      "actions: [{ functionRef: { refName: free, arguments: {} } }, { functionRef: free }]",
      "",
      '"Undo" takes "A" back by several calls; the first is kept.',
    ],
    ["an expression", "actions: [{ functionRef: sum }]", "", '"Undo" takes "A" back without calling a function; an undo is a call.'],
    ["an event", "actions: [{ eventRef: x }]", "", '"Undo" takes "A" back without calling a function; an undo is a call.'],
    ["nothing", "actions: []", "", '"Undo" takes "A" back without calling a function; an undo is a call.'],
    [
      "what it cannot know",
      "actions: [{ functionRef: { refName: free, arguments: { n: '${ .other }' } } }]",
      "",
      '"Undo" reads what "A" was neither given nor answered; an undo sees nothing else.',
    ],
    ["a call, and then leads on", `${FREE}, transition: A`, "/transition", '"transition" of "Undo" is not brought over.'],
    [
      "a call where a condition holds",
      "actions: [{ functionRef: { refName: free, arguments: {} }, condition: .a }]",
      "/actions/0/condition",
      '"condition" of "Undo" is not brought over.',
    ],
  ])("by %s is told", (_what, undo, at, sentence) => {
    expect(lossesOf(compensated(undo))).toContain(`dropped /states/2${at}: ${sentence}`);
  });

  test("that reads the answer of the step needs a way to ask for it", () => {
    expect(
      lossesOf(
        compensated(
          "actions: [{ functionRef: { refName: free, arguments: { n: '${ .hold.id }' } } }]",
          "functionRef: { refName: hold, arguments: {} }, actionDataFilter: { toStateData: .hold }",
        ),
      ),
    ).toContain(
      'changed /states/2: "Undo" became compensate of "stock.hold": it runs by itself, in reverse order, when the saga turns back. It reads the answer of the step, which is missing after a time-out.',
    );
  });

  test("stands at its step where others call the same operation", () => {
    const text = statesWorkflow(
      `- { name: A, type: operation, compensatedBy: Undo, actions: [{ functionRef: { refName: hold, arguments: { n: 1 } } }], transition: B }
- { name: B, type: operation, actions: [{ functionRef: { refName: hold, arguments: { n: 2 } } }], end: true }
- { name: Undo, usedForCompensation: true, ${FREE.replace("'${ .n }'", "3")} }`,
      "functions: [{ name: hold, operation: 'stock.json#hold' }, { name: free, operation: 'stock.json#free' }]\n",
    );

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "A")).toMatchObject({ kind: "compensatable", compensate: { call: { path: "/free", body: { n: 3 } } } });
    expect(lossesOf(text)).toContain(
      'changed /states/2: "Undo" became compensate of the step "A": it runs by itself, in reverse order, when the saga turns back.',
    );
  });

  test("is told where what it takes back is no call", () => {
    expect(lossesOf(compensated(FREE, "subFlowRef: billing"))).toContain(
      'dropped /states/1/actions/0: "A" is compensated, but its last action "A" calls no function; an undo belongs to a call.',
    );
  });

  test("is refused where nobody has its name", () => {
    const text = statesWorkflow("- { name: A, type: operation, compensatedBy: Undo, actions: [], end: true }");

    expect(refusalOf(text)).toBe('SOURCE_INVALID /states/0/compensatedBy: No state is called "Undo".');
  });

  test("is told where it takes nothing back", () => {
    const text = statesWorkflow(
      `- { name: A, type: sleep, duration: PT1S, end: true }
- { name: Undo, type: operation, usedForCompensation: true, actions: [] }`,
    );

    expect(lossesOf(text)).toEqual(['dropped /states/1: "Undo" compensates no state; it is left out.']);
    expect(Object.keys(sagaOf(importText(text))["states"] as object)).toEqual(["A", "done"]);
  });
});
