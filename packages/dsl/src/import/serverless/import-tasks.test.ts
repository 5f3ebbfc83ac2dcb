import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf, told } from "../testing/import-text.ts";
import { writeImported } from "../write-imported.ts";

// Sources in the style of the published examples of Serverless Workflow 1.0.

function workflow(tasks: string, more = ""): string {
  return `document: { dsl: '1.0.0', namespace: default, name: order, version: '0.1.0' }\n${more}do:\n${tasks}`;
}

const GET = `  - load:
      call: http
      with: { method: get, endpoint: 'https://api.example.com/orders/{id}', query: { full: 'yes' } }
      output: { as: '\${ .lines }' }
  - use:
      call: http
      with: { method: post, endpoint: { uri: 'https://api.example.com/prices' }, body: { lines: '\${ . }' } }
`;

const TRY = `  - guard:
      try:
        - charge: { call: http, with: { method: post, endpoint: 'https://pay.example.com/charges', body: { amount: '\${ .total }' } } }
      catch:
        errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/communication', status: 503 } }
        as: problem
        retry: { delay: { seconds: 3 }, backoff: { exponential: {} }, limit: { attempt: { count: 5 } } }
        do:
          - tell: { call: http, with: { method: post, endpoint: 'https://ops.example.com/alarms', body: { why: '\${ $problem.detail }' } } }
  - done: { set: { status: fine } }
`;

