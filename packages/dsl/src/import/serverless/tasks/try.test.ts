import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../../testing/serverless.ts";

const CALL = "{ call: http, with: { endpoint: 'https://x.example.com/a' } }";

function trying(caught: string, more = ""): string {
  return tasksWorkflow(
    `
- guard: { try: [{ a: ${CALL} }], catch: { ${caught} }${more} }
- after: { set: { got: '\${ . }' } }`,
    "use: { retries: { often: { limit: { attempt: { count: 4 } } } } }\n",
  );
}

const DO = "do: [{ h: { set: { why: '${ $error.detail }' } } }]";

describe("a try of 1.0", () => {
  test.each([
    ["catches everything", DO, { catch: [{ errors: ["*"], next: "h" }] }],
    ["goes on behind it where it only catches", "as: e", { catch: [{ errors: ["*"], next: expect.stringMatching(/^prepareAfter/) }] }],
    [
      "catches an error of its own",
      `errors: { with: { type: 'https://x.example.com/errors#out-of-stock' } }, ${DO}`,
      { catch: [{ errors: ["out-of-stock"] }] },
    ],
    [
      "catches time-outs",
      `errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/timeout' } }, ${DO}`,
      { catch: [{ errors: ["Timeout"] }] },
    ],
    [
      "catches an address of no error of the language",
      `errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/constructor' } }, ${DO}`,
      { catch: [{ errors: ["constructor"] }] },
    ],
    ["catches an error without a name", `errors: { with: { type: '//' } }, ${DO}`, { catch: [{ errors: ["Failed"] }] }],
    ["catches a status", `errors: { with: { status: 503 } }, ${DO}`, { catch: [{ errors: ["*"], when: "${ error.status == 503 }" }] }],
    ["catches where a condition holds", `when: '\${ .status > 499 }', ${DO}`, { catch: [{ when: "${ error.status > 499 }" }] }],
    [
      "catches where a condition does not hold",
      `exceptWhen: '\${ .status > 499 }', ${DO}`,
      { catch: [{ when: "${ !(error.status > 499) }" }] },
    ],
    [
      "catches where all of it holds",
      `errors: { with: { status: 503 } }, when: '\${ $e.type == "x" }', as: e, ${DO}`,
      { catch: [{ when: '${ (error.status == 503) && (error.type == "x") }' }] },
    ],
    ["never catches on what cannot be said", `when: '\${ .detail | explode }', ${DO}`, { catch: [{ when: "${ false }" }] }],
  ])("%s", (_what, caught, is) => {
    expect(mistakesIn(importText(trying(caught)))).toEqual([]);
    expect(stateOf(trying(caught), "a")).toMatchObject(is);
  });

  test("that only retries lets the last error through", () => {
    expect(stateOf(trying("retry: often"), "a")).not.toHaveProperty("catch");
  });

  test.each([
    ["a policy by its name", "retry: often", { attempts: 5, delay: "1s", multiplier: 1, jitter: "none" }],
    ["a policy by a name nobody has", "retry: never", { attempts: 3 }],
    ["a policy without a limit", "retry: { delay: PT30S }", { attempts: 3, delay: "30s", maxDelay: "30s", multiplier: 1 }],
    [
      "delays that grow",
      "retry: { backoff: { exponential: {} }, limit: { attempt: { count: 2 }, duration: PT5M }, jitter: { from: PT1S, to: PT2S } }",
      { attempts: 3, multiplier: 2, jitter: "full", within: "5m" },
    ],
    ["delays that grow by an amount", "retry: { backoff: { linear: {} }, limit: { attempt: { count: 2 } } }", { multiplier: 2 }],
  ])("retries by %s", (_what, caught, retry) => {
    expect(mistakesIn(importText(trying(caught)))).toEqual([]);
    expect(stateOf(trying(caught), "a")).toMatchObject({ retry });
  });

  test.each([
    ["changed", "", "retry: never", 'The retry of "guard" is not defined in the source; the defaults are taken.'],
    ["changed", "", "retry: { delay: PT1S }", 'The retry of "guard" has no limit of attempts; here a call is tried 3 times.'],
    ["changed", "", "retry: { when: .a }", '"guard" retries some errors only; here all that may be repeated are.'],
    ["changed", "", "retry: { exceptWhen: .a }", '"guard" retries some errors only; here all that may be repeated are.'],
    ["changed", "", "when: .a, retry: { delay: PT1S }", '"guard" retries some errors only; here all that may be repeated are.'],
    [
      "changed",
      "",
      "errors: { with: { status: 404 } }, retry: { delay: PT1S }",
      '"guard" retries some errors only; here all that may be repeated are.',
    ],
    [
      "changed",
      "/backoff",
      "retry: { backoff: { linear: {} } }",
      'The delays of the retry of "guard" grow by a fixed amount; here each is twice the last.',
    ],
    [
      "dropped",
      "/limit/attempt/duration",
      "retry: { limit: { attempt: { duration: PT1S } } }",
      '"duration" of the retry of "guard" is not brought over.',
    ],
    [
      "dropped",
      "/delay",
      "retry: { delay: soon }",
      'The delay of the retry of "guard" is no duration that is known before it runs; it is left out.',
    ],
  ])("tells as %s /retry%s what %s loses", (kind, at, caught, sentence) => {
    expect(lossesOf(trying(caught))).toContain(`${kind} /do/0/guard/catch/retry${at}: ${sentence}`);
  });

  test("tells where all of its tasks would be tried again", () => {
    const text = tasksWorkflow(
      `- guard: { try: [{ a: ${CALL} }, { b: ${CALL} }], catch: { retry: { limit: { attempt: { count: 1 } } } } }`,
    );

    expect(lossesOf(text)).toContain(
      'changed /do/0/guard/catch/retry: "guard" tries all of its 2 tasks again; here each call is tried again by itself.',
    );
  });

  test.each([
    ["/errors/with/title", `errors: { with: { title: x } }, ${DO}`, '"title" of "guard" is not brought over.'],
    ["/errors/first", `errors: { first: x }, ${DO}`, '"first" of "guard" is not brought over.'],
    ["/finally", `finally: [], ${DO}`, '"finally" of "guard" is not brought over.'],
  ])("tells as dropped%s what %s loses", (at, caught, sentence) => {
    expect(lossesOf(trying(caught))).toContain(`dropped /do/0/guard/catch${at}: ${sentence}`);
  });

  test("inside another hands its errors on to it", () => {
    const text = tasksWorkflow(`
- outer:
    try: [{ inner: { try: [{ a: ${CALL} }], catch: { errors: { with: { type: mine } }, do: [{ h: { set: { x: 1 } } }] } } }]
    catch: { do: [{ g: { set: { y: 1 } } }], retry: { limit: { attempt: { count: 1 } } } }`);

    expect(stateOf(text, "a")).toMatchObject({
      catch: [
        { errors: ["mine"], next: "h" },
        { errors: ["*"], next: "g" },
      ],
      retry: { attempts: 2 },
    });
  });
});

