import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf, told } from "../../testing/import-text.ts";
import { DONE, LAMBDA, machine, type Sample } from "../../testing/state-machine.ts";

const JSONATA = { QueryLanguage: "JSONata" };

const SAMPLES: readonly Sample[] = [
  {
    guarantee: "JSONata is read: arguments, conditions, variables and output",
    text: machine(
      {
        Load: {
          Type: "Task",
          Resource: `${LAMBDA}load`,
          Arguments: { id: "{% $states.input.id %}", label: "{% 'no ' & $states.input.id %}" },
          Assign: { total: "{% $states.result.price * 2 %}" },
          Output: "{% $states.result.line %}",
          Next: "Sort",
        },
        Sort: {
          Type: "Choice",
          Choices: [{ Condition: "{% $total > 10 and $exists($states.input.sku) %}", Next: "Done" }],
          Default: "Done",
        },
        Done: DONE,
      },
      { QueryLanguage: "JSONata" },
    ),
    state: "Sort",
    is: { cases: [{ when: "${ ((steps.Load.output.price * 2) > 10) && steps.Load.output.line.?sku.hasValue() }", next: "Done" }] },
  },
  {
    guarantee: "a catcher gives its handler what it makes of the error",
    text: machine(
      {
        Try: {
          Type: "Task",
          Resource: `${LAMBDA}try`,
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Output: { why: "{% $states.errorOutput.Cause %}" },
              Assign: { last: "{% $states.input.id %}" },
              Next: "Tell",
            },
          ],
          End: true,
        },
        Tell: { Type: "Task", Resource: `${LAMBDA}tell`, Arguments: { why: "{% $states.input.why %}", last: "{% $last %}" }, End: true },
      },
      JSONATA,
    ),
    state: "Tell",
    is: { with: { why: "${ error.detail }", last: "${ input.id }" } },
  },
  {
    guarantee: "a catcher without an output hands the error on",
    text: machine(
      {
        Try: { Type: "Task", Resource: `${LAMBDA}try`, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell" }], End: true },
        Tell: { Type: "Task", Resource: `${LAMBDA}tell`, Arguments: "{% $states.input.Error %}", End: true },
      },
      JSONATA,
    ),
    state: "Tell",
    is: { with: "${ error.type }" },
  },
  {
    guarantee: "a Pass names what it makes, and its variables",
    text: machine(
      {
        Make: { Type: "Pass", Output: { id: "{% $states.input.id %}" }, Assign: { count: 1 }, Next: "Use" },
        Use: { Type: "Task", Resource: `${LAMBDA}use`, Arguments: { id: "{% $states.input.id %}", count: "{% $count %}" }, End: true },
      },
      JSONATA,
    ),
    state: "Make",
    is: { type: "set", values: { Make: { id: "${ input.id }" }, count: 1 } },
  },
  {
    guarantee: "a Pass whose output is one expression falls away",
    text: machine(
      {
        Pick: { Type: "Pass", Output: "{% $states.input.order %}", Next: "Use" },
        Use: { Type: "Task", Resource: `${LAMBDA}use`, End: true },
      },
      JSONATA,
    ),
    state: "Use",
    is: { with: "${ input.order }" },
  },
  {
    guarantee: "a map takes its items and its selector from expressions",
    text: machine(
      {
        Each: {
          Type: "Map",
          Items: "{% $states.input.lines %}",
          ItemSelector: { line: "{% $states.context.Map.Item.Value %}", all: "{% $states.input.lines %}" },
          ItemProcessor: { StartAt: "Do", States: { Do: { Type: "Task", Resource: `${LAMBDA}do`, End: true } } },
          Output: "{% $states.result %}",
          End: true,
        },
      },
      JSONATA,
    ),
    state: "Each",
    is: { in: "${ input.lines }", body: { states: { Do: { with: { line: "${ item }", all: "${ input.lines }" } } } } },
  },
  {
    guarantee: "a fail reads its error and its cause",
    text: machine({ Stop: { Type: "Fail", Error: "NoStock", Cause: "{% 'none of ' & $states.input.sku %}" } }, JSONATA),
    state: "Stop",
    is: { type: "fail", error: { type: "NoStock", detail: "none of ${ input.sku }" } },
  },
  {
    guarantee: "a wait counts the seconds of an expression",
    text: machine({ Rest: { Type: "Wait", Seconds: "{% $states.input.s * 2 %}", End: true } }, JSONATA),
    state: "Rest",
    is: { until: '${ timestamp(saga.startedAt) + duration(string((input.s * 2)) + "s") }' },
  },
  {
    guarantee: "a condition may be plain truth",
    text: machine({ Sort: { Type: "Choice", Choices: [{ Condition: true, Next: "Done" }], Default: "Done" }, Done: DONE }, JSONATA),
    state: "Sort",
    is: { cases: [{ when: "${ true }", next: "Done" }] },
  },
  {
    guarantee: "one state among others may read JSONata",
    text: machine({
      Use: { Type: "Task", Resource: `${LAMBDA}use`, ...JSONATA, Arguments: { a: "{% $states.context.State.Name %}" }, End: true },
    }),
    state: "Use",
    is: { with: { a: "Use" } },
  },
  {
    guarantee: "the context says which execution it is and since when",
    text: machine(
      {
        Use: {
          Type: "Task",
          Resource: `${LAMBDA}use`,
          Arguments: { id: "{% $states.context.Execution.Id %}", day: "{% $split($states.context.Execution.StartTime, 'T')[0] %}" },
          End: true,
        },
      },
      JSONATA,
    ),
    state: "Use",
    is: { with: { id: "${ saga.id }", day: '${ string(saga.startedAt).split("T")[0] }' } },
  },
];

