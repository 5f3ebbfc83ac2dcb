import { describe, expect, test } from "vitest";
import { importText, mistakesIn, sagaOf, stateOf } from "../../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../../testing/serverless.ts";

describe("a task of 1.0", () => {
  test.each([
    ["sets what is written down", "- a: { set: { x: 1 } }\n- b: { set: { got: '${ .x }' } }", "b", { values: { got: "${ vars.x }" } }],
    [
      "sets the whole document by an expression",
      "- a: { set: '${ .order }' }\n- b: { set: { got: '${ .x }' } }",
      "b",
      { values: { got: "${ input.order.x }" } },
    ],
    [
      "sets the whole document by a value",
      "- a: { set: [1, '${ .n }'] }\n- b: { set: { got: '${ .[1] }' } }",
      "b",
      { values: { got: "${ input.n }" } },
    ],
    ["sets an empty document", "- a: { set: {} }\n- b: { set: { got: '${ . }' } }", "b", { values: { got: {} } }],
    [
      "shapes its output by an object",
      "- a: { wait: PT1S, output: { as: { y: '${ .x }' } } }\n- b: { set: { got: '${ .y }' } }",
      "b",
      { values: { got: "${ input.x }" } },
    ],
    [
      "shapes its output by a bare expression",
      "- a: { wait: PT1S, output: { as: .x } }\n- b: { set: { got: '${ .y }' } }",
      "b",
      { values: { got: "${ input.x.y }" } },
    ],
    [
      "waits with what its input lets through",
      "- a: { wait: PT1S, input: { from: .x } }\n- b: { set: { got: '${ .y }' } }",
      "b",
      { values: { got: "${ input.x.y }" } },
    ],
    [
      "reads its input and its output where it exports",
      "- a: { set: { x: 1 }, export: { as: { i: '${ $input.n }', o: '${ $output.x }', c: '${ $context }' } } }\n- b: { set: { i: '${ $context.i }', o: '${ $context.o }' } }",
      "b",
      { values: { i: "${ input.n }", o: "${ vars.x }" } },
    ],
    [
      "knows its name and its input",
      "- a: { do: [{ b: { set: { of: '${ $task.name }', n: '${ $task.input.n }' } } }] }",
      "b",
      { values: { of: "b", n: "${ input.n }" } },
    ],
    [
      "knows its workflow",
      "- a: { set: { id: '${ $workflow.id }', in: '${ $workflow.input.n }', of: '${ $workflow.definition.document.name }', at: '${ $workflow.startedAt.iso8601 }' } }",
      "a",
      { values: { id: "${ saga.id }", inValue: "${ input.n }", of: "${ saga.name }", at: "${ saga.startedAt }" } },
    ],
    [
      "splices values into a text",
      "- a: { set: { text: 'No ${ .n } of ${ .of }' } }",
      "a",
      { values: { text: "No ${ input.n } of ${ input.of }" } },
    ],
    [
      "splices values at both ends of a text",
      "- a: { set: { text: '${ .n } of ${ .of }' } }",
      "a",
      { values: { text: "${ input.n } of ${ input.of }" } },
    ],
    ["keeps a text whose brace is never closed", "- a: { set: { text: 'a ${ b' } }", "a", { values: { text: "a $${ b" } }],
    ["loses a text with what cannot be said", "- a: { set: { text: 'No ${ .n | explode }' } }", "a", { values: { text: null } }],
    [
      "keeps numbers, lists and nothing",
      "- a: { set: { n: 1, l: [true, null], o: { x: '${ .x }' } } }",
      "a",
      { values: { n: 1, l: [true, null], o: { x: "${ input.x }" } } },
    ],
    [
      "reads a long document by its own values",
      `- a: { set: { long: ${JSON.stringify({ text: "x".repeat(6_000) })} } }\n- b: { set: { got: '\${ .long.text }' } }`,
      "b",
      { values: { got: "${ vars.long.text }" } },
    ],
    [
      "runs only where its condition holds",
      "- a: { if: '${ false }', wait: PT1S }",
      "a",
      { type: "switch", cases: [{ when: "${ false }", next: "doA" }] },
    ],
  ])("%s", (_what, tasks, state, is) => {
    expect(mistakesIn(importText(tasksWorkflow(tasks)))).toEqual([]);
    expect(stateOf(tasksWorkflow(tasks), state)).toMatchObject(is);
  });

  test.each([
    [
      "dropped",
      "/timeout",
      "- a: { set: { x: 1 }, timeout: { after: PT1S } }",
      'The time-out of "a" has no counterpart; calls and sagas have one.',
    ],
    ["dropped", "/input/schema", "- a: { wait: PT1S, input: { schema: {} } }", 'The schema of the input of "a" is not checked.'],
    ["dropped", "/export/when", "- a: { wait: PT1S, export: { when: x } }", '"when" of the export of "a" is not brought over.'],
    ["dropped", "/retries", "- a: { wait: PT1S, retries: 3 }", '"retries" of "a" is not brought over.'],
    [
      "dropped",
      "/set/x",
      "- a: { set: { x: '${ $secrets.key }' } }",
      '"${ $secrets.key }" cannot be written in CEL (nothing is called "$secrets" here); null stands in its place.',
    ],
    ["dropped", "/if", "- a: { if: ' ', wait: PT1S }", '"" cannot be written in CEL (it is empty); null stands in its place.'],
    [
      "dropped",
      "/set/x",
      `- a: { set: { x: '\${ .a | explode("${"x".repeat(120)}") }' } }`,
      `"\${ .a | explode("${"x".repeat(103)}…" cannot be written in CEL ("explode" has no counterpart); null stands in its place.`,
    ],
  ])("tells as %s%s what %s loses", (kind, at, tasks, sentence) => {
    expect(lossesOf(tasksWorkflow(tasks))).toContain(`${kind} /do/0/a${at}: ${sentence}`);
  });

  test("says nothing of what speaks to people only", () => {
    expect(lossesOf(tasksWorkflow("- a: { wait: PT1S, metadata: { owner: x } }"))).toEqual([]);
  });
});

