import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, stateOf, told } from "../../testing/import-text.ts";
import { DONE, INTEGRATION, LAMBDA, machine, type Sample } from "../../testing/state-machine.ts";

function call(resource: string, more: object = {}): string {
  return machine({ A: { Type: "Task", Resource: `${INTEGRATION}${resource}`, ...more, End: true } });
}

const SAMPLES: readonly Sample[] = [
  {
    guarantee: "an API of a gateway is addressed by its parts",
    text: call("apigateway:invoke", {
      Parameters: {
        ApiEndpoint: "abc.example.com",
        Method: "put",
        Stage: "prod",
        Path: "/orders",
        Headers: { "X-Id.$": "$.id" },
        RequestBody: { "a.$": "$.a" },
      },
    }),
    state: "A",
    is: {
      call: {
        http: {
          method: "PUT",
          url: "https://abc.example.com/prod/orders",
          headers: { "X-Id": "${ input.id }" },
          body: { a: "${ input.a }" },
        },
      },
      kind: "retriable",
    },
  },
  {
    guarantee: "an API of a gateway needs no stage and no path",
    text: call("apigateway:invoke", { Parameters: { ApiEndpoint: "abc.example.com", Method: "HEAD" } }),
    state: "A",
    is: { call: { http: { method: "HEAD", url: "https://abc.example.com" } }, kind: "readOnly" },
  },
  {
    guarantee: "an answer over HTTP is read as the source reads it",
    text: machine({
      Get: {
        Type: "Task",
        Resource: `${INTEGRATION}http:invoke`,
        Parameters: { ApiEndpoint: "https://a.example.com/", Method: "GET" },
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "body.$": "$.ResponseBody.x", "code.$": "$.StatusCode" }, End: true },
    }),
    state: "Use",
    is: { with: { body: "${ steps.Get.output.x }", code: 200 } },
  },
  {
    guarantee: "an answer to a callback is what the caller of the callback says, over HTTP too",
    text: machine({
      Ask: {
        Type: "Task",
        Resource: `${INTEGRATION}apigateway:invoke.waitForTaskToken`,
        Parameters: { ApiEndpoint: "a.example.com", Method: "POST", RequestBody: { "t.$": "$$.Task.Token", "id.$": "$.id" } },
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "yes.$": "$.yes" }, End: true },
    }),
    state: "Use",
    is: { with: { yes: "${ steps.Ask.output.yes }" } },
  },
  {
    guarantee: "a call over HTTP may wait for a callback",
    text: call("http:invoke.waitForTaskToken", {
      Parameters: { ApiEndpoint: "https://a.example.com/", Method: "POST" },
      TimeoutSeconds: 60,
    }),
    state: "A",
    is: { call: { http: { method: "POST" } }, await: { callback: true, timeout: "1m" } },
  },
  {
    guarantee: "a function whose name is computed has one operation",
    text: call("lambda:invoke", { Parameters: { "FunctionName.$": "$.fn", "Payload.$": "$" } }),
    state: "A",
    is: { call: "lambda.AFunction", with: "${ input }" },
  },
  {
    guarantee: "a function without a payload is given nothing",
    text: call("lambda:invoke", { Parameters: { FunctionName: "price:live" } }),
    state: "A",
    is: { call: "lambda.price", with: {} },
  },
  {
    guarantee: "a function that answers by its token is waited for",
    text: machine({
      Ask: {
        Type: "Task",
        Resource: `${INTEGRATION}lambda:invoke.waitForTaskToken`,
        Parameters: { FunctionName: "ask", Payload: { "token.$": "$$.Task.Token" } },
        HeartbeatSeconds: 60,
        ResultPath: "$.said",
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "yes.$": "$.said.yes" }, End: true },
    }),
    state: "Ask",
    is: { call: "lambda.ask", await: { callback: true, timeout: "1m" }, with: {} },
  },
  {
    guarantee: "a callback without a time is waited for without one",
    text: call("sqs:sendMessage.waitForTaskToken", { Parameters: { QueueUrl: "q" } }),
    state: "A",
    is: { await: "callback" },
  },
  {
    guarantee: "a machine whose name is computed is a saga named after the state",
    text: call("states:startExecution.sync", { Parameters: { "StateMachineArn.$": "$.arn" } }),
    state: "A",
    is: { type: "saga", saga: "achild", input: {} },
  },
  {
    guarantee: "a child saga may be caught, and its output is read as the source reads it",
    text: machine({
      Run: {
        Type: "Task",
        Resource: `${INTEGRATION}sfn:startExecution.sync`,
        Parameters: { StateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:Bill" },
        Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Done" }],
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "out.$": "$.Output.x", "status.$": "$.Status" }, End: true },
      Done: DONE,
    }),
    state: "Use",
    is: { with: { out: "${ steps.Run.output.x }", status: "SUCCEEDED" } },
  },
  {
    guarantee: "an event without a source and a detail has neither",
    text: call("events:putEvents", { Parameters: { Entries: [{ DetailType: "order.placed" }] } }),
    state: "A",
    is: { type: "emit", event: { type: "order.placed", data: null } },
  },
  {
    guarantee: "a resource that says little is named by the last thing it says",
    text: machine({ A: { Type: "Task", Resource: "foo:bar:", End: true } }),
    state: "A",
    is: { call: "lambda.bar" },
  },
  {
    guarantee: "delays that grow beyond ours may grow as far as theirs",
    text: machine({
      A: { Type: "Task", Resource: `${LAMBDA}a`, Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 5, MaxAttempts: 4 }], End: true },
    }),
    state: "A",
    is: { retry: { attempts: 5, delay: "5s", multiplier: 2, maxDelay: "40s", jitter: "none" } },
  },
  {
    guarantee: "a function is named by the last part of what names it",
    text: machine({ A: { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:1:function:${PriceFunction}:$LATEST", End: true } }),
    state: "A",
    is: { call: "lambda.PriceFunction" },
  },
];

describe("an integration of AWS", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test.each([
    ["several events", { Entries: [{ DetailType: "a" }, { DetailType: "b" }] }],
    ["no event", { Entries: [] }],
    ["events nobody knows", { "Entries.$": "$.events" }],
    ["an event of no type", { Entries: [{ Source: "shop" }] }],
    ["an event of a computed type", { Entries: [{ "DetailType.$": "$.type" }] }],
    ["an event of an empty type", { Entries: [{ DetailType: "" }] }],
    ["an event whose type is a number", { Entries: [{ DetailType: 1 }] }],
    ["an event of an empty source", { Entries: [{ DetailType: "a", Source: "" }] }],
    ["an event whose source is a list", { Entries: [{ DetailType: "a", Source: ["shop"] }] }],
  ])("that sends %s stays a call", (_what, given) => {
    expect(stateOf(call("events:putEvents", { Parameters: given }), "A")).toMatchObject({ type: "task", call: "events.putEvents" });
  });

  test("that sends an event and catches its failure stays a call", () => {
    const text = machine({
      A: {
        Type: "Task",
        Resource: `${INTEGRATION}events:putEvents`,
        Parameters: { Entries: [{ DetailType: "a" }] },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }],
        End: true,
      },
      B: DONE,
    });

    expect(stateOf(text, "A")).toMatchObject({ type: "task", call: "events.putEvents" });
  });

  test("that is given null is given nothing", () => {
    const text = machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, Parameters: null, End: true } });

    expect(stateOf(text, "A")).toEqual({ type: "task", call: "lambda.a", next: "done" });
  });

  test("that names a version of a function calls that version", () => {
    const text = machine({ A: { Type: "Task", Resource: `${LAMBDA}charge:live`, End: true } });

    expect(operationsOf(importText(text))["lambda.charge"]).toMatchObject({
      call: { path: "/2015-03-31/functions/charge/invocations", query: { Qualifier: "live" } },
    });
  });

  test("tells an error of a service from its body, and repeats the one that is retried", () => {
    const text = machine({
      A: {
        Type: "Task",
        Resource: `${INTEGRATION}dynamodb:putItem`,
        Retry: [{ ErrorEquals: ["Busy"] }],
        Catch: [{ ErrorEquals: ["Busy", "Gone"], Next: "B" }],
        End: true,
      },
      B: DONE,
    });

    expect(operationsOf(importText(text))["dynamodb.putItem"]?.["errors"]).toEqual([
      { when: '${ response.body.__type == "Busy" }', type: "Busy", retry: true },
      { when: '${ response.body.__type == "Gone" }', type: "Gone" },
    ]);
  });

  test.each([
    ["all failures", ["States.ALL"], true],
    ["failures of tasks", ["States.TaskFailed"], true],
    ["one failure", ["Busy"], undefined],
  ])("that repeats %s repeats a function that threw something only then", (_what, names, retry) => {
    const text = machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, Retry: [{ ErrorEquals: names }], End: true } });

    expect(operationsOf(importText(text))["lambda.a"]?.["errors"]).toContainEqual({
      when: "${ has(response.body.errorMessage) && has(response.body.errorType) }",
      type: "TaskFailed",
      ...(retry === undefined ? {} : { retry }),
    });
  });

  test.each([
    ["lambda:invoke", { FunctionName: "a", InvocationType: "Event" }, '"InvocationType" of "A" has no counterpart; it is not passed on.'],
    [
      "events:putEvents",
      { Entries: [{ DetailType: "a", EventBusName: "b" }] },
      '"EventBusName" of "A" has no counterpart; it is not passed on.',
    ],
    ["states:startExecution.sync", { StateMachineArn: "a", Name: "n" }, '"Name" of "A" has no counterpart; it is not passed on.'],
    [
      "http:invoke",
      { ApiEndpoint: "https://a.example.com/", Method: "GET", Transform: {} },
      '"Transform" of "A" has no counterpart; it is not passed on.',
    ],
    [
      "http:invoke",
      { ApiEndpoint: "https://a.example.com/", Method: "GET", QueryParameters: { a: ["x", "y"], b: ["z"] } },
      '"a" of "A" has several values; the first is sent.',
    ],
    [
      "apigateway:invoke",
      { ApiEndpoint: "a.example.com", Method: "GET", AuthType: "IAM_ROLE" },
      'The authentication of "A" is a connection of AWS.',
    ],
  ])("of %s tells which of its parameters fall away", (resource, given, sentence) => {
    expect(told(call(resource, { Parameters: given }), "dropped")).toContain(sentence);
  });

  test.each([
    ["http:invoke", { ApiEndpoint: "https://a.example.com/" }, 'The method of "A" is not one that is known before it runs; POST is taken.'],
    [
      "http:invoke",
      { ApiEndpoint: "https://a.example.com/", "Method.$": "$.m" },
      'The method of "A" is not one that is known before it runs; POST is taken.',
    ],
    [
      "lambda:invoke",
      { "FunctionName.$": "$.f" },
      '"A" computes the name of the function it calls; the catalogue has one operation for it.',
    ],
    ["states:startExecution.sync", { "StateMachineArn.$": "$.m" }, '"A" computes the machine it runs; a saga stands here by its name.'],
  ])("of %s given %j tells what it means instead", (resource, given, sentence) => {
    expect(told(call(resource, { Parameters: given }), "changed")).toContain(sentence);
  });

  test("of HTTP that says nothing of itself has an address where nothing answers", () => {
    expect(stateOf(call("http:invoke"), "A")).toMatchObject({ call: { http: { method: "POST", url: "https://address.invalid/" } } });
  });
});