const SAMPLES = [
  {
    guarantee: "a call of HTTP stands in place, with the values of its address",
    text: workflow(GET),
    state: "load",
    is: {
      type: "task",
      call: { http: { method: "GET", url: "https://api.example.com/orders/${ input.id }", query: { full: "yes" } } },
      kind: "readOnly",
      next: "use",
    },
  },
  {
    guarantee: "a task works on the output of the one before",
    text: workflow(GET),
    state: "use",
    is: { call: { http: { body: { lines: "${ steps.load.output.lines }" } } }, kind: "retriable" },
  },
  {
    guarantee: "a set names values",
    text: workflow(
      "  - a: { set: { colour: red, twice: '${ .n * 2 }' } }\n  - b: { call: http, with: { method: post, endpoint: 'https://x.example.com/y', body: '${ .colour }' } }\n",
    ),
    state: "b",
    is: { call: { http: { body: "${ vars.colour }" } } },
  },
  {
    guarantee: "a switch leads where its cases say",
    text: workflow(
      "  - sort:\n      switch:\n        - big: { when: .total > 100, then: slow }\n        - small: { when: '${ .total > 10 }', then: exit }\n        - other: { then: end }\n  - quick: { wait: PT1S }\n  - slow: { wait: { minutes: 1, seconds: 30 } }\n",
    ),
    state: "sort",
    is: {
      type: "switch",
      cases: [
        { when: "${ input.total > 100 }", next: "slow" },
        { when: "${ input.total > 10 }", next: "done" },
      ],
      default: "done",
    },
  },
  {
    guarantee: "a wait knows the units of its duration",
    text: workflow("  - rest: { wait: { minutes: 1, seconds: 30 } }\n"),
    state: "rest",
    is: { type: "wait", for: "1m30s" },
  },
  {
    guarantee: "a try gives its catch and its retry to the calls inside",
    text: workflow(TRY),
    state: "charge",
    is: {
      retry: { attempts: 6, delay: "3s", multiplier: 2 },
      catch: [{ errors: ["Refused", "Unavailable", "Unknown", "NotDone", "BadReply"], when: "${ error.status == 503 }", next: "tell" }],
      next: "done",
    },
  },
  {
    guarantee: "a handler reads the error by its name",
    text: workflow(TRY),
    state: "tell",
    is: { call: { http: { body: { why: "${ error.detail }" } } }, next: "done" },
  },
  {
    guarantee: "a raise fails with its error",
    text: workflow(
      "  - stop: { raise: { error: { type: 'https://example.com/errors/out-of-stock', status: 409, title: Out of stock } } }\n",
    ),
    state: "stop",
    is: { type: "fail", error: { type: "out-of-stock", status: 409, detail: "Out of stock" } },
  },
  {
    guarantee: "a raise inside a try goes to its catch",
    text: workflow(
      "  - guard:\n      try: [{ stop: { raise: { error: { type: mine, status: 400 } } } }]\n      catch: { errors: { with: { type: mine } }, as: e, do: [{ tell: { call: http, with: { method: post, endpoint: 'https://x.example.com/y', body: { s: '${ $e.status }' } } } }] }\n",
    ),
    state: "tell",
    is: { call: { http: { body: { s: 400 } } } },
  },
  {
    guarantee: "a fork runs its branches at once",
    text: workflow(
      "  - both:\n      fork:\n        branches:\n          - left: { call: http, with: { method: get, endpoint: 'https://x.example.com/l' } }\n          - right: { do: [{ first: { wait: PT1S } }, { second: { set: { a: 1 } } }] }\n",
    ),
    state: "both",
    is: { type: "parallel", branches: { leftBranch: { start: "left" }, rightBranch: { start: "first" } } },
  },
  {
    guarantee: "branches that compete are won by the first",
    text: workflow("  - race: { fork: { compete: true, branches: [{ a: { wait: PT1S } }, { b: { wait: PT2S } }] } }\n"),
    state: "race",
    is: { join: "any" },
  },
  {
    guarantee: "a for goes through its list, one item after another",
    text: workflow(
      "  - feeding:\n      for: { each: pet, in: .pets, at: no }\n      do:\n        - feed: { call: http, with: { method: post, endpoint: 'https://x.example.com/feed', body: { pet: '${ $pet.name }', no: '${ $no }' } } }\n",
    ),
    state: "feeding",
    is: {
      type: "forEach",
      in: "${ input.pets }",
      each: "pet",
      at: "no",
      concurrency: 1,
      body: { start: "feed", states: { feed: { call: { http: { body: { pet: "${ pet.name }", no: "${ no }" } } } } } },
    },
  },
  {
    guarantee: "a listen waits for one of its events, and gives a list",
    text: workflow(
      "  - hear: { listen: { to: { any: [{ with: { type: a.b }, correlate: { o: { from: '${ .data.order }' } } }, { with: { type: c.d } }] } } }\n  - use: { set: { first: '${ .[0].id }' } }\n",
    ),
    state: "hear",
    is: { type: "listen", cases: [{ event: { type: "a.b", key: "${ event.data.order }" } }, { event: { type: "c.d" } }] },
  },
  {
    guarantee: "an emit goes through the outbox",
    text: workflow("  - tell: { emit: { event: { with: { source: 'https://shop', type: order.placed, data: { id: '${ .id }' } } } } }\n"),
    state: "tell",
    is: { type: "emit", event: { type: "order.placed", source: "https://shop", data: { id: "${ input.id }" } } },
  },
  {
    guarantee: "a workflow that is run is a child saga",
    text: workflow("  - sub: { run: { workflow: { namespace: shop, name: billing, version: '1.0.0', input: { id: '${ .id }' } } } }\n"),
    state: "sub",
    is: { type: "saga", saga: "shop/billing@1.0.0", input: { id: "${ input.id }" } },
  },
  {
    guarantee: "a script is asked of a worker",
    text: workflow("  - js: { run: { script: { language: js, code: 'return 1' } } }\n"),
    state: "js",
    is: { call: { worker: { queue: "script" } }, with: { language: "js", code: "return 1" } },
  },
  {
    guarantee: "a call of OpenAPI is an operation of a catalogue",
    text: workflow(
      "  - find: { call: openapi, with: { document: { endpoint: 'https://petstore.example.com/v2/swagger.json' }, operationId: findPets, parameters: { status: '${ .status }' } } }\n",
    ),
    state: "find",
    is: { call: "petstore-example-com.findPets", with: { status: "${ input.status }" } },
  },
  {
    guarantee: "grpc, asyncapi and functions of a catalogue are operations too",
    text: workflow(
      "  - hi: { call: grpc, with: { proto: { endpoint: 'file://hi.proto' }, service: { name: Greeter, host: x }, method: sayHello, arguments: { name: '${ .n }' } } }\n  - pub: { call: asyncapi, with: { document: { endpoint: 'https://x.example.com/a.json' }, operation: publish, message: { payload: { a: 1 } } } }\n  - log: { call: 'log:1.0.0@main', with: { text: hello } }\n",
    ),
    state: "hi",
    is: { call: "greeter.sayHello", with: { name: "${ input.n }" } },
  },
  {
    guarantee: "a condition stands before its task",
    text: workflow("  - maybe: { if: '${ .go == true }', wait: PT1S }\n"),
    state: "maybe",
    is: { type: "switch", cases: [{ when: "${ input.go == true }", next: "doMaybe" }], default: "done" },
  },
  {
    guarantee: "the context is followed where it is exported",
    text: workflow(
      "  - a: { call: http, with: { method: get, endpoint: 'https://x.example.com/a' }, export: { as: '${ $context + { token: .token } }' } }\n  - b: { set: { x: 1 } }\n  - c: { call: http, with: { method: post, endpoint: 'https://x.example.com/c', body: { t: '${ $context.token }' } } }\n",
    ),
    state: "c",
    is: { call: { http: { body: { t: "${ steps.a.output.token }" } } } },
  },
  {
    guarantee: "a function of the workflow is the call it stands for",
    text: workflow(
      "  - get: { call: getPet, with: { petId: '${ .id }' } }\n",
      "use: { functions: { getPet: { call: http, with: { method: get, endpoint: 'https://x.example.com/pets/{petId}', query: { id: '${ .petId }' } } } } }\n",
    ),
    state: "get",
    is: { call: { http: { method: "GET", url: "https://x.example.com/pets/${ input.id }", query: { id: "${ input.id }" } } } },
  },
] as const;

