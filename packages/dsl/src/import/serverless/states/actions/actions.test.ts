import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, sagaOf, stateOf } from "../../../testing/import-text.ts";
import { lossesOf, statesWorkflow } from "../../../testing/serverless.ts";

const DEFINITIONS = `functions:
  - { name: f, operation: 'stock.json#hold' }
  - { name: sum, operation: '\${ .a + $by }', type: expression }
events:
  - { name: sent, type: order.placed, kind: produced }
  - { name: heard, type: order.paid, correlation: [{ contextAttributeName: order }] }
retries:
  - { name: often, maxAttempts: 3 }
errors:
  - { name: Not there, code: '404' }
  - { name: Odd, code: odd-number }
`;

/** One state with actions, and a state behind it that tells what can be read. */
function acting(actions: string, more = ""): string {
  return statesWorkflow(
    `- { name: A, type: operation, actions: [${actions}], ${more} transition: B }
- { name: B, type: operation, actions: [{ functionRef: { refName: f, arguments: { all: '\${ . }', a: '\${ .a }', deep: '\${ .x.y }' } } }], end: true }`,
    DEFINITIONS,
  );
}

const F = "functionRef: f";

describe("an action of 0.8", () => {
  test.each([
    [
      "is given what its filter lets through",
      `{ ${F}, actionDataFilter: { fromStateData: '\${ .order }' } }`,
      "A",
      { with: "${ input.order }" },
    ],
    ["is given parameters as older sources say", "{ functionRef: { refName: f, parameters: { n: 1 } } }", "A", { with: { n: 1 } }],
    ["merges its result into the document", `{ ${F} }`, "B", { with: { a: "${ steps.A.output.?a.or(input.?a).orValue(null) }" } }],
    [
      "merges what is selected of its result",
      `{ ${F}, actionDataFilter: { results: '\${ .body }' } }`,
      "B",
      { with: { a: "${ steps.A.output.body.?a.or(input.?a).orValue(null) }" } },
    ],
    [
      "keeps its result to itself",
      `{ ${F}, actionDataFilter: { useResults: false } }`,
      "B",
      { with: { all: "${ input }", a: "${ input.a }" } },
    ],
    [
      "puts its result deep into the document",
      `{ ${F}, actionDataFilter: { toStateData: '\${ .x.y }' } }`,
      "B",
      { with: { a: "${ input.a }", deep: "${ steps.A.output }" } },
    ],
    [
      "of an expression reads its arguments",
      "{ functionRef: { refName: sum, arguments: { by: '${ .b }' } }, actionDataFilter: { toStateData: .a } }",
      "B",
      { with: { a: "${ input.a + input.b }" } },
    ],
    [
      "runs where its condition holds",
      `{ ${F}, condition: '\${ .go == true }' }`,
      "whetherDoA",
      { type: "switch", cases: [{ when: "${ input.go == true }", next: "doA" }], default: "prepareB" },
    ],
    [
      "sleeps before and after",
      `{ ${F}, sleep: { before: PT1S, after: PT2S } }`,
      "sleepBeforeDoA",
      { type: "wait", for: "1s", next: "doA" },
    ],
    ["that comes after a sleep leads to one", `{ ${F}, sleep: { before: PT1S, after: PT2S } }`, "doA", { next: "sleepAfterDoA" }],
    ["does not sleep for no time", `{ ${F}, sleep: { before: PT0S } }`, "doA", { type: "task" }],
  ])("%s", (_what, action, state, is) => {
    expect(mistakesIn(importText(acting(action)))).toEqual([]);
    expect(stateOf(acting(action), state)).toMatchObject(is);
  });

  test("has its own name where there are several, and never that of another state", () => {
    const text = acting(`{ name: B, ${F} }, { name: A, ${F} }, { name: again, ${F} }, { ${F} }`);

    expect(Object.keys(sagaOf(importText(text))["states"] as object)).toEqual(["B2", "A2", "again", "A4", "B", "done"]);
  });

  test("is timed by its state, or by the workflow", () => {
    const state = acting(`{ ${F} }`, "timeouts: { actionExecTimeout: PT5S },");
    const workflow = `timeouts: { actionExecTimeout: PT9S }\n${acting(`{ ${F} }`)}`;

    expect(stateOf(state, "A")).toMatchObject({ timeout: "5s" });
    expect(stateOf(state, "B")).not.toHaveProperty("timeout");
    expect(stateOf(workflow, "A")).toMatchObject({ timeout: "9s" });
  });

  test.each([
    ["dropped", "", "{}", 'The action "A" names no function, workflow or event.'],
    [
      "dropped",
      "/functionRef/selectionSet",
      "{ functionRef: { refName: f, selectionSet: '{ id }' } }",
      '"selectionSet" of the call of "f" is not brought over.',
    ],
    ["dropped", "/retryableErrors", `{ ${F}, retryableErrors: [Odd] }`, '"retryableErrors" of "A" is not brought over.'],
    ["dropped", "/sleep/between", `{ ${F}, sleep: { between: PT1S } }`, '"between" of "do A" is not brought over.'],
    [
      "dropped",
      "/sleep/before",
      `{ ${F}, sleep: { before: '\${ .pause }' } }`,
      'The sleep before "do A" is no duration that is known before it runs; it is left out.',
    ],
    [
      "dropped",
      "/actionDataFilter/where",
      `{ ${F}, actionDataFilter: { where: x } }`,
      '"where" of the filter of an action is not brought over.',
    ],
    [
      "changed",
      "/actionDataFilter/toStateData",
      `{ ${F}, actionDataFilter: { toStateData: '.list[0]' } }`,
      "The place where a result is kept is no plain path; it is merged into the document.",
    ],
    [
      "changed",
      "/functionRef",
      "{ functionRef: { refName: f, invoke: async } }",
      '"f" is called without waiting; here the step waits for the answer.',
    ],
  ])("tells as %s%s what %s loses", (kind, at, action, sentence) => {
    expect(lossesOf(acting(action))).toContain(`${kind} /states/0/actions/0${at}: ${sentence}`);
  });

  test("that is no object is told", () => {
    expect(lossesOf(acting("f"))).toContain('dropped /states/0/actions/0: An item of "actions" is no object; it is left out.');
  });

  test("without a name for its function is an operation all the same", () => {
    expect(stateOf(acting("{ functionRef: {} }"), "A")).toMatchObject({ call: "function-service.functionCall" });
  });

  test("tells where the operation of its function is more than a text", () => {
    const text = statesWorkflow(
      `- { name: A, type: operation, actions: [{ ${F} }], end: true }`,
      "functions: [{ name: f, operation: { uri: a.json } }]\n",
    );

    expect(lossesOf(text)).toContain('dropped /functions/0/operation: "operation" of "f" is not brought over.');
  });
});