describe("a state machine of JSONata", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test("gives each way of a choice what its rule assigns and makes, and the state's own only where no rule fits", () => {
    const text = machine(
      {
        Sort: {
          Type: "Choice",
          Choices: [
            { Condition: "{% $states.input.vip %}", Assign: { rank: "first" }, Output: { kind: "vip" }, Next: "Use" },
            { Condition: "{% $states.input.known %}", Next: "Use" },
          ],
          Default: "Use",
          Assign: { rank: "last" },
          Output: { kind: "other" },
        },
        Use: { Type: "Task", Resource: `${LAMBDA}use`, Arguments: { rank: "{% $rank %}", kind: "{% $states.input.kind %}" }, End: true },
      },
      JSONATA,
    );

    const set = Object.values(sagaOf(importText(text))["states"] as Record<string, { type: string; values?: object }>).filter(
      ({ type }) => type === "set",
    );

    expect(set.map(({ values }) => values)).toEqual([
      { data: { kind: "vip" }, rank: "first" },
      { data: "${ input }", rank: null },
      { data: { kind: "other" }, rank: "last" },
    ]);
  });

  test.each([
    ["a condition that is no truth", { Condition: "{% 1 + 1 %}" }, 'A rule of "Sort" is no condition; it is never taken.'],
    ["a condition that is a text", { Condition: "yes" }, 'A rule of "Sort" is no condition; it is never taken.'],
    [
      "a condition that cannot be said",
      { Condition: "{% $now() = 1 %}" },
      '"$now() = 1" cannot be written in CEL ("$now" has no counterpart); null stands in its place.',
    ],
  ])("never takes %s, and says so", (_what, rule, sentence) => {
    const text = machine({ Sort: { Type: "Choice", Choices: [{ ...rule, Next: "Done" }], Default: "Done" }, Done: DONE }, JSONATA);

    expect(stateOf(text, "Sort")).toMatchObject({ cases: [{ when: "${ false }" }] });
    expect(told(text, "dropped")).toContain(sentence);
  });
});
