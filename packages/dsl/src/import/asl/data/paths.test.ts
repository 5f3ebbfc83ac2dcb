import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../../testing/import-text.ts";
import { DONE, LAMBDA, machine, type Sample } from "../../testing/state-machine.ts";

const USE = { Type: "Task", Resource: `${LAMBDA}use`, End: true };
const BODY = { StartAt: "Do", States: { Do: { ...USE, Resource: `${LAMBDA}do` } } };

const SAMPLES: readonly Sample[] = [
  {
    guarantee: "intrinsic functions become CEL",
    text: machine({
      Make: {
        Type: "Task",
        Resource: `${LAMBDA}make`,
        Parameters: {
          "text.$": "States.Format('{} of {}', $.a, $.b)",
          "list.$": "States.Array($.a, 1)",
          "has.$": "States.ArrayContains($.list, 'x')",
          "size.$": "States.ArrayLength($.list)",
          "sum.$": "States.MathAdd($.a, 1)",
          "id.$": "States.UUID()",
          "parts.$": "States.StringSplit($.csv, ',')",
          "nth.$": "States.ArrayGetItem($.list, 2)",
        },
        End: true,
      },
    }),
    state: "Make",
    is: {
      with: {
        text: "${ input.a } of ${ input.b }",
        list: ["${ input.a }", 1],
        has: '${ "x" in input.list }',
        size: "${ size(input.list) }",
        sum: "${ input.a + 1 }",
        id: '${ id("Make") }',
        parts: '${ input.csv.split(",") }',
        nth: "${ input.list[2] }",
      },
    },
  },
  {
    guarantee: "filters and wildcards of JSONPath become comprehensions",
    text: machine({
      Make: {
        Type: "Task",
        Resource: `${LAMBDA}make`,
        Parameters: {
          "ids.$": "$.lines[*].id",
          "big.$": "$.lines[?(@.total > 10 && @.open == true)]",
          "last.$": "$.lines[-1]",
          "quoted.$": "$['order-id']",
        },
        End: true,
      },
    }),
    state: "Make",
    is: {
      with: {
        ids: "${ input.lines.map(each, each.id) }",
        big: "${ input.lines.filter(each, (each.total > 10) && (each.open == true)) }",
        last: "${ (input.lines)[size(input.lines) - 1] }",
        quoted: '${ input["order-id"] }',
      },
    },
  },
  {
    guarantee: "variables of JSONPath are followed",
    text: machine({
      Keep: { Type: "Pass", Assign: { "customer.$": "$.customer.id", limit: 3 }, Next: "Use" },
      Use: { Type: "Task", Resource: `${LAMBDA}use`, Parameters: { "who.$": "$customer", "limit.$": "$limit" }, End: true },
    }),
    state: "Use",
    is: { with: { who: "${ vars.customer }", limit: "${ vars.limit }" } },
  },
  {
    guarantee: "an InputPath of null gives nothing",
    text: machine({ Use: { ...USE, InputPath: null } }),
    state: "Use",
    is: { with: {} },
  },
  {
    guarantee: "an OutputPath of null leaves nothing",
    text: machine({ Rest: { Type: "Wait", Seconds: 1, OutputPath: null, Next: "Use" }, Use: USE }),
    state: "Use",
    is: { with: {} },
  },
  {
    guarantee: "an InputPath and an OutputPath pick a part",
    text: machine({ Rest: { Type: "Wait", Seconds: 1, InputPath: "$.order", OutputPath: "$.lines", Next: "Use" }, Use: USE }),
    state: "Use",
    is: { with: "${ input.order.lines }" },
  },
  {
    guarantee: "a path may read the context",
    text: machine({ Use: { ...USE, InputPath: "$$.Execution.Input" } }),
    state: "Use",
    is: { with: "${ input }" },
  },
  {
    guarantee: "a Pass may throw away what it makes",
    text: machine({
      Make: { Type: "Pass", Result: 1, ResultPath: null, Assign: { x: 2 }, Next: "Use" },
      Use: { ...USE, Parameters: { "x.$": "$x", "in.$": "$" } },
    }),
    state: "Use",
    is: { with: { x: "${ vars.x }", in: "${ input }" } },
  },
  {
    guarantee: "a Pass without work may still move its input",
    text: machine({
      Move: { Type: "Pass", InputPath: "$.a", ResultPath: "$.b", Next: "Use" },
      Use: { ...USE, Parameters: { "b.$": "$.b.c", "a.$": "$.a" } },
    }),
    state: "Use",
    is: { with: { b: "${ input.a.c }", a: "${ input.a }" } },
  },
  {
    guarantee: "a Pass names its value after where it is written",
    text: machine({
      Make: { Type: "Pass", Result: [1], ResultPath: "$.some['list of']", Next: "Use" },
      Use: { ...USE, Parameters: { "l.$": "$.some['list of']" } },
    }),
    state: "Make",
    is: { type: "set", values: { listOf: [1] } },
  },
  {
    guarantee: "a Pass without a place to write to names its value after itself",
    text: machine({ Make: { Type: "Pass", Parameters: { "a.$": "$.a" }, Next: "Use" }, Use: { ...USE, Parameters: { "a.$": "$.a" } } }),
    state: "Use",
    is: { with: { a: "${ vars.Make.a }" } },
  },
  {
    guarantee: "a great value is read by its name alone",
    text: machine({
      Make: {
        Type: "Pass",
        Result: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`m${index}`, "a text of some length"])),
        Next: "Use",
      },
      Use: { ...USE, Parameters: { "a.$": "$.nowhere" } },
    }),
    state: "Use",
    is: { with: { a: "${ vars.Make.nowhere }" } },
  },
  {
    guarantee: "a map over the whole input, with an iterator",
    text: machine({ Each: { Type: "Map", Iterator: BODY, MaxConcurrency: 5_000, End: true } }),
    state: "Each",
    is: { in: "${ input }", concurrency: 1_000, body: { states: { Do: { with: "${ item }" } } } },
  },
  {
    guarantee: "a map that tolerates failures gives what went well",
    text: machine({ Each: { Type: "Map", ItemProcessor: BODY, ToleratedFailureCount: 3, Next: "Use" }, Use: USE }),
    state: "Use",
    is: { with: "${ steps.Each.output.filter(each, each.ok).map(each, each.output) }" },
  },
  {
    guarantee: "a map with parameters of the old kind",
    text: machine({
      Each: { Type: "Map", ItemsPath: "$.l", Parameters: { "x.$": "$$.Map.Item.Value.x", "y.$": "$.y" }, Iterator: BODY, End: true },
    }),
    state: "Each",
    is: { body: { states: { Do: { with: { x: "${ item.x }", y: "${ input.y }" } } } } },
  },
  {
    guarantee: "a map inside a map keeps both items apart",
    text: machine({
      Outer: {
        Type: "Map",
        ItemsPath: "$.l",
        ItemProcessor: {
          StartAt: "Inner",
          States: {
            Inner: { Type: "Map", ItemsPath: "$.m", ItemSelector: { "i.$": "$$.Map.Item.Index" }, ItemProcessor: BODY, End: true },
          },
        },
        End: true,
      },
    }),
    state: "Outer",
    is: {
      each: "item2",
      body: { states: { Inner: { in: "${ item2.m }", each: "item", body: { states: { Do: { with: { i: "${ index }" } } } } } } },
    },
  },
  {
    guarantee: "a fail without a word says so",
    text: machine({ Stop: { Type: "Fail", Error: "E", Cause: "" } }),
    state: "Stop",
    is: { error: { type: "E", detail: "The source gives no cause." } },
  },
  {
    guarantee: "a fail keeps a cause that is no text as its JSON",
    text: machine({ Stop: { Type: "Fail", CausePath: "States.Array(1, $.a)" } }),
    state: "Stop",
    is: { error: { type: "Failed", detail: '[1,"${ input.a }"]' } },
  },
  {
    guarantee: "a comparison of moments reads both as moments",
    text: machine({
      Sort: { Type: "Choice", Choices: [{ Variable: "$.a", TimestampEqualsPath: "$.b", Next: "Done" }], Default: "Done" },
      Done: DONE,
    }),
    state: "Sort",
    is: { cases: [{ when: "${ timestamp(input.a) == timestamp(input.b) }" }] },
  },
  {
    guarantee: "the types of a variable are tested",
    text: machine({
      Sort: {
        Type: "Choice",
        Choices: [
          { Variable: "$.a", IsNumeric: true, Next: "Done" },
          { Variable: "$.a", IsBoolean: true, Next: "Done" },
          { Variable: "$.a", IsNull: true, Next: "Done" },
          { Variable: "$.a", IsTimestamp: true, Next: "Done" },
          { Variable: "States.ArrayLength($.a)", IsPresent: true, Next: "Done" },
          { Variable: "$nobody", IsPresent: true, Next: "Done" },
        ],
        Default: "Done",
      },
      Done: DONE,
    }),
    state: "Sort",
    is: {
      cases: [
        { when: "${ type(input.a) == double }" },
        { when: "${ type(input.a) == bool }" },
        { when: "${ input.a == null }" },
        {
          when: '${ (type(input.a) == string) && string(input.a).matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$") }',
        },
        { when: "${ size(input.a) != null }" },
        { when: "${ false }" },
      ],
    },
  },
  {
    guarantee: "a rule assigns on its way",
    text: machine({
      Sort: {
        Type: "Choice",
        Choices: [{ Variable: "$.vip", IsPresent: true, Assign: { "who.$": "$.vip" }, Next: "Use" }],
        Default: "Done",
      },
      Use: { ...USE, Parameters: { "who.$": "$who" } },
      Done: DONE,
    }),
    state: "Use",
    is: { with: { who: "${ input.vip }" } },
  },
  {
    guarantee: "a succeed that has nothing to give gives nothing",
    text: machine({ Make: { Type: "Pass", Result: null, Next: "Done" }, Done: { Type: "Succeed", InputPath: "$" } }),
    state: "Done",
    is: { type: "succeed", output: "${ vars.Make }" },
  },
];