describe("a workflow of 1.0", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    const imported = importText(text);

    expect(mistakesIn(imported)).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test("keeps its name, version, time-out and schedule", () => {
    const text = workflow("  - a: { wait: PT1S }\n", "timeout: { after: { hours: 1 } }\nschedule: { cron: '0 3 * * *' }\n");

    expect(sagaOf(importText(text))).toMatchObject({
      document: { name: "order", version: "0.1.0" },
      timeout: { after: "1h" },
      triggers: [{ schedule: { cron: "0 3 * * *" } }],
    });
  });

  test("gives the output it shapes", () => {
    const text = workflow("  - a: { set: { x: { y: 1 } } }\n", "output: { as: '${ .x }' }\n");

    expect(stateOf(text, "done")).toEqual({ type: "succeed", output: "${ vars.x }" });
  });

  test("reads well", async () => {
    const files = writeImported(importText(workflow(TRY)));

    await expect(files.map(({ name, text }) => `# ${name}\n${text}`).join("\n")).toMatchFileSnapshot("../golden/order-1.0.yaml");
  });
});

describe("the loss report of a workflow of 1.0", () => {
  test.each([
    [
      "dropped",
      "a condition that ends a loop",
      workflow("  - l: { for: { in: .x }, while: .go, do: [{ w: { wait: PT1S } }] }\n"),
      '"l" stops when its condition no longer holds; a forEach goes through the whole list.',
    ],
    [
      "dropped",
      "the authentication of a call",
      workflow("  - a: { call: http, with: { method: get, endpoint: { uri: 'https://x.example.com/a', authentication: { use: b } } } }\n"),
      'How the call of "a" is authenticated is not brought over.',
    ],
    ["dropped", "secrets", workflow("  - a: { wait: PT1S }\n", "use: { secrets: [s] }\n"), '"use.secrets" is not brought over.'],
    [
      "changed",
      "a process",
      workflow("  - c: { run: { container: { image: x } } }\n"),
      '"c" runs a container; an engine of sagas runs no processes. A worker on the queue "container" is asked instead.',
    ],
    [
      "changed",
      "all events at once",
      workflow("  - h: { listen: { to: { all: [{ with: { type: a } }, { with: { type: b } }] } } }\n"),
      '"h" waits for all of its events; here the first of them goes on.',
    ],
  ] as const)("names as %s %s", (kind, _what, text, sentence) => {
    expect(told(text, kind)).toContain(sentence);
  });
});
