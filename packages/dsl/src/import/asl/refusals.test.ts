import { describe, expect, test } from "vitest";
import { importWorkflow } from "../import-workflow.ts";
import { DONE, LAMBDA, machine } from "../testing/state-machine.ts";

const TASK = { Type: "Task", Resource: `${LAMBDA}a`, End: true };
const WAIT = { Type: "Wait", Seconds: 1, End: true };
const BODY = { StartAt: "B", States: { B: { Type: "Succeed" } } };
const MAP = { Type: "Map", ItemProcessor: BODY, End: true };

function choice(rule: object): Record<string, object> {
  return { A: { Type: "Choice", Choices: [{ ...rule, Next: "Done" }] }, Done: DONE };
}

/** Where a text is refused, and with which sentence. */
function refusalOf(text: string): readonly [string, string] | null {
  const result = importWorkflow(text);
  const [problem] = result.ok ? [] : result.problems;

  return problem?.code === "SOURCE_INVALID" ? [problem.at, problem.message] : null;
}

describe("a machine that breaks the rules of its language is refused where it breaks them:", () => {
  test.each([
    ["without states", { StartAt: "A", States: {} }, "/States", 'A state machine has "States".'],
    ["whose states are a list", { StartAt: "A", States: [] }, "/States", 'A state machine has "States".'],
    ["that begins nowhere", { States: { A: WAIT } }, "/StartAt", '"StartAt" is null, which names no state of the machine.'],
    ["with a state that is no object", { StartAt: "A", States: { A: 1 } }, "/States/A", 'The state "A" is no object.'],
    [
      "in an unknown query language",
      { StartAt: "A", QueryLanguage: "XPath", States: { A: WAIT } },
      "/QueryLanguage",
      'The query language is "XPath", which is not known.',
    ],
    [
      "whose time-out is no number",
      { StartAt: "A", TimeoutSeconds: "soon", States: { A: WAIT } },
      "/TimeoutSeconds",
      'The time-out of the machine is "soon", and must be a number of seconds.',
    ],
  ])("one %s", (_what, json, at, message) => {
    expect(refusalOf(JSON.stringify(json))).toEqual([at, message]);
  });

  test.each([
    ["of no type", { End: true }, "/Type", 'The state "A" has the type null, which the Amazon States Language does not know.'],
    ["that leads nowhere", { ...WAIT, End: false }, "", 'The state "A" has neither "Next" nor "End": true.'],
    [
      "that leads to a state that is not there",
      { ...WAIT, End: undefined, Next: "B" },
      "/Next",
      '"A" leads to "B", and no state of its machine has this name.',
    ],
    ["that leads on and ends", { ...WAIT, Next: "A" }, "/End", 'The state "A" leads on and ends as well.'],
    ["that leads to no text", { ...WAIT, End: undefined, Next: 1 }, "", 'A way out of "A" has no "Next".'],
    ["with a field of another type", { ...WAIT, Resource: "x" }, "/Resource", '"A" has "Resource", and a Wait has no such field.'],
    [
      "of JSONPath with a field of JSONata",
      { ...TASK, Arguments: {} },
      "/Arguments",
      '"A" has "Arguments", a field of JSONata, and its expressions are JSONPath.',
    ],
    [
      "of JSONata with a field of JSONPath",
      { ...TASK, QueryLanguage: "JSONata", ResultPath: "$.a" },
      "/ResultPath",
      '"A" has "ResultPath", a field of JSONPath, and its expressions are JSONata.',
    ],
    [
      "that says one thing twice",
      { ...TASK, TimeoutSeconds: 1, TimeoutSecondsPath: "$.t" },
      "/TimeoutSecondsPath",
      '"A" has both "TimeoutSeconds" and "TimeoutSecondsPath".',
    ],
    [
      "with a number out of its bounds",
      { ...MAP, ToleratedFailurePercentage: 101 },
      "/ToleratedFailurePercentage",
      '"ToleratedFailurePercentage" of "A" is 101, and must be a number from 0 to 100.',
    ],
    [
      "with a number that is none",
      { ...TASK, TimeoutSeconds: "x" },
      "/TimeoutSeconds",
      '"TimeoutSeconds" of "A" is "x", and must be a number from 1 to 99999999.',
    ],
    [
      "with a number below its bounds",
      { ...TASK, TimeoutSeconds: 0 },
      "/TimeoutSeconds",
      '"TimeoutSeconds" of "A" is 0, and must be a number from 1 to 99999999.',
    ],
    ["with a path that is none", { ...TASK, InputPath: 1 }, "/InputPath", '"InputPath" of "A" is 1, which is no path.'],
    [
      "with null for a path that needs one",
      { Type: "Wait", SecondsPath: null, End: true },
      "/SecondsPath",
      '"SecondsPath" of "A" is null, which is no path.',
    ],
    ["that calls nothing", { Type: "Task", End: true }, "", 'The task "A" has no "Resource".'],
    ["that waits for nothing", { Type: "Wait", End: true }, "", '"A" waits for no time.'],
    ["that waits for two times", { ...WAIT, Timestamp: "2026-01-01T00:00:00Z" }, "", '"A" waits for seconds and until a moment.'],
    ["without branches", { Type: "Parallel", Branches: [], End: true }, "", 'The state "A" has no "Branches".'],
    [
      "whose branch is no machine",
      { Type: "Parallel", Branches: [1], End: true },
      "/Branches/0",
      'What stands under "Branches" of "A" is no object.',
    ],
    ["whose branches are no list", { Type: "Parallel", Branches: {}, End: true }, "/Branches", '"Branches" of "A" is no list.'],
    ["that loops over nothing", { Type: "Map", End: true }, "", 'The state "A" has no "ItemProcessor".'],
    ["with two bodies", { ...MAP, Iterator: BODY }, "/Iterator", '"A" has both "ItemProcessor" and "Iterator".'],
    ["whose body has no state", { ...MAP, ItemProcessor: { StartAt: "B" } }, "/ItemProcessor/States", 'A state machine has "States".'],
    ["that assigns no names", { ...TASK, Assign: ["x"] }, "/Assign", '"Assign" of "A" is no object.'],
    [
      "that gives a member twice",
      { ...TASK, Parameters: { x: 1, "x.$": "$.x" } },
      "/Parameters/x.$",
      '"A" gives "x" twice, as it is and as a path.',
    ],
    ["that gives a path that is none", { ...TASK, Parameters: { "x.$": 1 } }, "/Parameters/x.$", '"x.$" of "A" is no path.'],
    [
      "whose expression is not closed",
      { ...TASK, QueryLanguage: "JSONata", Arguments: { x: "{% 1 " } },
      "/Arguments/x",
      'An expression of "A" is not enclosed in "{%" and "%}": "{% 1 ".',
    ],
    [
      "whose expression is not opened",
      { ...TASK, QueryLanguage: "JSONata", Arguments: { x: "1 %}" } },
      "/Arguments/x",
      'An expression of "A" is not enclosed in "{%" and "%}": "1 %}".',
    ],
  ])("a state %s", (_what, state, below, message) => {
    expect(refusalOf(machine({ A: state }))).toEqual([`/States/A${below}`, message]);
  });

  test.each([
    ["Catch", { Next: "A" }, "/ErrorEquals", '"ErrorEquals" of "A" is null, and must be a list of names of errors.'],
    ["Catch", { ErrorEquals: [], Next: "A" }, "/ErrorEquals", '"ErrorEquals" of "A" is [], and must be a list of names of errors.'],
    ["Catch", { ErrorEquals: ["X"] }, "", 'A way out of "A" has no "Next".'],
    ["Retry", { ErrorEquals: [1] }, "/ErrorEquals", '"ErrorEquals" of "A" is [1], and must be a list of names of errors.'],
    [
      "Retry",
      { ErrorEquals: ["X"], MaxAttempts: -1 },
      "/MaxAttempts",
      '"MaxAttempts" of a retrier of "A" is -1, and must be a number of at least 0.',
    ],
    [
      "Retry",
      { ErrorEquals: ["X"], BackoffRate: 0.5 },
      "/BackoffRate",
      '"BackoffRate" of a retrier of "A" is 0.5, and must be a number of at least 1.',
    ],
    [
      "Retry",
      { ErrorEquals: ["X"], IntervalSeconds: "1" },
      "/IntervalSeconds",
      '"IntervalSeconds" of a retrier of "A" is "1", and must be a number of at least 0.',
    ],
    [
      "Retry",
      { ErrorEquals: ["X"], JitterStrategy: "HALF" },
      "/JitterStrategy",
      '"JitterStrategy" of a retrier of "A" is "HALF", and must be FULL or NONE.',
    ],
  ])("a %s of %j", (field, entry, below, message) => {
    expect(refusalOf(machine({ A: { ...TASK, [field]: [entry] } }))).toEqual([`/States/A/${field}/0${below}`, message]);
  });

  test.each([
    ["without a test", { Variable: "$.a" }, "", 'A rule of "A" makes no test.'],
    [
      "with two tests",
      { Variable: "$.a", StringEquals: "x", IsNull: true },
      "",
      'A rule of "A" makes the tests "StringEquals" and "IsNull".',
    ],
    ["that compares nothing", { StringEquals: "x" }, "", 'A rule of "A" compares no "Variable".'],
    ["with an unknown comparison", { Variable: "$.a", toString: "x" }, "/toString", '"toString" in a rule of "A" is no comparison.'],
    [
      "that compares with another kind",
      { Variable: "$.a", NumericEquals: "1" },
      "/NumericEquals",
      '"NumericEquals" in a rule of "A" compares with "1", which is no number.',
    ],
    [
      "that tests for no truth",
      { Variable: "$.a", IsNull: "yes" },
      "/IsNull",
      '"IsNull" in a rule of "A" compares with "yes", which is no boolean.',
    ],
    ["that joins nothing", { And: [] }, "/And", '"And" of a rule of "A" joins nothing.'],
    ["that joins no rules", { Or: [{ Variable: "$.a", IsNull: true }, 1] }, "/Or/1", 'What stands under "Or" of "A" is no object.'],
    ["that negates nothing", { Not: [] }, "/Not", '"Not" of a rule of "A" is no rule.'],
  ])("a rule %s", (_what, rule, below, message) => {
    expect(refusalOf(machine(choice(rule)))).toEqual([`/States/A/Choices/0${below}`, message]);
  });

  test("a choice without rules, and a rule of JSONata without a condition", () => {
    const none = machine({ A: { Type: "Choice", Choices: [] } });
    const plain = machine(choice({ Variable: "$.a", IsNull: true }), { QueryLanguage: "JSONata" });

    expect([refusalOf(none), refusalOf(plain)]).toEqual([
      ["/States/A", 'The state "A" has no "Choices".'],
      ["/States/A/Choices/0", 'A rule of "A" has no "Condition".'],
    ]);
  });

  test("machines nested beyond reason", () => {
    const nested = Array.from({ length: 18 }).reduce<object>(
      (inner, _, index) => ({ StartAt: `M${index}`, States: { [`M${index}`]: { ...MAP, ItemProcessor: inner } } }),
      BODY,
    );

    expect(importWorkflow(JSON.stringify(nested))).toMatchObject({
      ok: false,
      problems: [{ code: "SOURCE_TOO_COMPLEX", message: "The workflow is too large or too tangled to be imported." }],
    });
  });
});
