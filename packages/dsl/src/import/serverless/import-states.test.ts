import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, sagaOf, stateOf, told } from "../testing/import-text.ts";
import { writeImported } from "../write-imported.ts";

// Sources in the style of the published examples of Serverless Workflow 0.8.

function workflow(states: string, more = ""): string {
  return `id: order\nversion: '1.2'\nspecVersion: '0.8'\nname: Order\n${more}states:\n${states}`;
}

const FUNCTIONS = `functions:
  - { name: reserve, operation: 'https://stock.example.com/openapi.json#reserveItems' }
  - { name: release, operation: 'https://stock.example.com/openapi.json#releaseItems' }
  - { name: charge, operation: 'specs/payments.proto#Payments#Charge', type: rpc }
  - { name: price, operation: '.total * 2', type: expression }
events:
  - { name: paid, type: payment.received, source: /payments, correlation: [{ contextAttributeName: orderid }] }
  - { name: placed, type: order.placed, source: /shop, kind: produced }
retries:
  - { name: thrice, delay: PT2S, maxAttempts: 3, multiplier: 2, jitter: PT1S }
errors:
  - { name: Missing, code: '404' }
`;

const PAYMENT = workflow(
  `  - { name: Reserve, type: operation, compensatedBy: Release, actions: [{ functionRef: { refName: reserve, arguments: { items: '\${ .items }' } }, actionDataFilter: { toStateData: '\${ .reservation }' } }], transition: Charge }
  - { name: Release, type: operation, usedForCompensation: true, actions: [{ functionRef: { refName: release, arguments: { items: '\${ .items }' } }, retryRef: thrice }] }
  - { name: Charge, type: operation, actions: [{ functionRef: { refName: charge, arguments: { amount: '\${ .total }', reservation: '\${ .reservation.id }' } }, retryRef: thrice }], onErrors: [{ errorRef: Missing, transition: { nextState: Sorry, compensate: true } }], end: { produceEvents: [{ eventRef: placed, data: '\${ { id: .id } }' }] } }
  - { name: Sorry, type: inject, data: { status: sorry }, end: true }
`,
  FUNCTIONS,
);

