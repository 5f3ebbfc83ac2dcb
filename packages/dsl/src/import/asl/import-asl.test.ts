import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, sagaOf, stateOf } from "../testing/import-text.ts";
import { DONE, LAMBDA, machine, type Sample } from "../testing/state-machine.ts";

// Sources in the style of the published examples. Every one of them must give documents without a mistake; what is
// looked at beside that stands with it.

const SAMPLES: readonly Sample[] = [
  {
    guarantee: "a Pass with a result names a value",
    text: machine({
      Seed: { Type: "Pass", Result: { tries: 0 }, ResultPath: "$.loop", Next: "Use" },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "tries.$": "$.loop.tries" }, End: true },
    }),
    state: "Use",
    is: { with: { tries: "${ vars.loopValue.tries }" } },
  },
  {
    guarantee: "a Pass that makes nothing falls away",
    text: machine({ Begin: { Type: "Pass", Next: "Work" }, Work: { Type: "Task", Resource: `${LAMBDA}work`, End: true } }),
    state: "Work",
    is: { with: "${ input }" },
  },
  {
    guarantee: "every comparison of a choice has its counterpart",
    text: machine({
      Sort: {
        Type: "Choice",
        Choices: [
          { And: [{ Variable: "$.kind", StringEquals: "a" }, { Not: { Variable: "$.n", NumericLessThanEquals: 3 } }], Next: "Done" },
          {
            Or: [
              { Variable: "$.flag", BooleanEquals: true },
              { Variable: "$.a.b", IsPresent: true },
            ],
            Next: "Done",
          },
          { Variable: "$.at", TimestampLessThan: "2026-01-01T00:00:00Z", Next: "Done" },
          { Variable: "$.name", StringMatches: "log-*.txt", Next: "Done" },
          { Variable: "$.left", NumericEqualsPath: "$.right", Next: "Done" },
          { Variable: "$.x", IsNull: false, Next: "Done" },
        ],
        Default: "Done",
      },
      Done: DONE,
    }),
    state: "Sort",
    is: {
      cases: [
        { when: '${ (input.kind == "a") && !(input.n <= 3) }', next: "Done" },
        { when: "${ (input.flag == true) || input.?a.?b.hasValue() }", next: "Done" },
        { when: '${ timestamp(input.at) < timestamp("2026-01-01T00:00:00Z") }', next: "Done" },
        { when: '${ input.name.matches("^log-.*\\\\.txt$") }', next: "Done" },
        { when: "${ input.left == input.right }", next: "Done" },
        { when: "${ !(input.x == null) }", next: "Done" },
      ],
    },
  },
  {
    guarantee: "a choice without a default fails as the source does",
    text: machine({ Sort: { Type: "Choice", Choices: [{ Variable: "$.a", IsString: true, Next: "Done" }] }, Done: DONE }),
    state: "Sort",
    is: { default: "SortNoMatch" },
  },
  {
    guarantee: "a wait counts seconds",
    text: machine({ Rest: { Type: "Wait", Seconds: 90, Next: "Done" }, Done: DONE }),
    state: "Rest",
    is: { type: "wait", for: "1m30s" },
  },
  {
    guarantee: "a wait until a moment reads it",
    text: machine({ Rest: { Type: "Wait", TimestampPath: "$.due", Next: "Done" }, Done: DONE }),
    state: "Rest",
    is: { until: "${ timestamp(input.due) }" },
  },
  {
    guarantee: "a computed wait says from when it counts",
    text: machine({ Rest: { Type: "Wait", SecondsPath: "$.s", Next: "Done" }, Done: DONE }),
    state: "Rest",
    is: { until: '${ timestamp(saga.startedAt) + duration(string(input.s) + "s") }' },
  },
  {
    guarantee: "a parallel block gives its branches names, and its result is their outputs in order",
    text: machine({
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "A", States: { A: { Type: "Task", Resource: `${LAMBDA}a`, End: true } } },
          { StartAt: "B", States: { B: { Type: "Pass", Result: 1, End: true } } },
        ],
        ResultPath: "$.both",
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Bad" }],
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "first.$": "$.both[0]" }, End: true },
      Bad: { Type: "Fail", Error: "Bad" },
    }),
    state: "Use",
    is: { with: { first: "${ steps.Both.output.BothBranch1 }" } },
  },
  {
    guarantee: "a map reads its items, its selector and the context of the item",
    text: machine({
      Each: {
        Type: "Map",
        ItemsPath: "$.lines",
        MaxConcurrency: 5,
        ToleratedFailurePercentage: 10,
        ItemSelector: { "line.$": "$$.Map.Item.Value", "no.$": "$$.Map.Item.Index", "order.$": "$.id" },
        ItemProcessor: { StartAt: "Do", States: { Do: { Type: "Task", Resource: `${LAMBDA}do`, End: true } } },
        End: true,
      },
    }),
    state: "Each",
    is: {
      type: "forEach",
      in: "${ input.lines }",
      concurrency: 5,
      tolerate: "10%",
      body: {
        start: "Do",
        states: {
          Do: { type: "task", call: "lambda.do", with: { line: "${ item }", no: "${ index }", order: "${ input.id }" }, end: true },
        },
        output: "${ steps.Do.output }",
      },
    },
  },
  {
    guarantee: "a retrier becomes the retry of the step, and its errors may be repeated",
    text: machine({
      Try: {
        Type: "Task",
        Resource: `${LAMBDA}try`,
        Retry: [
          { ErrorEquals: ["Busy"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 3, MaxDelaySeconds: 30, JitterStrategy: "FULL" },
          { ErrorEquals: ["States.ALL"] },
        ],
        End: true,
      },
    }),
    state: "Try",
    is: { retry: { attempts: 5, delay: "2s", multiplier: 3, maxDelay: "30s", jitter: "full" } },
  },
  {
    guarantee: "a catcher keeps its errors, and its handler reads the error",
    text: machine({
      Try: {
        Type: "Task",
        Resource: `${LAMBDA}try`,
        Catch: [{ ErrorEquals: ["States.Timeout", "OutOfStock"], ResultPath: "$.why", Next: "Tell" }],
        End: true,
      },
      Tell: { Type: "Task", Resource: `${LAMBDA}tell`, Parameters: { "why.$": "$.why.Error" }, End: true },
    }),
    state: "Tell",
    is: { with: { why: "${ error.type }" } },
  },
  {
    guarantee: "ResultSelector and OutputPath shape what comes after",
    text: machine({
      Look: {
        Type: "Task",
        Resource: `${LAMBDA}look`,
        ResultSelector: { "n.$": "$.body.count" },
        ResultPath: "$.found",
        OutputPath: "$.found",
        Next: "Use",
      },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "n.$": "$.n" }, End: true },
    }),
    state: "Use",
    is: { with: { n: "${ steps.Look.output.body.count }" } },
  },
  {
    guarantee: "a loop keeps what it counts",
    text: machine({
      Init: { Type: "Pass", Result: { n: 0 }, Next: "Work" },
      Work: { Type: "Task", Resource: `${LAMBDA}work`, ResultPath: null, Next: "Count" },
      Count: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "Enough" },
      Enough: { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThanEquals: 3, Next: "Done" }], Default: "Work" },
      Done: DONE,
    }),
    state: "Count",
    is: { values: { Count: { n: "${ vars.data.n + 1 }" } } },
  },
  {
    guarantee: "a Fail keeps its error and cause",
    text: machine({ Stop: { Type: "Fail", Error: "Out Of Stock", CausePath: "$.why" } }),
    state: "Stop",
    is: { type: "fail", error: { type: "Out-Of-Stock", detail: "${ input.why }" } },
  },
  {
    guarantee: "a branch alone gets one beside it",
    text: machine({
      Try: {
        Type: "Parallel",
        Branches: [{ StartAt: "A", States: { A: { Type: "Task", Resource: `${LAMBDA}a`, Next: "Ok" }, Ok: DONE } }],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Bad" }],
        End: true,
      },
      Bad: { Type: "Fail" },
    }),
    state: "Try",
    is: { branches: { TryBranch1: { start: "A" }, idle: { start: "nothing" } }, catch: [{ errors: ["*"], next: "Bad" }] },
  },
];

