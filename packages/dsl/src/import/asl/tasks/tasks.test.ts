import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
import { DONE, INTEGRATION, LAMBDA, machine, type Sample } from "../../testing/state-machine.ts";

// Sources in the style of the published examples. Every one of them must give documents without a mistake; what is
// looked at beside that stands with it.

const SAMPLES: readonly Sample[] = [
  {
    guarantee: "a function named by its ARN is called with the input",
    text: machine({ Charge: { Type: "Task", Resource: `${LAMBDA}charge-card:live`, Next: "Done" }, Done: DONE }),
    state: "Charge",
    is: { type: "task", call: "lambda.chargeCard", with: "${ input }", next: "Done" },
  },
  {
    guarantee: "the lambda integration unwraps payload and answer",
    text: machine({
      Price: {
        Type: "Task",
        Resource: `${INTEGRATION}lambda:invoke`,
        Parameters: { FunctionName: "price", Payload: { "sku.$": "$.item.sku" } },
        ResultPath: "$.priced",
        Next: "Check",
      },
      Check: { Type: "Choice", Choices: [{ Variable: "$.priced.Payload.total", NumericGreaterThan: 100, Next: "Done" }], Default: "Done" },
      Done: DONE,
    }),
    state: "Check",
    is: { type: "switch", cases: [{ when: "${ steps.Price.output.total > 100 }", next: "Done" }], default: "Done" },
  },
  {
    guarantee: "a placeholder of a template names the function",
    text: machine({ Ship: { Type: "Task", Resource: "${ShipOrderFunctionArn}", End: true } }),
    state: "Ship",
    is: { call: "lambda.ShipOrderFunction" },
  },
  {
    guarantee: "an operation of AWS that reads is read only",
    text: machine({
      Load: {
        Type: "Task",
        Resource: `${INTEGRATION}dynamodb:getItem`,
        Parameters: { TableName: "orders", Key: { id: { "S.$": "$.id" } } },
        End: true,
      },
    }),
    state: "Load",
    is: { call: "dynamodb.getItem", with: { TableName: "orders", Key: { id: { S: "${ input.id }" } } } },
  },
  {
    guarantee: "a task token becomes an awaited callback, and the token leaves the parameters",
    text: machine({
      Ask: {
        Type: "Task",
        Resource: `${INTEGRATION}sqs:sendMessage.waitForTaskToken`,
        Parameters: { QueueUrl: "q", MessageBody: { "token.$": "$$.Task.Token", "order.$": "$.order" } },
        TimeoutSeconds: 3600,
        End: true,
      },
    }),
    state: "Ask",
    is: {
      call: "sqs.sendMessage",
      await: { callback: true, timeout: "1h" },
      with: { QueueUrl: "q", MessageBody: { order: "${ input.order }" } },
    },
  },
  {
    guarantee: "an activity becomes a queue of workers",
    text: machine({
      Pack: {
        Type: "Task",
        Resource: "arn:aws:states:eu-west-1:123456789012:activity:packing",
        HeartbeatSeconds: 60,
        TimeoutSeconds: 300,
        End: true,
      },
    }),
    state: "Pack",
    is: { call: { worker: { queue: "packing" } }, timeout: "5m" },
  },
  {
    guarantee: "an HTTP call stands in place, with values in its segments",
    text: machine({
      Get: {
        Type: "Task",
        Resource: `${INTEGRATION}http:invoke`,
        Parameters: {
          "ApiEndpoint.$": "States.Format('https://api.example.com/users/{}', $.id)",
          Method: "GET",
          QueryParameters: { full: "yes" },
          Authentication: { ConnectionArn: "arn:aws:events:eu-west-1:1:connection/c/1" },
        },
        ResultPath: "$.user",
        End: true,
      },
    }),
    state: "Get",
    is: { call: { http: { method: "GET", url: "https://api.example.com/users/${ input.id }", query: { full: "yes" } } }, kind: "readOnly" },
  },
  {
    guarantee: "an execution that is waited for becomes a child saga",
    text: machine({
      Run: {
        Type: "Task",
        Resource: `${INTEGRATION}states:startExecution.sync:2`,
        Parameters: { StateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:Billing", Input: { "id.$": "$.id" } },
        End: true,
      },
    }),
    state: "Run",
    is: { type: "saga", saga: "billing", input: { id: "${ input.id }" } },
  },
  {
    guarantee: "a single event goes through the outbox",
    text: machine({
      Tell: {
        Type: "Task",
        Resource: `${INTEGRATION}events:putEvents`,
        Parameters: { Entries: [{ DetailType: "order.placed", Source: "shop", Detail: { "id.$": "$.id" } }] },
        End: true,
      },
    }),
    state: "Tell",
    is: { type: "emit", event: { type: "order.placed", source: "shop", data: { id: "${ input.id }" } } },
  },
];

describe("a task of a state machine", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    const imported = importText(text);

    expect(mistakesIn(imported)).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });
});