const SAMPLES = [
  {
    guarantee: "a function is called with its arguments",
    text: PAYMENT,
    state: "Reserve",
    is: { type: "task", call: "stock-example-com.reserveItems", with: { items: "${ input.items }" }, next: "Charge" },
  },
  {
    guarantee: "a result kept in the document is read from its step",
    text: PAYMENT,
    state: "Charge",
    is: {
      with: { amount: "${ input.total }", reservation: "${ steps.Reserve.output.id }" },
      retry: { attempts: 4, delay: "2s", multiplier: 2, jitter: "full" },
      catch: [{ errors: ["Missing"], next: "undoChargeOnError" }],
    },
  },
  {
    guarantee: "an undo that is asked for on the way is one",
    text: PAYMENT,
    state: "undoChargeOnError",
    is: { type: "compensate", next: "Sorry" },
  },
  {
    guarantee: "an event at the end goes through the outbox",
    text: PAYMENT,
    state: "sendFromCharge",
    is: {
      type: "emit",
      event: { type: "order.placed", source: "/shop", data: { id: "${ steps.Charge.output.?id.or(input.?id).orValue(null) }" } },
    },
  },
  { guarantee: "an inject names values", text: PAYMENT, state: "Sorry", is: { type: "set", values: { status: "sorry" } } },
  {
    guarantee: "data conditions become cases",
    text: workflow(
      `  - name: Sort\n    type: switch\n    dataConditions:\n      - { condition: '\${ .age >= 18 and .ok }', transition: Yes }\n      - { condition: '\${ .tags | length > 2 }', end: true }\n    defaultCondition: { transition: No }\n  - { name: Yes, type: inject, data: { a: 1 }, end: true }\n  - { name: No, type: sleep, duration: PT1H, end: true }\n`,
    ),
    state: "Sort",
    is: {
      type: "switch",
      cases: [
        { when: "${ (input.age >= 18) && input.ok }", next: "Yes" },
        { when: "${ size(input.tags) > 2 }", next: "done" },
      ],
      default: "No",
    },
  },
  {
    guarantee: "a sleep is a wait",
    text: workflow("  - { name: Rest, type: sleep, duration: P1DT2H, end: true }\n"),
    state: "Rest",
    is: { type: "wait", for: "1d2h" },
  },
  {
    guarantee: "event conditions become a listen with a time-out",
    text: workflow(
      `  - name: Await\n    type: switch\n    eventConditions:\n      - { eventRef: paid, transition: Yes }\n    timeouts: { eventTimeout: PT5M }\n    defaultCondition: { end: true }\n  - { name: Yes, type: inject, data: { a: 1 }, end: true }\n`,
      FUNCTIONS,
    ),
    state: "Await",
    is: {
      type: "listen",
      cases: [{ event: { type: "payment.received", source: "/payments", key: '${ event["orderid"] }' }, next: "Yes" }],
      timeout: "5m",
      onTimeout: "done",
    },
  },
  {
    guarantee: "a foreach gathers what its actions give",
    text: workflow(
      `  - name: Each\n    type: foreach\n    inputCollection: '\${ .lines }'\n    iterationParam: line\n    outputCollection: '\${ .done }'\n    mode: sequential\n    actions: [{ functionRef: { refName: reserve, arguments: { sku: '\${ $line.sku }', order: '\${ .id }' } } }]\n    transition: Use\n  - { name: Use, type: operation, actions: [{ functionRef: { refName: charge, arguments: { all: '\${ .done }' } } }], end: true }\n`,
      FUNCTIONS,
    ),
    state: "Each",
    is: {
      type: "forEach",
      in: "${ input.lines }",
      each: "line",
      concurrency: 1,
      body: { states: { EachItem: { with: { sku: "${ line.sku }", order: "${ input.id }" } } }, output: "${ steps.EachItem.output }" },
    },
  },
  {
    guarantee: "the branches of a parallel state run their actions",
    text: workflow(
      `  - name: Both\n    type: parallel\n    completionType: atLeast\n    numCompleted: 1\n    branches:\n      - { name: left, actions: [{ functionRef: reserve }] }\n      - { name: right, actions: [{ functionRef: { refName: charge } }, { name: again, functionRef: reserve }] }\n    end: true\n`,
      FUNCTIONS,
    ),
    state: "Both",
    is: { type: "parallel", join: "any", branches: { left: { start: "left2" }, right: { start: "right1" } } },
  },
  {
    guarantee: "actions in parallel are branches too",
    text: workflow(
      `  - { name: Both, type: operation, actionMode: parallel, actions: [{ name: a, functionRef: reserve }, { name: b, functionRef: charge }], end: true }\n`,
      FUNCTIONS,
    ),
    state: "Both",
    is: { type: "parallel", branches: { a: { start: "a2" }, b: { start: "b2" } } },
  },
  {
    guarantee: "a callback calls, then waits",
    text: workflow(
      `  - { name: Ask, type: callback, action: { functionRef: charge }, eventRef: paid, timeouts: { eventTimeout: P1D }, end: true }\n`,
      FUNCTIONS,
    ),
    state: "awaitAsk",
    is: { type: "listen", cases: [{ event: { type: "payment.received" } }], timeout: "1d" },
  },
  {
    guarantee: "a sub-flow is a child saga",
    text: workflow("  - { name: Sub, type: operation, actions: [{ subFlowRef: billing }], end: true }\n"),
    state: "Sub",
    is: { type: "saga", saga: "billing", input: "${ input }" },
  },
  {
    guarantee: "an action may sleep, send an event and wait for one",
    text: workflow(
      `  - { name: Talk, type: operation, actions: [{ sleep: { before: PT5S }, eventRef: { triggerEventRef: placed, resultEventRef: paid, data: '\${ .order }' } }], end: true }\n`,
      FUNCTIONS,
    ),
    state: "doTalk",
    is: { type: "emit", event: { type: "order.placed", data: "${ input.order }" }, next: "awaitDoTalk" },
  },
  {
    guarantee: "an expression function calls nothing",
    text: workflow(
      `  - { name: Sum, type: operation, actions: [{ functionRef: price, actionDataFilter: { toStateData: '\${ .double }' } }], transition: Use }\n  - { name: Use, type: operation, actions: [{ functionRef: { refName: charge, arguments: { amount: '\${ .double }' } } }], end: true }\n`,
      FUNCTIONS,
    ),
    state: "Use",
    is: { with: { amount: "${ input.total * 2 }" } },
  },
  {
    guarantee: "filters of state data change the document",
    text: workflow(
      `  - { name: A, type: inject, data: { order: { id: 7 } }, stateDataFilter: { output: '\${ .order }' }, transition: B }\n  - { name: B, type: operation, actions: [{ functionRef: { refName: charge, arguments: { id: '\${ .id }' } } }], end: true }\n`,
      FUNCTIONS,
    ),
    state: "B",
    is: { with: { id: "${ vars.order.id }" } },
  },
] as const;

