import { describe, expect, test } from "vitest";
import { memberOf } from "../../../model/read-json.ts";
import { catalogueOf, type WrittenAsl, writeAsl } from "../../testing/write-asl.ts";

const DONE = "  done: { type: succeed }\n";

function writeState(fields: string, catalogue = "operations: {}\n"): WrittenAsl {
  return writeAsl(`start: it\nstates:\n  it: { ${fields} }\n${DONE}`, [catalogueOf(catalogue)]);
}

describe("a task", () => {
  const url = "http: { method: POST, url: https://a.example/t";

  test("sends a key that is one for all its attempts, unless it only reads or has its own", () => {
    const headersOf = (fields: string): unknown => memberOf(writeState(fields).states["it"]?.["Arguments"], "Headers");

    expect(headersOf(`type: task, call: { ${url} } }, next: done`)).toEqual({
      "Idempotency-Key": '{% $states.context.Execution.Name & "/it#" & $states.context.State.EnteredTime %}',
    });
    expect(headersOf(`type: task, call: { ${url} } }, idempotencyKey: 'k-\${ input.id }', next: done`)).toEqual({
      "Idempotency-Key": '{% "k-" & $input.id %}',
    });
    expect(headersOf("type: task, call: { http: { method: GET, url: https://a.example/t } }, next: done")).toBeUndefined();
  });

  test("sends query, headers and body, and leaves the header with a secret to the connection", () => {
    const { states, losses } = writeState(
      `type: task, call: { ${url}, query: { q: '\${ input.q }' }, headers: { X-A: a, X-S: 'Bearer \${ secrets.token }' }, body: [1] } }, next: done`,
    );

    expect(states["it"]?.["Arguments"]).toEqual({
      Method: "POST",
      ApiEndpoint: "https://a.example/t",
      Authentication: { ConnectionArn: "${httpConnectionArn}" },
      QueryParameters: { q: "{% $input.q %}" },
      Headers: { "Idempotency-Key": expect.any(String) as string, "X-A": "a" },
      RequestBody: [1],
    });
    expect(losses).toContain('dropped /states/it/call The header with "X-S" is left out: it holds a secret.');
  });

  test("tries and waits as often and as long as its catalogue says, the operation before the service", () => {
    const { states } = writeState(
      "type: task, call: stock.find, next: done",
      `timeout: 5s
retry: { attempts: 5, delay: 2s, maxDelay: 1s, jitter: none }
operations:
  find: { kind: readOnly, call: { method: GET, path: /f }, retry: { multiplier: 3 } }
`,
    );

    expect(states["it"]?.["TimeoutSeconds"]).toBe(5);
    expect(states["it"]?.["Retry"]).toEqual([
      { ErrorEquals: expect.any(Array) as string[], IntervalSeconds: 1, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 2 },
    ]);
  });

  test("that is tried once has no retry, and waits half a minute where nobody says how long", () => {
    const { states } = writeState(`type: task, call: { ${url} } }, retry: { attempts: 1 }, next: done`);

    expect(states["it"]).not.toHaveProperty("Retry");
    expect(states["it"]?.["TimeoutSeconds"]).toBe(30);
  });

  test("names its output, its own or that of its operation", () => {
    const operations = "operations:\n  find: { kind: readOnly, call: { method: GET, path: /f }, output: { n: '${ response.status }' } }\n";
    const assignedBy = (output: string): unknown =>
      writeState(`type: task, call: stock.find, ${output} next: done`, operations).states["it"]?.["Assign"];

    expect(assignedBy("")).toEqual({ steps_it: { n: "{% $states.result.StatusCode %}" } });
    expect(assignedBy("output: '${ response.headers }',")).toEqual({ steps_it: "{% $states.result.Headers %}" });
  });

  test.each([
    [
      "a worker is an activity",
      "call: { worker: { queue: print-jobs } }",
      { Resource: "${print_jobsArn}", Arguments: { id: "{% $input.id %}" } },
    ],
    [
      "an operation nobody knows is a function",
      "call: mail.send",
      { Resource: "arn:aws:states:::lambda:invoke", Arguments: { FunctionName: "${mail_sendArn}", Payload: { id: "{% $input.id %}" } } },
    ],
  ])("that calls %s of its name", (_what, call, task) => {
    const { states, losses } = writeState(
      `type: task, ${call}, with: { id: '\${ input.id }' }, errors: [{ when: '\${ true }', type: Odd }], next: done`,
    );

    expect(states["it"]).toMatchObject({ ...task, Assign: { steps_it: "{% $states.result %}" } });
    expect(losses.filter((loss) => loss.includes("/states/it/call"))).toHaveLength(2);
  });

  test("tells everything it says that a machine cannot", () => {
    const { losses } = writeState(
      "type: task, call: stock.move, lock: { key: k }, await: callback, timeout: 1500ms, retry: { delay: 100ms, within: 1m }, next: done",
      `concurrency: 5
operations:
  move: { kind: pivot, twoPhase: { prepare: { method: POST, path: /p }, commit: { method: POST, path: /c }, abort: { method: POST, path: /a } } }
`,
    );

    expect(losses.filter((loss) => loss.includes("/states/it/"))).toEqual([
      "dropped /states/it/await The callback is not waited for.",
      "dropped /states/it/call The operation speaks two phases; none of their calls is made.",
      'dropped /states/it/call The limits of the service "stock" are not kept.',
      'changed /states/it/call "it" calls an operation whose catalogue is not known, or that is no HTTP call.',
      "dropped /states/it/lock The lock is not taken.",
      "changed /states/it/retry Delays are whole seconds, at least one.",
      "dropped /states/it/retry Nothing bounds all attempts together.",
      "changed /states/it/timeout It is rounded up to whole seconds.",
    ]);
  });

  test.each(["rateLimit: { limit: 5 }", "circuitBreaker: {}"])("tells that limits of its service are not kept: %s", (limit) => {
    const { losses } = writeState(
      "type: task, call: stock.find, next: done",
      `${limit}\noperations: { find: { kind: readOnly, call: { method: GET, path: /f } } }\n`,
    );

    expect(losses).toContain('dropped /states/it/call The limits of the service "stock" are not kept.');
  });
});

