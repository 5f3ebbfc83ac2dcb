import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
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
    ["dropped", "/set", "- a: { set: [1] }", '"set" of "a" is not brought over.'],
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