describe("a workflow of 0.8", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    const imported = importText(text);

    expect(mistakesIn(imported)).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test("keeps its name, version and time-out", () => {
    const text = workflow("  - { name: A, type: sleep, duration: PT1S, end: true }\n", "timeouts: { workflowExecTimeout: PT1H }\n");

    expect(sagaOf(importText(text))).toMatchObject({
      document: { name: "order", version: "1.2.0", title: "Order" },
      timeout: { after: "1h" },
    });
  });

  test("that begins with an event is triggered by it", () => {
    const text = workflow(
      `  - { name: Begin, type: event, onEvents: [{ eventRefs: [placed], actions: [{ functionRef: charge }] }], end: true }\n`,
      FUNCTIONS,
    );

    expect(sagaOf(importText(text))).toMatchObject({
      triggers: [{ event: { type: "order.placed", source: "/shop", input: "${ event.data }" } }],
      start: "actOnBegin",
    });
  });

  test("has its compensation where the undo belongs", () => {
    const imported = importText(PAYMENT);

    expect(operationsOf(imported)["stock-example-com.reserveItems"]).toMatchObject({
      kind: "compensatable",
      compensate: { call: { method: "POST", path: "/releaseItems", body: { items: "${ params.items }" } }, retry: { attempts: 4 } },
    });
    expect(sagaOf(imported)["states"]).not.toHaveProperty("Release");
    expect(operationsOf(imported)).not.toHaveProperty("stock-example-com.releaseItems");
  });

  test("reads well", async () => {
    const files = writeImported(importText(PAYMENT));

    await expect(files.map(({ name, text }) => `# ${name}\n${text}`).join("\n")).toMatchFileSnapshot("../golden/order-0.8.yaml");
  });
});

describe("the loss report of a workflow of 0.8", () => {
  test.each([
    [
      "dropped",
      "what has no counterpart",
      workflow("  - { name: A, type: sleep, duration: PT1S, end: true }\n", "secrets: [key]\n"),
      '"secrets" of the workflow is not brought over.',
    ],
    [
      "dropped",
      "an expression that CEL cannot say",
      workflow(
        `  - { name: A, type: operation, actions: [{ functionRef: { refName: charge, arguments: { x: '\${ .a | ltrimstr("x") }' } } }], end: true }\n`,
        FUNCTIONS,
      ),
      '"${ .a | ltrimstr("x") }" cannot be written in CEL ("ltrimstr" has no counterpart); null stands in its place.',
    ],
    [
      "dropped",
      "a computed sleep",
      workflow("  - { name: A, type: sleep, duration: '${ .d }', end: true }\n"),
      'The sleep of "A" is no duration that is known before it runs; it is left out.',
    ],
    [
      "changed",
      "a description that is not read",
      PAYMENT,
      '"reserve" refers to "https://stock.example.com/openapi.json#reserveItems"; the description is not read: the operation "stock-example-com.reserveItems" is called as POST /reserveItems with its arguments as JSON.',
    ],
    [
      "changed",
      "an event without correlation",
      workflow("  - { name: A, type: callback, action: { subFlowRef: x }, eventRef: e, end: true }\n", "events: [{ name: e, type: t }]\n"),
      'The event "e" has no correlation; here its subject must be the id of the saga.',
    ],
  ] as const)("names as %s %s", (kind, _what, text, sentence) => {
    expect(told(text, kind)).toContain(sentence);
  });
});
