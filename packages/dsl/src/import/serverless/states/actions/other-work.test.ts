import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../../testing/import-text.ts";
import { lossesOf, statesWorkflow } from "../../../testing/serverless.ts";

const DEFINITIONS = `events:
  - { name: sent, type: order.placed, kind: produced }
  - { name: heard, type: order.paid, correlation: [{ contextAttributeName: order }] }
`;

function acting(action: string, more = ""): string {
  return statesWorkflow(`- { name: A, type: operation, actions: [${action}], ${more} end: true }`, DEFINITIONS);
}

describe("a sub-flow of 0.8", () => {
  test.each([
    ["{ subFlowRef: billing }", { saga: "billing", input: "${ input }" }],
    ["{ subFlowRef: { workflowId: billing, version: '2.1' } }", { saga: "billing@2.1" }],
    ["{ subFlowRef: { workflowId: billing, version: latest } }", { saga: "billing" }],
    ["{ subFlowRef: Send Bill }", { saga: "send-bill" }],
    ["{ subFlowRef: {} }", { saga: "child" }],
    ["{ subFlowRef: billing, actionDataFilter: { fromStateData: '${ .order }' } }", { input: "${ input.order }" }],
  ])("%s is a child saga", (action, is) => {
    expect(mistakesIn(importText(acting(action)))).toEqual([]);
    expect(stateOf(acting(action), "A")).toMatchObject({ type: "saga", ...is });
  });

  test.each([
    ["changed /subFlowRef", "{ subFlowRef: Send Bill }", 'The workflow "Send Bill" is looked for as the saga "send-bill".'],
    ["changed /subFlowRef", "{ subFlowRef: {} }", 'The workflow "" is looked for as the saga "child".'],
    ["changed /subFlowRef", "{ subFlowRef: { workflowId: a, version: new } }", '"new" cannot be a version; the newest "a" is taken.'],
    ["changed /subFlowRef", "{ subFlowRef: { workflowId: a, invoke: async } }", '"A" does not wait for its workflow; here it does.'],
    [
      "dropped /subFlowRef/onParentComplete",
      "{ subFlowRef: { workflowId: a, onParentComplete: continue } }",
      '"onParentComplete" of "A" is not brought over.',
    ],
    ["dropped /retryRef", "{ subFlowRef: a, retryRef: often }", '"retryRef" of "A" is not brought over.'],
  ])("tells as %s what %s loses", (place, action, sentence) => {
    expect(lossesOf(acting(action))).toContain(`${place.replace(" ", " /states/0/actions/0")}: ${sentence}`);
  });

  test("has its own time-out, and that is told", () => {
    expect(lossesOf(acting("{ subFlowRef: a }", "timeouts: { actionExecTimeout: PT1M },"))).toContain(
      'dropped /states/0/actions/0: The time-out of "A" has no counterpart: a child saga has its own.',
    );
  });
});

describe("an event of an action of 0.8", () => {
  test.each([
    ["{ eventRef: sent }", "A", { type: "emit", event: { type: "order.placed", data: "${ input }" }, next: "done" }],
    ["{ eventRef: { produceEventRef: sent, data: { n: '${ .n }' } } }", "A", { event: { data: { n: "${ input.n }" } } }],
    ["{ eventRef: { consumeEventRef: heard, consumeEventTimeout: PT1M } }", "A", { type: "listen", timeout: "1m" }],
    ["{ eventRef: { resultEventRef: heard } }", "A", { cases: [{ event: { type: "order.paid", key: '${ event["order"] }' } }] }],
    ["{ eventRef: { triggerEventRef: sent, resultEventRef: heard } }", "A", { type: "emit", next: "awaitA" }],
    ["{ eventRef: { triggerEventRef: sent, resultEventRef: heard } }", "awaitA", { type: "listen" }],
    ["{ eventRef: { triggerEventRef: sent, invoke: async } }", "A", { type: "emit" }],
  ])("%s has a state %s", (action, state, is) => {
    expect(mistakesIn(importText(acting(action)))).toEqual([]);
    expect(stateOf(acting(action), state)).toMatchObject(is);
  });

  test("is awaited as long as actions of its state may take", () => {
    expect(stateOf(acting("{ eventRef: { resultEventRef: heard } }", "timeouts: { actionExecTimeout: PT5M },"), "A")).toMatchObject({
      timeout: "5m",
    });
  });

  test("gives its data to the document", () => {
    expect(stateOf(acting("{ eventRef: { resultEventRef: heard }, actionDataFilter: { toStateData: .paid } }"), "done")).toMatchObject({
      output: { paid: "${ steps.A.output.data }" },
    });
  });

  test.each([
    ["dropped", "{ eventRef: {} }", "", '"A" names no event; it does nothing.'],
    ["dropped", "{ eventRef: null }", "", '"A" names no event; it does nothing.'],
    [
      "dropped",
      "{ eventRef: { triggerEventRef: sent, contextAttributes: { a: b } } }",
      "/contextAttributes",
      '"contextAttributes" of "A" is not brought over.',
    ],
    [
      "changed",
      "{ eventRef: { triggerEventRef: sent, resultEventRef: heard, invoke: async } }",
      "",
      '"A" does not wait for its event; here it does.',
    ],
    [
      "dropped",
      "{ eventRef: { resultEventRef: heard, resultEventTimeout: later } }",
      "/resultEventTimeout",
      'The time-out of "A" is no duration that is known before it runs; it is left out.',
    ],
    [
      "changed",
      "{ eventRef: { triggerEventRef: other } }",
      "",
      'The event "other" is not defined in the source; its name is taken for its type.',
    ],
  ])("tells as %s what %s loses", (kind, action, at, sentence) => {
    expect(lossesOf(acting(action))).toContain(`${kind} /states/0/actions/0/eventRef${at}: ${sentence}`);
  });
});