describe("a run of 1.0", () => {
  test.each([
    ["a workflow", "{ workflow: { name: billing } }", { type: "saga", saga: "billing", input: "${ input }" }],
    [
      "a workflow of another namespace",
      "{ workflow: { namespace: shop, name: billing, version: 1.2.3, input: { n: '${ .n }' } } }",
      { saga: "shop/billing@1.2.3", input: { n: "${ input.n }" } },
    ],
    ["a workflow without a name", "{ workflow: {} }", { saga: "child" }],
    [
      "a container",
      "{ container: { image: '${ .image }' } }",
      { type: "task", call: { worker: { queue: "container" } }, with: { image: "${ input.image }" }, retry: { attempts: 1 } },
    ],
    ["nothing", "{}", { call: { worker: { queue: "process" } }, with: {} }],
  ])("of %s", (_what, run, is) => {
    const text = tasksWorkflow(`- a: { run: ${run} }`);

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(stateOf(text, "a")).toMatchObject(is);
  });

  test("is retried and timed like a call", () => {
    const text = tasksWorkflow(
      "- g: { try: [{ a: { run: { shell: { command: ls } }, timeout: { after: PT1S } } }], catch: { retry: { limit: { attempt: { count: 1 } } } } }",
    );

    expect(stateOf(text, "a")).toMatchObject({ retry: { attempts: 2 }, timeout: "1s" });
  });

  test.each([
    [
      "kept",
      "/run/workflow",
      "run: { workflow: { name: b } }",
      '"a" runs the saga "b" as its child; its undo belongs to this saga\'s undo.',
    ],
    [
      "changed",
      "/run/workflow",
      "run: { workflow: { name: b, namespace: '42' } }",
      '"42" cannot be a namespace; "b" is looked for in the own one.',
    ],
    ["changed", "/run/await", "run: { await: false, workflow: { name: b } }", '"a" does not wait for what it runs; here it does.'],
    ["dropped", "/run/return", "run: { return: all, script: { code: x } }", '"return" of "a" is not brought over.'],
    [
      "dropped",
      "/timeout",
      "run: { workflow: { name: b } }, timeout: { after: PT1S }",
      'The time-out of "a" has no counterpart: a child saga has its own.',
    ],
    [
      "changed",
      "/run",
      "run: { script: { code: x } }",
      '"a" runs a script; an engine of sagas runs no processes. A worker on the queue "script" is asked instead.',
    ],
  ])("tells as %s%s what %s loses", (kind, at, task, sentence) => {
    expect(lossesOf(tasksWorkflow(`- a: { ${task} }`))).toContain(`${kind} /do/0/a${at}: ${sentence}`);
  });
});

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
      "",
      "{ every: { hours: 1 } }",
      "The schedule of the workflow has no counterpart: a saga starts by a cron of five fields, by an event or by a request.",
    ],
    [
      "dropped",
      "",
      "{ cron: '0 0 3 * * *' }",
      "The schedule of the workflow has no counterpart: a saga starts by a cron of five fields, by an event or by a request.",
    ],
    [
      "dropped",
      "",
      "{ cron: '0 3 * * *', after: PT1S }",
      "The schedule of the workflow has no counterpart: a saga starts by a cron of five fields, by an event or by a request.",
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

  test("shapes the output even without tasks", () => {
    expect(sagaOf(importText(`document: { dsl: '1.0.0' }\noutput: { as: .x }\ndo: []\n`))["states"]).toEqual({
      done: { type: "succeed", output: "${ input.x }" },
    });
  });

  test.each([
    ["dropped", "/document/tags", "", "tags: { a: b }", '"tags" of the workflow is not brought over.'],
    [
      "changed",
      "/document/namespace",
      "",
      "namespace: shop",
      'The namespace "shop" is not taken: the saga and its services stand in the default namespace.',
    ],
    ["dropped", "/use/extensions", "use: { extensions: [] }", "", '"use.extensions" is not brought over.'],
    ["dropped", "/use/agents", "use: { agents: [] }", "", '"agents" of the workflow is not brought over.'],
    ["dropped", "/input/schema", "input: { schema: {} }", "", "The schema of the input is not brought over."],
    ["dropped", "/output/schema", "output: { schema: {} }", "", "The schema of the output is not brought over."],
    ["dropped", "/checkpoint", "checkpoint: true", "", '"checkpoint" of the workflow is not brought over.'],
    ["changed", "/evaluate/language", "evaluate: { language: js }", "", 'The expressions are written in "js"; they are read as jq.'],
    [
      "changed",
      "/evaluate/mode",
      "evaluate: { language: jq, mode: loose }",
      "",
      "Texts are expressions wherever they can be; here only those in ${ } are.",
    ],
    ["dropped", "/timeout", "timeout: long", "", "A time-out says no time; there is none."],
  ])("tells as %s%s what it loses in %s%s", (kind, at, fields, head, sentence) => {
    const text = `document: { dsl: '1.0.0', name: o${head === "" ? "" : `, ${head}`} }\n${fields}\ndo: [{ a: { wait: PT1S } }]\n`;

    expect(lossesOf(text)).toEqual([`${kind} ${at}: ${sentence}`]);
  });

  test("says no more than that jq is strict", () => {
    expect(lossesOf(tasksWorkflow(WAIT, "evaluate: { language: jq, mode: strict }\n"))).toEqual([]);
  });
});
