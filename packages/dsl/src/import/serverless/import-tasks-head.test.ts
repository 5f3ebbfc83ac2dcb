import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../testing/serverless.ts";

describe("what a workflow of 1.0 says beside its tasks", () => {
  const WAIT = "- a: { wait: PT1S }";

  test.each([
    ["its title", "document: { dsl: '1.0.0', title: Orders, summary: x }\n", { name: "sample", version: "1.0.0", title: "Orders" }],
    [
      "its summary where it has no title",
      "document: { dsl: '1.0.0', name: o, version: '0.1', summary: Sells }\n",
      { name: "o", version: "0.1.0", title: "Sells" },
    ],
    ["nothing", "document: { dsl: '1.0.0' }\n", { dsl: "1.0", kind: "saga", name: "sample", version: "1.0.0" }],
  ])("names the saga by %s", (_what, head, document) => {
    expect(sagaOf(importText(`${head}do: [{ a: { wait: PT1S } }]\n`))["document"]).toEqual({ dsl: "1.0", kind: "saga", ...document });
  });

  test.each([
    ["{ cron: '0 3 * * *' }", [{ schedule: { cron: "0 3 * * *", input: {} } }]],
    ["{ on: { one: { with: { type: a.b, source: /x } } } }", [{ event: { type: "a.b", source: "/x", input: ["${ event }"] } }]],
    [
      "{ on: { any: [{ with: { type: a } }, { with: { type: b } }] } }",
      [{ event: { type: "a", input: ["${ event }"] } }, { event: { type: "b", input: ["${ event }"] } }],
    ],
  ])("is started by the schedule %s", (schedule, triggers) => {
    const imported = importText(tasksWorkflow(WAIT, `schedule: ${schedule}\n`));

    expect(sagaOf(imported)["triggers"]).toEqual(triggers);
    expect(imported.losses).toEqual([]);
    expect(mistakesIn(imported)).toEqual([]);
  });

  test.each([
    [
      "dropped",
      "/every",
      "{ every: { hours: 1 } }",
      `"every" of the schedule has no counterpart: a saga starts by a cron of five fields, by an event or by a request.`,
    ],
    [
      "dropped",
      "/cron",
      "{ cron: '0 0 3 * * *' }",
      `"cron" of the schedule has no counterpart: a saga starts by a cron of five fields, by an event or by a request.`,
    ],
    [
      "dropped",
      "/after",
      "{ cron: '0 3 * * *', after: PT1S }",
      `"after" of the schedule has no counterpart: a saga starts by a cron of five fields, by an event or by a request.`,
    ],
    ["dropped", "/on/all", "{ on: { all: [] } }", '"all" of the schedule is not brought over.'],
    ["dropped", "/on/one/with/data", "{ on: { one: { with: { type: a, data: x } } } }", '"data" of the schedule is not brought over.'],
    [
      "dropped",
      "/on/one/correlate",
      "{ on: { one: { with: { type: a }, correlate: {} } } }",
      '"correlate" of the schedule is not brought over.',
    ],
    [
      "dropped",
      "/on/any/0",
      "{ on: { any: [{ with: { source: /x } }] } }",
      "An event that starts the workflow names no type; it starts no saga.",
    ],
  ])("tells as %s /schedule%s what %s loses", (kind, at, schedule, sentence) => {
    expect(lossesOf(tasksWorkflow(WAIT, `schedule: ${schedule}\n`))).toContain(`${kind} /schedule${at}: ${sentence}`);
  });

  test("filters the input before its tasks", () => {
    expect(stateOf(tasksWorkflow("- a: { set: { n: '${ .n }' } }", "input: { from: .order }\n"), "a")).toMatchObject({
      values: { n: "${ input.order.n }" },
    });
  });

  test("shapes the output behind its tasks", () => {
    expect(stateOf(tasksWorkflow("- a: { set: { n: 1 } }\n- b: { wait: PT1S }", "output: { as: .n }\n"), "done")).toEqual({
      type: "succeed",
      output: "${ vars.n }",
    });
  });

  test("shapes the output even without tasks", () => {
    expect(sagaOf(importText(`document: { dsl: '1.0.0' }\noutput: { as: .x }\ndo: []\n`))["states"]).toEqual({
      done: { type: "succeed", output: "${ input.x }" },
    });
  });

  test.each([
    ["dropped", "/document/tags", "document: { dsl: '1.0.0', tags: { a: b } }", '"tags" of the workflow is not brought over.'],
    [
      "changed",
      "/document/namespace",
      "document: { dsl: '1.0.0', namespace: shop }",
      'The namespace "shop" is not taken: the saga and its services stand in the default namespace.',
    ],
    ["dropped", "/use/extensions", "use: { extensions: [] }", '"use.extensions" is not brought over.'],
    ["dropped", "/use/agents", "use: { agents: [] }", '"agents" of the workflow is not brought over.'],
    ["dropped", "/input/schema", "input: { schema: {} }", "The schema of the input is not brought over."],
    ["dropped", "/output/schema", "output: { schema: {} }", "The schema of the output is not brought over."],
    ["dropped", "/checkpoint", "checkpoint: true", '"checkpoint" of the workflow is not brought over.'],
    ["changed", "/evaluate/language", "evaluate: { language: js }", 'The expressions are written in "js"; they are read as jq.'],
    [
      "changed",
      "/evaluate/mode",
      "evaluate: { language: jq, mode: loose }",
      "Texts are expressions wherever they can be; here only those in ${ } are.",
    ],
    ["dropped", "/use/timeouts/long", "timeout: long", "A time-out says no time; there is none."],
  ])("tells as %s%s what it loses in %s", (kind, at, fields, sentence) => {
    const head = fields.startsWith("document") ? "" : "document: { dsl: '1.0.0' }\n";

    expect(lossesOf(`${head}${fields}\ndo: [{ a: { wait: PT1S } }]\n`)).toEqual([`${kind} ${at}: ${sentence}`]);
  });

  test("says no more than that jq is strict", () => {
    expect(lossesOf(tasksWorkflow(WAIT, "evaluate: { language: jq, mode: strict }\n"))).toEqual([]);
  });
});