describe("a state machine", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    const imported = importText(text);

    expect(mistakesIn(imported)).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test("keeps its comment, its time-out and its name", () => {
    const text = machine(
      { A: { Type: "Wait", Comment: "Let it settle", Seconds: 1, End: true } },
      { Comment: "Orders", TimeoutSeconds: 600 },
    );

    const imported = importText(text, "Order Flow");

    expect(sagaOf(imported)).toMatchObject({
      document: { name: "order-flow", title: "Orders" },
      timeout: { after: "10m", then: "compensate" },
    });
    expect(imported.comments).toEqual({ A: "Let it settle" });
  });

  test("keeps of its comment what no expression could be taken for", () => {
    const text = machine({ A: DONE }, { Comment: "Orders of ${Shop}" });

    expect(sagaOf(importText(text))).toMatchObject({ document: { title: "Orders of {Shop}" } });
    expect(mistakesIn(importText(text))).toEqual([]);
  });

  test("never repeats a call that it does not say it repeats", () => {
    const text = machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, End: true } });

    expect(importText(text).documents[1]).toMatchObject({ retry: { attempts: 1 } });
  });

  test("declares the errors it catches in the catalogue, the general one last", () => {
    const text = machine({
      A: { Type: "Task", Resource: `${LAMBDA}a`, Catch: [{ ErrorEquals: ["States.TaskFailed", "Declined"], Next: "B" }], End: true },
      B: { Type: "Fail" },
    });

    const errors = operationsOf(importText(text))["lambda.a"]?.["errors"];

    expect(errors).toEqual([
      { when: '${ response.body.errorType == "Declined" }', type: "Declined" },
      { when: "${ has(response.body.errorMessage) && has(response.body.errorType) }", type: "TaskFailed" },
    ]);
  });

  test("sets what only some ways have written, where they meet", () => {
    const text = machine({
      Sort: { Type: "Choice", Choices: [{ Variable: "$.vip", BooleanEquals: true, Next: "Gift" }], Default: "Send" },
      Gift: { Type: "Task", Resource: `${LAMBDA}gift`, ResultPath: "$.gift", Next: "Send" },
      Send: { Type: "Task", Resource: `${LAMBDA}send`, Parameters: { "gift.$": "$.gift" }, End: true },
    });

    expect(stateOf(text, "prepareSend")).toEqual({ type: "set", values: { gift: "${ input.?gift.orValue(null) }" }, next: "Send" });
    expect(stateOf(text, "prepareSend2")).toEqual({ type: "set", values: { gift: "${ steps.Gift.output }" }, next: "Send" });
    expect(stateOf(text, "Send")).toMatchObject({ with: { gift: "${ vars.gift }" } });
  });
});