describe("a wait", () => {
  test.each([
    ["for: 90s", { Seconds: 90 }],
    ["for: 10ms", { Seconds: 1 }],
    ["until: '${ input.at }'", { Timestamp: "{% $string($input.at) %}" }],
    ["for: never", { Seconds: 1 }],
  ])("is as long as it says: %s", (fields, wait) => {
    expect(writeState(`type: wait, ${fields}, next: done`).states["it"]).toEqual({ Type: "Wait", ...wait, Next: "done" });
  });
});

describe("an end", () => {
  test("that says no output has none: not what the state before it answered", () => {
    expect(writeState("type: wait, for: 1s, next: done").states["done"]).toEqual({ Type: "Succeed", Output: null });
  });

  test("that fails with nothing to undo fails at once", () => {
    expect(writeState("type: fail, error: { type: No, detail: 'not ${ input.id }' }").states["it"]).toEqual({
      Type: "Fail",
      Error: "No",
      Cause: '{% "not " & $input.id %}',
    });
  });

  test("of a two-phase group is a failure, and told", () => {
    const { states, losses } = writeState("type: transaction, protocol: 2pc, kind: pivot, participants: [], next: done");

    expect(states["it"]).toMatchObject({ Type: "Fail", Error: "NotExpressed" });
    expect(losses).toContain("dropped /states/it A two-phase group has no counterpart; the machine undoes what is done and fails there.");
  });
});

describe("a state that waits for somebody", () => {
  test("leads on by itself where only one thing may come, and an error nobody catches leads back", () => {
    const { states } = writeState("type: listen, signal: go, next: done, catch: [{ errors: [Timeout], next: done }]");

    expect(states["it"]).toMatchObject({
      Arguments: { MessageBody: { state: "it", token: "{% $states.context.Task.Token %}", events: ["go"] } },
      Catch: [
        { ErrorEquals: ["States.Timeout"], Next: "done" },
        { ErrorEquals: ["States.ALL"], Next: "failed" },
      ],
      Next: "done",
    });
    expect(states["it"]).not.toHaveProperty("TimeoutSeconds");
  });

  test("takes no answer for another: what was not asked for is a failure", () => {
    const { states } = writeState("type: human, outcomes: { no: done, yes: done }, timeout: 1h, onTimeout: done");

    expect(states["after it"]).toEqual({
      Type: "Choice",
      Choices: [
        { Condition: '{% $steps_it.outcome = "no" %}', Next: "done" },
        { Condition: '{% $steps_it.outcome = "yes" %}', Next: "done" },
      ],
      Assign: { error: { Error: "OutputInvalid", Cause: 'What "it" was answered with is none of what it asked for.' } },
      Default: "failed",
    });
    expect(states["it"]).toMatchObject({ TimeoutSeconds: 3600, Catch: [{ ErrorEquals: ["States.Timeout"], Next: "done" }, {}] });
  });

  test("behind the pivot has no way back for an answer nobody asked for", () => {
    const { states } = writeAsl(`start: pay
states:
  pay: { type: task, kind: pivot, call: { http: { method: POST, url: https://a.example/pay } }, next: it }
  it: { type: human, outcomes: { no: done, yes: done } }
${DONE}`);

    expect(states["after it"]?.["Default"]).toBe("stuck forward");
  });

  test("sends who is asked and for what, and tells that nobody checks who answers", () => {
    const { states, losses } = writeState(
      "type: human, assign: { role: '${ input.role }' }, form: { type: object }, fourEyes: true, outcomes: { ok: done }",
    );

    expect(states["it"]?.["Arguments"]).toMatchObject({
      MessageBody: { outcomes: ["ok"], assign: { role: "{% $input.role %}" }, form: { type: "object" } },
    });
    expect(losses).toContain("dropped /states/it/fourEyes Whoever started the execution may answer.");
  });
});

describe("a child saga", () => {
  test("is a machine of its own, whose failure may be caught", () => {
    const { states, losses } = writeState("type: saga, saga: refund@^1.0, catch: [{ errors: [ChildFailed], next: done }], next: done");

    expect(states["it"]).toMatchObject({
      Arguments: { StateMachineArn: "${shop_refundArn}", Input: {} },
      Assign: { steps_it: "{% $states.result.Output %}" },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { error: { Error: "ChildFailed" } }, Next: "done" }],
    });
    expect(losses).toContain('changed /states/it The child "shop/refund" is a machine of its own, and not undone with this one.');
  });
});
