import { describe, expect, test } from "vitest";
import { importText, told } from "../testing/import-text.ts";
import { INTEGRATION, LAMBDA, machine } from "../testing/state-machine.ts";

function task(more: object): string {
  return machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, ...more, End: true } });
}

function map(more: object): string {
  const body = { StartAt: "B", States: { B: { Type: "Wait", Seconds: 1, End: true } } };

  return machine({ A: { Type: "Map", ItemProcessor: body, ...more, End: true } });
}

describe("the loss report of a state machine", () => {
  test.each([
    [
      "an expression that CEL cannot say",
      machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, Parameters: { "x.$": "States.Hash($.a, 'SHA-1')" }, End: true } }),
      '"States.Hash($.a, \'SHA-1\')" cannot be written in CEL ("States.Hash" has no counterpart); null stands in its place.',
    ],
    [
      "items that are read from a store",
      machine({
        A: {
          Type: "Map",
          ItemReader: { Resource: `${INTEGRATION}s3:getObject` },
          ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", End: true } } },
          End: true,
        },
      }),
      '"A" reads its items from a store; the list is empty until a step reads them.',
    ],
    [
      "a retry of a block",
      machine({
        A: {
          Type: "Map",
          ItemsPath: "$.x",
          Retry: [{ ErrorEquals: ["States.ALL"] }],
          ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", End: true } } },
          End: true,
        },
      }),
      '"A" is not tried again: a forEach has no retry.',
    ],
    [
      "a heartbeat",
      machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, HeartbeatSeconds: 5, End: true } }),
      '"A" expects a heartbeat; a call here has only a time-out.',
    ],
    [
      "a state that nothing leads to",
      machine({ A: { Type: "Wait", Seconds: 1, End: true }, Lost: { Type: "Succeed" } }),
      'Nothing leads to "Lost"; it is left out.',
    ],
    [
      "the authentication of a connection",
      machine({
        A: {
          Type: "Task",
          Resource: `${INTEGRATION}http:invoke`,
          Parameters: { ApiEndpoint: "https://a.example.com/x", Method: "POST", Authentication: { ConnectionArn: "c" } },
          End: true,
        },
      }),
      'The authentication of "A" is a connection of AWS.',
    ],
    [
      "an address that is computed as a whole",
      machine({
        A: { Type: "Task", Resource: `${INTEGRATION}http:invoke`, Parameters: { "ApiEndpoint.$": "$.url", Method: "POST" }, End: true },
      }),
      'The address of "A" is computed as a whole; values may only fill single segments here.',
    ],
    [
      "the credentials of a task",
      task({ Credentials: { RoleArn: "r" } }),
      '"A" calls in the role of its credentials; here the service it calls decides whom it trusts.',
    ],
    ["a time-out that is computed", task({ TimeoutSecondsPath: "$.t" }), 'The time-out of "A" is computed.'],
    ["a time-out that a template fills in", task({ TimeoutSeconds: "${Limit}" }), 'The time-out of "A" is computed.'],
    [
      "the time-out of a child saga",
      task({ Resource: `${INTEGRATION}states:startExecution.sync`, Parameters: { StateMachineArn: "m" }, TimeoutSeconds: 5 }),
      '"A" has no time-out: a child saga has its own.',
    ],
    [
      "the retry of a child saga",
      task({ Resource: `${INTEGRATION}states:startExecution.sync`, Parameters: { StateMachineArn: "m" }, Retry: [{ ErrorEquals: ["X"] }] }),
      '"A" is not tried again: a child saga has no retry.',
    ],
    ["a field nobody knows", task({ Colour: "red" }), '"Colour" of "A" is no field of the Amazon States Language; it is not read.'],
    ["a place to write to that is none", task({ ResultPath: "$.a[0]" }), 'The result of "A" cannot be written to "$.a[0]".'],
    [
      "the time-out of a machine that is computed",
      machine({ A: { Type: "Succeed" } }, { TimeoutSeconds: "${Limit}" }),
      "The time-out of the machine is computed.",
    ],
    ["a concurrency that is computed", map({ MaxConcurrencyPath: "$.n" }), 'The concurrency of "A" is computed; 40 is taken.'],
    [
      "a tolerance that is computed",
      map({ ToleratedFailureCountPath: "$.n" }),
      'How many failures "A" tolerates is computed; it tolerates none.',
    ],
    ["items that come in batches", map({ ItemBatcher: { MaxItemsPerBatch: 2 } }), '"ItemBatcher" of "A" has no counterpart.'],
    ["items that are no list", map({ ItemsPath: "$$.Execution" }), 'The items of "A" are no list; nothing is done.'],
    [
      "a time that is no time",
      machine({ A: { Type: "Wait", Timestamp: "tomorrow", End: true } }),
      '"A" waits for a time that cannot be read; it does not wait.',
    ],
    [
      "seconds that are no number",
      machine({ A: { Type: "Wait", Seconds: "${Limit}", End: true } }),
      '"A" waits for a time that cannot be read; it does not wait.',
    ],
    [
      "a moment that is a list",
      machine({ A: { Type: "Wait", Timestamp: [], End: true } }),
      '"A" waits for a time that cannot be read; it does not wait.',
    ],
    [
      "branches beyond the twentieth",
      machine({
        A: {
          Type: "Parallel",
          Branches: Array.from({ length: 21 }, () => ({ StartAt: "B", States: { B: { Type: "Succeed" } } })),
          End: true,
        },
      }),
      '"A" has 21 branches; the first 20 are kept.',
    ],
    [
      "types that cannot fit",
      task({ Parameters: { "x.$": "States.Format('{}', States.Array(1))" } }),
      "\"States.Format('{}', States.Array(1))\" cannot be written in CEL (its types do not fit: There is no string(list)); null stands in its place.",
    ],
    [
      "rules nested beyond reason, in few words",
      machine({
        A: {
          Type: "Choice",
          Choices: [
            { ...Array.from({ length: 32 }).reduce<object>((not) => ({ Not: not }), { Variable: "$.a", IsNull: true }), Next: "B" },
          ],
        },
        B: { Type: "Succeed" },
      }),
      `"${'{"Not":'.repeat(17)}{…" cannot be written in CEL (its rules are nested too deeply); null stands in its place.`,
    ],
    [
      "what a list of results never has",
      machine({
        A: { Type: "Map", ItemProcessor: { StartAt: "B", States: { B: { Type: "Succeed" } } }, Next: "C" },
        C: { Type: "Pass", InputPath: "$.x", End: true },
      }),
      '"$.x" cannot be written in CEL (there is no "x" at this place); null stands in its place.',
    ],
  ])("names %s as dropped", (_what, text, sentence) => {
    expect(told(text, "dropped")).toContain(sentence);
  });

  test.each([
    [
      "a name that is not allowed",
      machine({ "Charge card!": { Type: "Wait", Seconds: 1, End: true } }),
      'The state "Charge card!" is called "ChargeCard".',
    ],
    [
      "a distributed map",
      machine({
        A: {
          Type: "Map",
          ItemsPath: "$.x",
          ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "B", States: { B: { Type: "Wait", Seconds: 1, End: true } } },
          End: true,
        },
      }),
      '"A" runs distributed, each item as an execution of its own; here all items belong to one saga.',
    ],
    [
      "more retriers than one",
      machine({ A: { Type: "Task", Resource: `${LAMBDA}a`, Retry: [{ ErrorEquals: ["X"] }, { ErrorEquals: ["Y"] }], End: true } }),
      'Only the first of the 2 retriers of "A" is kept: a step has one retry, whatever the error.',
    ],
    [
      "a job that is waited for",
      machine({ A: { Type: "Task", Resource: `${INTEGRATION}glue:startJobRun.sync`, End: true } }),
      '"A" waits until its job has ended; here the call ends when the service answers.',
    ],
    ["an error that is computed", machine({ A: { Type: "Fail", ErrorPath: "$.e" } }), 'The error of "A" is computed; it is called Failed.'],
    [
      "a retry of some errors",
      task({ Retry: [{ ErrorEquals: ["X", "Y"] }] }),
      '"A" repeats "X", "Y" alone; a step here also repeats calls that get no answer or one that asks for patience.',
    ],
    [
      "a token that travels by itself",
      task({ Resource: `${INTEGRATION}sqs:sendMessage.waitForTaskToken`, Parameters: { "t.$": "$$.Task.Token" } }),
      '"t.$" of "A" is left out: the token travels in the header Skald-Callback.',
    ],
    [
      "heartbeats of a callback",
      task({ Resource: `${INTEGRATION}sqs:sendMessage.waitForTaskToken`, HeartbeatSeconds: 5 }),
      '"A" expects heartbeats while it waits for its callback; here only the whole time it waits is bounded.',
    ],
    [
      "what a deployment fills in",
      task({ Parameters: { a: "${Bucket}", b: "s3://${Bucket}/${Key}" } }),
      'What is filled in when the machine is deployed stands in the saga as plain text: "${Bucket}", "${Key}".',
    ],
    [
      "much that a deployment fills in",
      task({ Parameters: { list: [..."abcdefghijklm"].map((letter) => `\${${letter}}`) } }),
      'What is filled in when the machine is deployed stands in the saga as plain text: "${a}", "${b}", "${c}", "${d}", "${e}", "${f}", "${g}", "${h}", "${i}", "${j}", "${k}", "${l}" and more.',
    ],
  ])("names %s as changed", (_what, text, sentence) => {
    expect(told(text, "changed")).toContain(sentence);
  });

  test("tells nothing of a state that became an undo as if nothing led to it", () => {
    const failing = { ErrorEquals: ["States.ALL"], Next: "Cancel" };
    const text = machine({
      Book: { Type: "Task", Resource: `${LAMBDA}book`, ResultPath: "$.booked", Next: "Pay" },
      Pay: { Type: "Task", Resource: `${LAMBDA}pay`, Catch: [failing], ResultPath: "$.paid", End: true },
      Cancel: { Type: "Task", Resource: `${LAMBDA}cancel`, Next: "Failed" },
      Failed: { Type: "Fail" },
    });

    expect(told(text, "dropped")).toEqual([]);
  });

  test("points into the source, with its line", () => {
    const text = JSON.stringify(
      { StartAt: "A", States: { A: { Type: "Task", Resource: `${LAMBDA}a`, HeartbeatSeconds: 5, End: true } } },
      null,
      2,
    );

    expect(importText(text).losses.find(({ kind }) => kind === "dropped")).toMatchObject({ at: "/States/A/HeartbeatSeconds", line: 7 });
  });

  test("says nothing of a retrier that never repeats, or repeats what a step here repeats", () => {
    const retriers = [
      { ErrorEquals: ["X"], MaxAttempts: 0 },
      { ErrorEquals: ["States.ALL"] },
      { ErrorEquals: ["Lambda.ServiceException", "Lambda.TooManyRequestsException"] },
    ];
    const sources = retriers.map((retrier) => task({ Retry: [retrier] }));

    expect(sources.flatMap((text) => told(text, "changed")).filter((what) => what.includes("repeats"))).toEqual([]);
  });

  test("says of each operation that nothing undoes it", () => {
    const text = machine({
      A: { Type: "Task", Resource: `${LAMBDA}a`, Next: "B" },
      B: { Type: "Task", Resource: `${INTEGRATION}dynamodb:query`, End: true },
    });

    expect(told(text, "kept")).toEqual(['Nothing in the source says how to undo "lambda.a"; when the saga fails, its effect stays.']);
  });
});
