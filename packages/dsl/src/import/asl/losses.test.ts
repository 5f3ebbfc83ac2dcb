import { describe, expect, test } from "vitest";
import { importText, told } from "../testing/import-text.ts";
import { INTEGRATION, LAMBDA, machine } from "../testing/state-machine.ts";

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
  ])("names %s as changed", (_what, text, sentence) => {
    expect(told(text, "changed")).toContain(sentence);
  });

  test("points into the source, with its line", () => {
    const text = JSON.stringify(
      { StartAt: "A", States: { A: { Type: "Task", Resource: `${LAMBDA}a`, HeartbeatSeconds: 5, End: true } } },
      null,
      2,
    );

    expect(importText(text).losses.find(({ kind }) => kind === "dropped")).toMatchObject({ at: "/States/A/HeartbeatSeconds", line: 7 });
  });

  test("says of each operation that nothing undoes it", () => {
    const text = machine({
      A: { Type: "Task", Resource: `${LAMBDA}a`, Next: "B" },
      B: { Type: "Task", Resource: `${INTEGRATION}dynamodb:query`, End: true },
    });

    expect(told(text, "kept")).toEqual(['Nothing in the source says how to undo "lambda.a"; when the saga fails, its effect stays.']);
  });
});
