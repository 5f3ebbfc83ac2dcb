import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../../../testing/import-text.ts";
import { lossesOf, statesWorkflow } from "../../../testing/serverless.ts";

const DEFINITIONS = `functions: [{ name: f, operation: 'stock.json#hold' }]
events:
  - { name: paid, type: order.paid, source: /bank, correlation: [{ contextAttributeName: order }] }
  - { name: lost, type: order.lost }
  - { name: vip, type: order.vip, source: '', correlation: [{ contextAttributeName: level, contextAttributeValue: gold }] }
  - { name: two, type: order.two, correlation: [{ contextAttributeName: a, contextAttributeValue: '\${ .x }' }, { contextAttributeName: b }] }
`;

/** A workflow whose event state comes after a sleep, so that it listens. */
function listening(fields: string): string {
  return statesWorkflow(
    `- { name: First, type: sleep, duration: PT1S, transition: Hear }
- { name: Hear, type: event, ${fields}, transition: Use }
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .a }', got: '\${ .got.b }' } } }], end: true }`,
    DEFINITIONS,
  );
}

/** A workflow that begins with an event state. */
function starting(fields: string, more = "transition: Use"): string {
  return statesWorkflow(
    `- { name: Hear, type: event, ${fields}, ${more} }
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .a }', got: '\${ .got.b }' } } }], end: true }`,
    DEFINITIONS,
  );
}

describe("an event state of 0.8 in the middle of a flow", () => {
  test.each([
    [
      "by an attribute that must be the id of the saga",
      "paid",
      { type: "order.paid", source: "/bank", match: "${ saga.id }", key: '${ event["order"] }' },
    ],
    ["by its subject where nothing is said", "lost", { type: "order.lost", match: "${ saga.id }" }],
    ["by an attribute with a value", "vip", { type: "order.vip", match: '${ "gold" }', key: '${ event["level"] }' }],
    ["by the first of several attributes", "two", { type: "order.two", match: "${ saga.id }", key: '${ event["a"] }' }],
    ["by its name where it is not defined", "other", { type: "other", match: "${ saga.id }" }],
  ])("correlates %s", (_how, name, event) => {
    const text = listening(`onEvents: [{ eventRefs: [${name}] }]`);

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Hear")).toMatchObject({ type: "listen", cases: [{ event, next: "Use" }] });
  });

  test.each([
    ["merges the data of the event", "", { a: "${ steps.Hear.output.data.?a.or(input.?a).orValue(null) }" }],
    ["leaves the data alone", ", eventDataFilter: { useData: false }", { a: "${ input.a }" }],
    [
      "merges what is selected",
      ", eventDataFilter: { data: '${ .order }' }",
      { a: "${ steps.Hear.output.data.order.?a.or(input.?a).orValue(null) }" },
    ],
    [
      "puts the data where it belongs",
      ", eventDataFilter: { toStateData: '${ .got }' }",
      { a: "${ input.a }", got: "${ steps.Hear.output.data.b }" },
    ],
  ])("%s", (_what, filter, given) => {
    expect(stateOf(listening(`onEvents: [{ eventRefs: [paid]${filter} }]`), "Use")).toMatchObject({ with: given });
  });

  test("goes on without an event when its time is up", () => {
    const text = listening("onEvents: [{ eventRefs: [paid], actions: [{ functionRef: f }] }], timeouts: { eventTimeout: PT1H }");

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Hear")).toMatchObject({ cases: [{ next: "actOnHear" }], timeout: "1h", onTimeout: "prepareUse" });
  });

  test("has the time-out of the workflow where it has none", () => {
    const text = `timeouts: { eventTimeout: P1D }\n${listening("onEvents: [{ eventRefs: [paid] }]")}`;

    expect(stateOf(text, "Hear")).toMatchObject({ timeout: "1d" });
  });

  test("does for each of its events what belongs to it", () => {
    const text = listening("onEvents: [{ eventRefs: [paid, vip] }, { eventRefs: [lost], actions: [{ functionRef: f }] }]");

    expect(stateOf(text, "Hear")).toMatchObject({ cases: [{ next: "prepareUse" }, {}, { next: "actOnHear2" }] });
  });

  test.each([
    [
      "changed",
      "/onEvents/0",
      "onEvents: [{ eventRefs: [lost] }]",
      'The event "lost" has no correlation; here its subject must be the id of the saga.',
    ],
    [
      "changed",
      "/onEvents/0",
      "onEvents: [{ eventRefs: [paid] }]",
      'The event "paid" is correlated by "order"; here it must be the id of the saga.',
    ],
    [
      "changed",
      "/onEvents/0",
      "onEvents: [{ eventRefs: [two] }]",
      'The event "two" is correlated by several attributes; only the first is kept.',
    ],
    [
      "changed",
      "",
      "exclusive: false, onEvents: [{ eventRefs: [paid, lost] }]",
      '"Hear" waits for all of its events; here the first of them goes on.',
    ],
    [
      "changed",
      "/onEvents/0/actionMode",
      "onEvents: [{ eventRefs: [paid], actionMode: parallel }]",
      '"Hear" runs its actions at once; here they run one after another.',
    ],
    ["dropped", "", "onEvents: [{ eventRefs: [] }]", '"Hear" names no events; it does not wait.'],
    ["dropped", "", "onEvents: []", '"Hear" names no events; it does not wait.'],
    [
      "dropped",
      "/onEvents/0/eventDataFilter/where",
      "onEvents: [{ eventRefs: [paid], eventDataFilter: { where: x } }]",
      '"where" of the filter of an event is not brought over.',
    ],
    [
      "changed",
      "/onEvents/0/eventDataFilter/toStateData",
      "onEvents: [{ eventRefs: [paid], eventDataFilter: { toStateData: '.l[0]' } }]",
      "The place where a result is kept is no plain path; it is merged into the document.",
    ],
  ])("tells as %s%s what %s loses", (kind, at, fields, sentence) => {
    expect(lossesOf(listening(fields))).toContain(`${kind} /states/1${at}: ${sentence}`);
  });
});

