import { describe, expect, test } from "vitest";
import { importWorkflow } from "../import-workflow.ts";
import { importText, mistakesIn, sagaOf } from "../testing/import-text.ts";
import { lossesOf, refusalOf, statesWorkflow } from "../testing/serverless.ts";

const REST = "- { name: Rest, type: sleep, duration: PT1S, end: true }";

function head(fields: string): string {
  return `${fields}states: [{ name: Rest, type: sleep, duration: PT1S, end: true }]\n`;
}

describe("the head of a workflow of 0.8", () => {
  test.each([
    ["its id", "id: a\nkey: b\nname: C\n", { name: "a", title: "C" }],
    ["its key", "key: b\nname: C\n", { name: "b", title: "C" }],
    ["its name", "name: C\n", { name: "c", title: "C" }],
    [
      "its file, and its description is the title",
      "specVersion: '0.8'\ndescription: Sells things\n",
      { name: "file", title: "Sells things" },
    ],
  ])("names the saga by %s", (_what, fields, document) => {
    const result = importWorkflow(head(fields), { name: "file" });

    expect(result).toMatchObject({ ok: true, imported: { documents: [{ document }] } });
  });

  test("names a saga of nothing else as imported", () => {
    expect(importWorkflow(head("specVersion: '0.8'\n"))).toMatchObject({
      imported: { documents: [{ document: { dsl: "1.0", kind: "saga", name: "imported", version: "1.0.0" } }] },
    });
  });

  test.each([
    ["'3'", "3.0.0"],
    ["v1.2.3", "1.2.3"],
    ["'1.10'", "1.10.0"],
  ])("has the version %s as %s", (version, here) => {
    const imported = importText(head(`id: a\nversion: ${version}\n`));

    expect(sagaOf(imported)).toMatchObject({ document: { version: here } });
    expect(imported.losses).toEqual([]);
  });

  test.each([
    ["1.2.0-rc.1", "1.2.0"],
    ["draft", "1.0.0"],
  ])("tells that the version %s is written as %s", (version, here) => {
    expect(lossesOf(head(`id: a\nversion: ${version}\n`))).toEqual([
      `changed /version: The version "${version}" is written as "${here}"; a version here is three numbers.`,
    ]);
  });

  test.each([
    ["PT1H", "{ workflowExecTimeout: PT1H }"],
    ["PT1H with more beside it", "{ workflowExecTimeout: { duration: PT1H } }"],
  ])("has the time-out %s", (_what, timeouts) => {
    expect(sagaOf(importText(head(`id: a\ntimeouts: ${timeouts}\n`)))).toMatchObject({ timeout: { after: "1h", then: "compensate" } });
  });
});

describe("the start of a workflow of 0.8", () => {
  const two = `- { name: A, type: sleep, duration: PT1S, end: true }\n- { name: B, type: sleep, duration: PT2S, end: true }`;

  test.each([
    ["the first state where it does not say", "", "A"],
    ["the state it names", "start: B\n", "B"],
    ["the state it names beside a schedule", "start: { stateName: B }\n", "B"],
  ])("is %s", (_what, fields, start) => {
    expect(sagaOf(importText(statesWorkflow(two, fields)))["start"]).toBe(start);
  });

  test.each([
    ["a cron", "{ cron: '0 3 * * *' }", { cron: "0 3 * * *", input: {} }],
    [
      "a cron with a time zone",
      "{ cron: { expression: ' 0 3 * * * ' }, timezone: Europe/Oslo }",
      { cron: "0 3 * * *", timezone: "Europe/Oslo", input: {} },
    ],
  ])("by %s is a schedule", (_what, schedule, trigger) => {
    const imported = importText(statesWorkflow(REST, `start: { stateName: Rest, schedule: ${schedule} }\n`));

    expect(sagaOf(imported)["triggers"]).toEqual([{ schedule: trigger }]);
    expect(mistakesIn(imported)).toEqual([]);
  });

  test.each(["{ interval: R/PT1M }", "{ cron: '0 0/15 * * * ?' }", "R/PT1M", "{}"])("by the schedule %s is told", (schedule) => {
    const text = statesWorkflow(REST, `start: { stateName: Rest, schedule: ${schedule} }\n`);

    expect(sagaOf(importText(text))).not.toHaveProperty("triggers");
    expect(lossesOf(text)).toEqual([
      "dropped /start/schedule: The schedule of the workflow has no counterpart: a schedule here is a cron of five fields.",
    ]);
  });

  test("tells what else a schedule says", () => {
    const text = statesWorkflow(
      REST,
      "start: { stateName: Rest, schedule: { cron: { expression: '0 3 * * *', validUntil: '2030-01-01' } } }\n",
    );

    expect(lossesOf(text)).toEqual(['dropped /start/schedule/cron/validUntil: "validUntil" of the schedule is not brought over.']);
  });

  test.each([
    [
      "begins nowhere",
      statesWorkflow(REST, "start: Else\n"),
      'The workflow begins with "Else", and no state that may come first has this name.',
    ],
    ["has no states", "id: a\nstates: []\n", "The workflow begins with null, and no state that may come first has this name."],
    [
      "begins with a state that only compensates",
      statesWorkflow("- { name: Undo, type: operation, usedForCompensation: true }"),
      'The workflow begins with "Undo", and no state that may come first has this name.',
    ],
  ])("is refused where it %s", (_why, text, message) => {
    expect(refusalOf(text)).toBe(`SOURCE_INVALID /start: ${message}`);
  });

  test.each([
    ["a state is no object", "id: a\nstates: [5]\n", "/states/0: A state has no name."],
    ["a state has no name", "id: a\nstates: [{ type: sleep }]\n", "/states/0: A state has no name."],
    ["two states have one name", statesWorkflow(`${REST}\n${REST}`), '/states/1: Two states are called "Rest".'],
    [
      "a state has no type",
      statesWorkflow("- { name: A, end: true }"),
      '/states/0/type: The state "A" has the type null, which Serverless Workflow 0.8 does not know.',
    ],
  ])("is refused where %s", (_why, text, message) => {
    expect(refusalOf(text)).toBe(`SOURCE_INVALID ${message}`);
  });
});