describe("an error an action may end with", () => {
  const failing = acting(`{ ${F} }`, "onErrors: [{ errorRef: Not there, end: true }, { errorRefs: [Odd, Timeout, Rare], end: true }],");

  test("is told by the status its definition has, else by the type in the body", () => {
    expect(operationsOf(importText(failing))["stock.hold"]?.["errors"]).toEqual([
      { when: "${ response.status == 404 }", type: "Not-there" },
      { when: '${ response.body.type == "odd-number" }', type: "Odd" },
      { when: '${ response.body.type == "Rare" }', type: "Rare" },
    ]);
    expect(lossesOf(failing).filter((loss) => loss.includes("by what answer"))).toEqual([
      'changed /states/0/actions/0: The source does not say by what answer "A" fails with "Odd"; here by one whose body has the type "odd-number".',
      'changed /states/0/actions/0: The source does not say by what answer "A" fails with "Rare"; here by one whose body has the type "Rare".',
    ]);
  });

  test.each([
    ["DefaultErrorRef", "errorRef: DefaultErrorRef"],
    ["a star", "errorRefs: [Odd, '*']"],
    ["nothing", "transition: B"],
  ])("is any where the state names %s", (_what, named) => {
    expect(stateOf(acting(`{ ${F} }`, `onErrors: [{ ${named}, ${named.includes("transition") ? "" : "end: true"} }],`), "A")).toMatchObject(
      {
        catch: [{ errors: ["*"] }],
      },
    );
  });

  test("can be read where it leads", () => {
    const text = statesWorkflow(
      `- { name: A, type: operation, actions: [{ ${F} }], onErrors: [{ errorRef: Odd, transition: B, log: true }], end: true }
- { name: B, type: operation, actions: [{ functionRef: { refName: f, arguments: { why: '\${ .error.message }' } } }], end: true }`,
      DEFINITIONS,
    );

    expect(stateOf(text, "B")).toMatchObject({ with: { why: "${ error.detail }" } });
    expect(lossesOf(text)).toContain('dropped /states/0/onErrors/0/log: "log" of the errors of "A" is not brought over.');
  });
});

