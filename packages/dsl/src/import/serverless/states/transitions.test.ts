import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../../testing/import-text.ts";
import { lossesOf, refusalOf, statesWorkflow } from "../../testing/serverless.ts";

const DEFINITIONS = "events: [{ name: placed, type: order.placed, source: '/shop/${x' }]\n";

function leaving(fields: string): string {
  return statesWorkflow(
    `- { name: A, type: inject, data: { a: 1 }, ${fields} }
- { name: B, type: sleep, duration: PT1S, end: true }`,
    DEFINITIONS,
  );
}

describe("a way out of a state of 0.8", () => {
  test.each([
    ["leads to a state", "transition: B", "A", { next: "B" }],
    ["undoes on the way", "transition: { nextState: B, compensate: true }", "undoA", { type: "compensate", next: "B" }],
    ["undoes at the end", "end: { compensate: true }", "undoA", { type: "compensate", next: "done" }],
    [
      "sends the document where an event has no data",
      "end: { produceEvents: [{ eventRef: placed }] }",
      "sendFromA",
      { event: { type: "order.placed", source: "/shop/x" } },
    ],
    [
      "sends one event after another",
      "end: { produceEvents: [{ eventRef: placed }, { eventRef: placed, data: { n: '${ .a }' } }] }",
      "sendFromA",
      { next: "sendFromA2" },
    ],
    [
      "sends the data of an event",
      "end: { produceEvents: [{ eventRef: placed }, { eventRef: placed, data: { n: '${ .a }' } }] }",
      "sendFromA2",
      { event: { data: { n: "${ vars.a }" } }, next: "done" },
    ],
    ["goes on as another workflow", "end: { continueAs: billing }", "continueA", { type: "saga", saga: "billing", next: "done" }],
    [
      "hands its data to the other workflow",
      "end: { continueAs: { workflowId: billing, version: 1.2.0, data: { n: '${ .a }' } } }",
      "continueA",
      { saga: "billing@1.2.0", input: { n: "${ vars.a }" } },
    ],
    ["goes on as any workflow", "end: { continueAs: {} }", "continueA", { saga: "child" }],
    ["ends all of it", "end: { terminate: true }", "A", { next: "done" }],
  ])("%s", (_what, fields, state, is) => {
    expect(mistakesIn(importText(leaving(fields)))).toEqual([]);
    expect(stateOf(leaving(fields), state)).toMatchObject(is);
  });

  test("begins the saga again where the workflow goes on as itself", () => {
    const text = statesWorkflow(
      `- { name: Rest, type: sleep, duration: PT1S, transition: A }
- { name: A, type: switch, dataConditions: [{ condition: '\${ .n > 0 }', end: { continueAs: { workflowId: order, data: { n: '\${ .n - 1 }' } } } }], defaultCondition: { end: true } }`,
    );

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(sagaOf(importText(text))["states"]).toMatchObject({
      A: { cases: [{ when: "${ vars.data.n > 0 }", next: "prepareRest2" }] },
      prepareRest2: { values: { data: { n: "${ vars.data.n - 1 }" } }, next: "Rest" },
    });
    expect(lossesOf(text)).toContain(
      'changed /states/1/dataConditions/0/end/continueAs: "A" goes on as a new run of the workflow itself; here the saga begins again at "Rest" and stays one saga.',
    );
  });

  test.each([
    [
      "changed /continueAs",
      "end: { continueAs: billing }",
      'The workflow goes on as "billing"; here that is a child saga, and this one waits for it.',
    ],
    [
      "dropped /continueAs/workflowExecTimeout",
      "end: { continueAs: { workflowId: a, workflowExecTimeout: PT1H } }",
      '"workflowExecTimeout" of "A" is not brought over.',
    ],
    [
      "dropped /produceEvents/0/contextAttributes",
      "end: { produceEvents: [{ eventRef: placed, contextAttributes: { a: b } }] }",
      '"contextAttributes" of the event of "A" is not brought over.',
    ],
    [
      "changed /produceEvents/0",
      "end: { produceEvents: [{ data: 1 }] }",
      'The event "event" is not defined in the source; its name is taken for its type.',
    ],
    ["dropped /message", "end: { message: bye }", '"message" of "A" is not brought over.'],
  ])("tells as %s what %s loses", (place, fields, sentence) => {
    expect(lossesOf(leaving(fields))).toContain(`${place.replace(" ", " /states/0/end")}: ${sentence}`);
  });

  test.each([
    ["leads nowhere", "", '/states/0: The state "A" has neither "transition" nor "end".'],
    ["ends by a word", "end: yes please", '/states/0: The state "A" has neither "transition" nor "end".'],
    ["does not end", "end: false", '/states/0: The state "A" has neither "transition" nor "end".'],
    ["leads to nobody", "transition: C", '/states/0/transition: No state is called "C".'],
    ["leads to something else", "transition: 5", "/states/0/transition: No state is called null."],
  ])("is refused where it %s", (_why, fields, message) => {
    expect(refusalOf(leaving(fields))).toBe(`SOURCE_INVALID ${message}`);
  });

  test("is refused where it leads to a state that only compensates", () => {
    const text = statesWorkflow(
      `- { name: A, type: sleep, duration: PT1S, transition: Undo }
- { name: Undo, type: operation, usedForCompensation: true, actions: [] }`,
    );

    expect(refusalOf(text)).toBe('SOURCE_INVALID /states/0/transition: "Undo" is only used for compensation; no state may lead to it.');
  });
});