describe("a raise of 1.0", () => {
  function raising(error: string, use = ""): string {
    return tasksWorkflow(`- stop: { raise: { error: ${error} } }`, use);
  }

  test.each([
    [
      "{ type: 'https://x.example.com/errors/gone', status: 410, detail: 'No ${ .id }' }",
      { type: "gone", status: 410, detail: "No ${ input.id }" },
    ],
    ["{ type: gone, title: It is gone }", { type: "gone", detail: "It is gone" }],
    ["{ type: gone, status: '404' }", { type: "gone", status: 404 }],
    ["{}", { type: "Failed" }],
    ["gone", { type: "gone" }],
    ["5", { type: "Failed" }],
    ["known", { type: "known-error", status: 400 }],
  ])("of %s fails", (error, is) => {
    const text = raising(error, "use: { errors: { known: { type: known-error, status: 400 } } }\n");

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "stop")).toEqual({ type: "fail", error: is });
  });

  test.each([
    ["changed", "", "{ type: '${ .type }' }", 'The type of the error of "stop" is computed; here it is "Failed".'],
    ["changed", "/status", "{ type: a, status: '${ .s }' }", '"status" of the error of "stop" is no number that is known before it runs.'],
    ["dropped", "/status", "{ type: a, status: 42 }", '"status" of the error of "stop" is not brought over.'],
    ["dropped", "/status", "{ type: a, status: 404.5 }", '"status" of the error of "stop" is not brought over.'],
    ["dropped", "/status", "{ type: a, status: 999 }", '"status" of the error of "stop" is not brought over.'],
    ["dropped", "/title", "{ type: a, title: A, detail: B }", '"title" of the error of "stop" is not brought over.'],
    ["dropped", "/detail", "{ type: a, detail: { a: 1 } }", '"detail" of the error of "stop" is not brought over.'],
    ["dropped", "/instance", "{ type: a, instance: /do/0 }", '"instance" of the error of "stop" is not brought over.'],
  ])("tells as %s%s what %s loses", (kind, at, error, sentence) => {
    expect(mistakesIn(importText(raising(error)))).toEqual([]);
    expect(lossesOf(raising(error))).toContain(`${kind} /do/0/stop/raise/error${at}: ${sentence}`);
  });

  test("passes catches of other errors", () => {
    const text = tasksWorkflow(
      "- g: { try: [{ stop: { raise: { error: { type: mine } } } }], catch: { errors: { with: { type: other } }, do: [] } }",
    );

    expect(stateOf(text, "stop")).toMatchObject({ type: "fail", error: { type: "mine" } });
  });

  test("is always taken by a catch that asks for more, and that is told", () => {
    const text = tasksWorkflow(
      "- g: { try: [{ stop: { raise: { error: { type: mine } } } }], catch: { when: '${ .status == 1 }', do: [{ h: { set: { x: 1 } } }] } }",
    );

    expect(stateOf(text, "h")).toMatchObject({ type: "set" });
    expect(lossesOf(text)).toContain(
      'changed /do/0/g/try/0/stop/raise/error: "stop" raises an error that a catch takes on a condition; here it is always taken.',
    );
  });
});
