import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
import { lossesOf, refusalOf, statesWorkflow } from "../../testing/serverless.ts";

const DEFINITIONS = `functions: [{ name: f, operation: 'stock.json#hold' }]
events: [{ name: paid, type: order.paid, correlation: [{ contextAttributeName: order }] }]
`;

function choosing(fields: string): string {
  return statesWorkflow(
    `- { name: Choose, type: switch, ${fields} }
- { name: Use, type: operation, actions: [{ functionRef: { refName: f, arguments: { a: '\${ .a }' } } }], end: true }`,
    DEFINITIONS,
  );
}

const CASE = "dataConditions: [{ condition: '${ .n > 1 }', transition: Use }]";

describe("a switch of 0.8", () => {
  test.each([
    ["leads where its default says", `${CASE}, defaultCondition: { transition: Use }`, { default: "Use" }],
    ["leads where its default says in one word", `${CASE}, defaultCondition: Use`, { default: "Use" }],
    ["leads where older sources say", `${CASE}, default: { end: true }`, { default: "done" }],
    ["ends where it has no default", CASE, { default: "done" }],
    [
      "takes a case whose filter lets the document through",
      "dataConditions: [{ condition: '{{ $[?(@.total > $.max)] }}', transition: Use }], default: Use",
      { cases: [{ when: "${ input.total > input.max }" }] },
    ],
    [
      "takes a case whose filter lets an item through",
      "dataConditions: [{ condition: '{{ $.lines[?(@.n > 9)] }}', transition: Use }], default: Use",
      { cases: [{ when: "${ input.lines.exists(each, each.n > 9) }" }] },
    ],
    [
      "takes a case whose path reads a flag",
      "dataConditions: [{ condition: '{{ $.paid }}', transition: Use }], default: Use",
      { cases: [{ when: "${ input.paid }" }] },
    ],
    [
      "never takes a case that asks for every item",
      "dataConditions: [{ condition: '{{ $.lines[*].n }}', transition: Use }], default: Use",
      { cases: [{ when: "${ false }" }] },
    ],
    [
      "never takes a case that asks for some items",
      "dataConditions: [{ condition: '${ [.lines[] | select(.n > 9)] }', transition: Use }], default: Use",
      { cases: [{ when: "${ false }" }] },
    ],
    [
      "takes a case that asks whether an item fits",
      "dataConditions: [{ condition: '${ .lines | any(.n > 9) }', transition: Use }], default: Use",
      { cases: [{ when: "${ input.lines.exists(one, one.n > 9) }" }] },
    ],
    [
      "never takes a case whose condition is a list",
      "dataConditions: [{ condition: '${ [.a] }', transition: Use }], default: Use",
      { cases: [{ when: "${ false }" }] },
    ],
    [
      "never takes a case without a condition",
      "dataConditions: [{ transition: Use }], default: Use",
      { cases: [{ when: "${ false }", next: "Use" }] },
    ],
    [
      "never takes a case whose condition cannot be said",
      "dataConditions: [{ condition: '${ .a | explode }', transition: Use }], default: Use",
      { cases: [{ when: "${ false }" }] },
    ],
    [
      "waits for its events as long as it takes",
      "eventConditions: [{ eventRef: paid, transition: Use }]",
      { type: "listen", cases: [{ next: "Use" }] },
    ],
    [
      "ends where its time is up and nothing else is said",
      "eventConditions: [{ eventRef: paid, transition: Use }], eventTimeout: PT1M",
      { timeout: "1m", onTimeout: "done" },
    ],
  ])("%s", (_what, fields, is) => {
    expect(mistakesIn(importText(choosing(fields)))).toEqual([]);
    expect(stateOf(choosing(fields), "Choose")).toMatchObject(is);
  });

  test("filters what it gives on each of its ways", () => {
    const text = choosing(`${CASE}, defaultCondition: { end: true }, stateDataFilter: { output: '\${ .order }' }`);

    expect(stateOf(text, "Use")).toMatchObject({ with: { a: "${ input.order.a }" } });
    expect(stateOf(text, "done")).toEqual({ type: "succeed", output: "${ input.order }" });
  });

  test.each([
    ["changed", "", CASE, '"Choose" has no default; where no condition holds the saga ends.'],
    [
      "dropped",
      "/dataConditions/0/priority",
      "dataConditions: [{ condition: .a, priority: 1, end: true }]",
      '"priority" of "Choose" is not brought over.',
    ],
    [
      "dropped",
      "/eventConditions/0/condition",
      "eventConditions: [{ eventRef: paid, condition: .a, end: true }]",
      '"condition" of "Choose" is not brought over.',
    ],
    [
      "changed",
      "/eventConditions/0",
      "eventConditions: [{ end: true }]",
      'The event "event" is not defined in the source; its name is taken for its type.',
    ],
    ["dropped", "/dataConditions/0", "dataConditions: [yes]", 'An item of "dataConditions" is no object; it is left out.'],
    ["dropped", "/onErrors", `${CASE}, onErrors: [{ errorRef: x, end: true }]`, '"onErrors" of "Choose" is not brought over.'],
    ["dropped", "/compensatedBy", `${CASE}, compensatedBy: Use`, '"compensatedBy" of "Choose" is not brought over.'],
  ])("tells as %s%s what %s loses", (kind, at, fields, sentence) => {
    expect(lossesOf(choosing(fields))).toContain(`${kind} /states/0${at}: ${sentence}`);
  });

  test("is refused where its default leads nowhere", () => {
    expect(refusalOf(choosing(`${CASE}, defaultCondition: Else`))).toBe(
      'SOURCE_INVALID /states/0/defaultCondition/transition: No state is called "Else".',
    );
  });

  test("is refused where it has more cases than a switch may have", () => {
    const cases = Array.from({ length: 201 }, (_, index) => `{ condition: '\${ .n == ${index} }', end: true }`);

    expect(refusalOf(choosing(`dataConditions: [${cases.join(", ")}]`))).toBe(
      'SOURCE_TOO_COMPLEX : The workflow is too large or too tangled to be imported: "states.Choose.cases" would not fit the language.',
    );
  });
});