describe("an event state a workflow of 0.8 begins with", () => {
  test("starts the saga by any of its events", () => {
    expect(sagaOf(importText(starting("onEvents: [{ eventRefs: [paid, lost, paid] }]")))["triggers"]).toEqual([
      { event: { type: "order.paid", source: "/bank", input: "${ event.data }" } },
      { event: { type: "order.lost", input: "${ event.data }" } },
    ]);
  });

  test.each([
    ["the data of the event", "", { a: "${ input.a }" }],
    ["what is selected of it", ", eventDataFilter: { data: '${ .order }' }", { a: "${ input.order.a }" }],
    ["it where it belongs", ", eventDataFilter: { toStateData: .got }", { got: "${ input.b }" }],
  ])("hands on %s", (_what, filter, given) => {
    const text = starting(`onEvents: [{ eventRefs: [paid]${filter} }]`);

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Use")).toMatchObject({ with: given });
  });

  test("filters its input before it does anything", () => {
    const text = starting("onEvents: [{ eventRefs: [paid] }], stateDataFilter: { input: '${ .order }' }");

    expect(sagaOf(importText(text))).toMatchObject({ triggers: [{ event: { type: "order.paid" } }] });
    expect(stateOf(text, "Use")).toMatchObject({ with: { a: "${ input.order.a }" } });
  });

  test("waits in a saga that was started where different events do different things", () => {
    const text = starting("onEvents: [{ eventRefs: [paid] }, { eventRefs: [lost], actions: [{ functionRef: f }] }]");

    expect(sagaOf(importText(text))).not.toHaveProperty("triggers");
    expect(lossesOf(text)).toContain(
      'changed /states/0: "Hear" begins the workflow by one of several events; here a saga that was started waits for them.',
    );
  });

  test.each([
    [
      "kept /states/0",
      "onEvents: [{ eventRefs: [paid] }]",
      "transition: Use",
      '"Hear" begins the workflow by an event: that is a trigger of the saga, whose input is the data of the event.',
    ],
    [
      "changed /states/0/onEvents/0",
      "exclusive: false, onEvents: [{ eventRefs: [paid, lost] }]",
      "transition: Use",
      '"Hear" waits for all of its events before it begins; here any of them starts a saga.',
    ],
    [
      "changed /states/0",
      "onEvents: [{ eventRefs: [paid] }]",
      "transition: { nextState: Hear }",
      'The workflow comes back to "Hear" and waits for another event; the saga does not wait there.',
    ],
    ["dropped /states/0", "onEvents: [{ eventRefs: [] }]", "transition: Use", '"Hear" names no events; it does not wait.'],
  ])("tells as %s what %s with %s loses", (place, fields, more, sentence) => {
    expect(lossesOf(starting(fields, more))).toContain(`${place}: ${sentence}`);
  });
});

describe("a callback state of 0.8", () => {
  function asking(fields: string): string {
    return statesWorkflow(`- { name: Ask, type: callback, ${fields} end: true }`, DEFINITIONS);
  }

  test("calls, waits, and goes on without an answer when its time is up", () => {
    const text = asking(
      "action: { functionRef: f }, eventRef: paid, eventDataFilter: { toStateData: .got }, timeouts: { eventTimeout: P1D },",
    );

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "Ask")).toMatchObject({ type: "task", call: "stock.hold", next: "awaitAsk" });
    expect(stateOf(text, "awaitAsk")).toMatchObject({ type: "listen", timeout: "1d", onTimeout: "done2" });
  });

  test.each([
    ["dropped /action", "eventRef: paid,", 'The action "Ask" names no function, workflow or event.'],
    ["changed /eventRef", "action: { functionRef: f },", 'The event "event" is not defined in the source; its name is taken for its type.'],
  ])("tells as %s what is missing in %s", (place, fields, sentence) => {
    expect(lossesOf(asking(fields))).toContain(`${place.replace(" ", " /states/0")}: ${sentence}`);
  });
});