describe("the data of a state machine of JSONPath", () => {
  test.each(SAMPLES)("$guarantee", ({ text, state, is }) => {
    const imported = importText(text);

    expect(mistakesIn(imported)).toEqual([]);
    expect(stateOf(text, state)).toMatchObject(is);
  });

  test("keeps what a value that failed to be read leaves behind: nothing", () => {
    const text = machine({ Load: { ...USE, End: false, OutputPath: "$..a", Next: "Done" }, Done: DONE });

    expect(stateOf(text, "Done")).toEqual({ type: "succeed" });
  });

  test("makes an identifier of its own for each item of a Map", () => {
    const body = (task: object): object => ({ StartAt: "T", States: { T: task } });
    const call = { Type: "Task", Resource: `${LAMBDA}a`, Parameters: { "key.$": "States.UUID()" }, End: true };
    const inner = { Type: "Map", ItemProcessor: body(call), End: true };
    const key = (items: object): unknown => /"(\$\{ id[^}]*\})"/.exec(JSON.stringify(items).replaceAll('\\"', "'"))?.[1];

    expect(key(sagaOf(importText(machine({ M: inner }))))).toBe("${ id('T/' + string(index)) }");
    expect(key(sagaOf(importText(machine({ M: { ...inner, ItemProcessor: body(inner) } }))))).toBe(
      "${ id('T2/' + string(index2) + '/' + string(index)) }",
    );
  });
});
