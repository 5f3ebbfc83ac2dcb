import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { importText } from "../testing/import-text.ts";

// Nothing is passed over in silence: a field nobody knows is told wherever it stands, but for places where any data may.

const STATES: JsonObject = {
  id: "order",
  specVersion: "0.8",
  start: { stateName: "Begin", schedule: { cron: { expression: "0 3 * * *" } } },
  timeouts: { workflowExecTimeout: { duration: "PT1H" }, eventTimeout: "PT1M" },
  functions: [{ name: "f", operation: "a.json#f" }],
  events: [{ name: "e", type: "t", correlation: [{ contextAttributeName: "a" }] }],
  retries: [{ name: "r", maxAttempts: 2 }],
  errors: [{ name: "x", code: "404" }],
  states: [
    {
      name: "Begin",
      type: "event",
      onEvents: [{ eventRefs: ["e"], eventDataFilter: { data: ".a" }, actions: [{ functionRef: { refName: "f" }, retryRef: "r" }] }],
      transition: { nextState: "Work", produceEvents: [{ eventRef: "e" }] },
    },
    {
      name: "Work",
      type: "operation",
      timeouts: { actionExecTimeout: "PT1S" },
      stateDataFilter: { input: ".a" },
      compensatedBy: "Undo",
      actions: [
        { subFlowRef: { workflowId: "a" }, sleep: { before: "PT1S" } },
        { eventRef: { triggerEventRef: "e" } },
        { functionRef: { refName: "f" }, actionDataFilter: { results: ".a" } },
      ],
      onErrors: [{ errorRef: "x", end: true }],
      transition: "Choose",
    },
    { name: "Undo", type: "operation", usedForCompensation: true, actions: [{ functionRef: { refName: "f" } }] },
    {
      name: "Choose",
      type: "switch",
      dataConditions: [{ condition: ".a", transition: "Both" }],
      defaultCondition: { end: { continueAs: { workflowId: "b" } } },
    },
    {
      name: "Both",
      type: "parallel",
      branches: [
        { name: "l", actions: [{ functionRef: { refName: "f" } }] },
        { name: "r", actions: [{ functionRef: { refName: "f" } }] },
      ],
      transition: "Each",
    },
    { name: "Each", type: "foreach", inputCollection: ".l", actions: [{ functionRef: { refName: "f" } }], transition: "Ask" },
    { name: "Ask", type: "callback", action: { functionRef: { refName: "f" } }, eventRef: "e", transition: "Await" },
    { name: "Await", type: "switch", eventConditions: [{ eventRef: "e", transition: "Rest" }], defaultCondition: { end: true } },
    { name: "Rest", type: "sleep", duration: "PT1S", transition: "Put" },
    { name: "Put", type: "inject", data: { a: 1 }, end: true },
  ],
};

const CALL: JsonObject = { call: "http", with: { method: "get", endpoint: { uri: "https://x.example.com/a" }, headers: { a: "b" } } };

const TASKS: JsonObject = {
  document: { dsl: "1.0.0", name: "order" },
  schedule: { on: { one: { with: { type: "t" } } } },
  input: { from: ".a" },
  output: { as: ".b" },
  timeout: { after: { seconds: 9 } },
  evaluate: { language: "jq" },
  use: { functions: { known: { call: "openapi", with: { document: { endpoint: { uri: "a.json" } }, operationId: "x" } } } },
  do: [
    { a: { ...CALL, input: { from: ".a" }, output: { as: ".a" }, export: { as: ".a" }, timeout: { after: "PT1S" } } },
    { b: { call: "known" } },
    { c: { call: "grpc", with: { proto: { endpoint: "a.proto" }, service: { name: "S" }, method: "m" } } },
    { d: { call: "asyncapi", with: { document: { endpoint: "a.yaml" }, operation: "o" } } },
    { e: { emit: { event: { with: { type: "t" } } } } },
    { f: { listen: { to: { any: [{ with: { type: "t" }, correlate: { a: { from: ".a" } } }] } } } },
    { g: { for: { in: ".l" }, do: [{ h: { wait: { seconds: 1 } } }] } },
    { i: { fork: { branches: [{ j: { wait: "PT1S" } }, { k: { wait: "PT1S" } }] } } },
    {
      l: {
        try: [{ m: CALL }],
        catch: {
          errors: { with: { status: 404 } },
          retry: { limit: { attempt: { count: 2 } }, backoff: { exponential: {} }, jitter: { from: "PT1S" } },
          do: [{ n: { raise: { error: { type: "t" } } } }],
        },
      },
    },
    { o: { switch: [{ p: { when: ".a", then: "end" } }] } },
    { q: { run: { workflow: { name: "w" } } } },
    { r: { run: { container: { image: "i" } } } },
    { s: { set: { a: 1 } } },
  ],
};

// Any data may stand there, or names of the author's own.
const FREE =
  /\/(?:data|set|headers|container|correlate|functions|do\/\d+|try\/\d+|branches\/\d+|switch\/\d+)$|\/(?:exponential|wait|after|jitter)$/;
const OWN_BRANCH = /^\/states\/4\/branches\/\d$/;

describe("a field nobody knows", () => {
  test.each([
    ["0.8", STATES],
    ["1.0", TASKS],
  ])("is told wherever it stands in a workflow of %s", (_version, workflow) => {
    const places: string[] = [];
    const { losses } = importText(JSON.stringify(withUnknown(workflow, "", places)));
    const told = losses.filter(({ what }) => what.includes("nobodyKnows")).map(({ at }) => at.replace(/\/nobodyKnows$/, ""));

    expect(places.filter((place) => !told.includes(place))).toEqual([]);
    expect(places.length).toBeGreaterThan(40);
  });
});

/** The value with one more field in each object; notes where. */
function withUnknown(json: Json, at: string, places: string[]): Json {
  if (typeof json !== "object" || json === null) return json;
  if (!isJsonObject(json)) return (json as readonly Json[]).map((item, index) => withUnknown(item, `${at}/${index}`, places));
  const members = Object.entries(json).map(([name, member]) => [name, withUnknown(member, `${at}/${name}`, places)] as const);
  if (FREE.test(at) && !OWN_BRANCH.test(at)) return Object.fromEntries(members);

  places.push(at);
  return { ...Object.fromEntries(members), nobodyKnows: 1 };
}