describe("what a workflow of 0.8 says beside its states", () => {
  test.each([
    ["constants", "constants: file://constants.json\n", "file://constants.json"],
    ["functions", "functions: functions.json\n", "functions.json"],
    ["timeouts", "timeouts: timeouts.json\n", "timeouts.json"],
  ])("is told where %s stand in another document", (field, fields, address) => {
    expect(lossesOf(statesWorkflow(REST, fields))).toEqual([
      `dropped /${field}: "${field}" stand in another document, "${address}", which is not read.`,
    ]);
  });

  test.each([
    ["dropped /auth", "auth: [{ name: a }]\n", '"auth" of the workflow is not brought over.'],
    ["dropped /keepActive", "keepActive: true\n", '"keepActive" of the workflow is not brought over.'],
    [
      "dropped /timeouts/workflowExecTimeout/runBefore",
      "timeouts: { workflowExecTimeout: { duration: PT1H, runBefore: Rest } }\n",
      '"runBefore" of the time-out of the workflow is not brought over.',
    ],
    [
      "dropped /timeouts/stateExecTimeout",
      "timeouts: { stateExecTimeout: PT1H }\n",
      '"stateExecTimeout" of the workflow is not brought over.',
    ],
    ["dropped /start/when", "start: { stateName: Rest, when: later }\n", '"when" of the workflow is not brought over.'],
    [
      "changed /expressionLang",
      "expressionLang: jsonpath\n",
      'The expressions are written in "jsonpath"; they are read as jq, or as JSONPath where they stand in {{ }}.',
    ],
    ["dropped /events/1", "events: [{ name: e, type: t }, 5]\n", 'An item of "events" is no object; it is left out.'],
    [
      "dropped /functions/0/authRef",
      "functions: [{ name: f, operation: a.json#b, authRef: x }]\n",
      '"authRef" of "f" is not brought over.',
    ],
    [
      "changed /events/0/dataOnly",
      "events: [{ name: e, type: t, dataOnly: false }]\n",
      'The event "e" gives its attributes too; here only its data is read.',
    ],
  ])("is told as %s of %j", (place, fields, sentence) => {
    expect(lossesOf(statesWorkflow(REST, fields))).toEqual([`${place}: ${sentence}`]);
  });

  test("is nobody's loss where it speaks to people only, or says what holds anyway", () => {
    const fields =
      "annotations: [a]\nmetadata: { owner: x }\nexpressionLang: jq\nevents: [{ name: e, type: t, dataOnly: true, metadata: { a: 1 } }]\n";

    expect(lossesOf(statesWorkflow(REST, fields))).toEqual([]);
  });

  test("holds for the first of two definitions of one name", () => {
    const text = statesWorkflow(
      "- { name: A, type: operation, actions: [{ functionRef: f }], end: true }",
      "functions: [{ name: f, operation: 'a.json#first' }, { name: f, operation: 'a.json#second' }, { operation: 'a.json#third' }]\n",
    );

    expect(sagaOf(importText(text))).toMatchObject({ states: { A: { call: "a.first" } } });
  });
});