describe("a retry of an action", () => {
  function retried(definition: string, action = ""): string {
    return statesWorkflow(
      `- { name: A, type: operation, actions: [{ ${F}, retryRef: r${action} }], end: true }`,
      `functions: [{ name: f, operation: 'stock.json#hold' }]\nretries: [{ name: r, ${definition} }]\n`,
    );
  }

  test.each([
    ["maxAttempts: 3", { attempts: 4, delay: "100ms", multiplier: 1, jitter: "none" }],
    ["maxAttempts: '3', delay: PT2S, multiplier: '1.5', jitter: PT1S", { attempts: 4, delay: "2s", multiplier: 1.5, jitter: "full" }],
    ["delay: PT30S", { attempts: 3, delay: "30s", multiplier: 1, maxDelay: "30s", jitter: "none" }],
    ["delay: PT30S, maxDelay: PT5M, maxAttempts: 0", { attempts: 1, delay: "30s", multiplier: 1, maxDelay: "5m", jitter: "none" }],
    ["maxAttempts: 5000, multiplier: 500", { attempts: 1000, delay: "100ms", multiplier: 100, jitter: "none" }],
  ])("%s counts every call", (definition, retry) => {
    expect(mistakesIn(importText(retried(definition)))).toEqual([]);
    expect(stateOf(retried(definition), "A")).toMatchObject({ retry });
  });

  test.each([
    [
      "changed /retries/0/maxAttempts",
      "maxAttempts: unlimited",
      "",
      '"maxAttempts" of the retry "r" is no number that is known before it runs; it is 2 here.',
    ],
    [
      "changed /retries/0/increment",
      "increment: PT1S",
      "",
      'The delays of the retry "r" grow by a fixed amount; here they are multiplied.',
    ],
    [
      "dropped /retries/0/delay",
      "delay: soon",
      "",
      'The delay of the retry "r" is no duration that is known before it runs; it is left out.',
    ],
    [
      "changed /states/0/actions/0/nonRetryableErrors",
      "maxAttempts: 3",
      ", nonRetryableErrors: [Odd]",
      'The retry "r" holds for some errors; here it holds for all that may be repeated.',
    ],
  ])("tells as %s what %s%s loses", (place, definition, action, sentence) => {
    expect(lossesOf(retried(definition, action))).toContain(`${place}: ${sentence}`);
  });

  test("that is defined nowhere has the defaults, and that is told", () => {
    const text = acting(`{ ${F}, retryRef: never }`);

    expect(stateOf(text, "A")).toMatchObject({ retry: { attempts: 3 } });
    expect(lossesOf(text)).toContain(
      'changed /states/0/actions/0/retryRef: The retry "never" is not defined in the source; the defaults are taken.',
    );
  });
});
