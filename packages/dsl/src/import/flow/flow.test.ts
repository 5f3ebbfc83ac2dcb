import { describe, expect, test } from "vitest";
import { importWorkflow } from "../import-workflow.ts";
import { importText, mistakesIn, sagaOf, stateOf } from "../testing/import-text.ts";
import { DONE, LAMBDA, machine } from "../testing/state-machine.ts";

const USE = { Type: "Task", Resource: `${LAMBDA}use`, End: true };
const JSONATA = { QueryLanguage: "JSONata" };

/** A choice of two ways to one state; the ways give different documents. */
function twoWays(first: object, otherwise: object, given: object): string {
  return machine(
    {
      Sort: { Type: "Choice", Choices: [{ Condition: "{% $states.input.vip %}", ...first, Next: "Use" }], ...otherwise, Default: "Use" },
      Use: { ...USE, Arguments: given },
    },
    JSONATA,
  );
}

/** What each way sets before it meets the other. */
function setOf(text: string): readonly unknown[] {
  const states = Object.values(sagaOf(importText(text))["states"] as Record<string, { type: string; values?: object }>);

  return states.filter(({ type }) => type === "set").map(({ values }) => values);
}

describe("where ways meet", () => {
  test("objects with other members are a value as a whole", () => {
    const text = twoWays({ Output: { a: 1 } }, { Output: { b: 2 } }, { a: "{% $states.input.a %}" });

    expect(setOf(text)).toEqual([{ data: { a: 1 } }, { data: { b: 2 } }]);
  });

  test("objects with the same members differ in single members", () => {
    const text = twoWays(
      { Output: { a: 1, b: 0 } },
      { Output: { a: 2, b: 0 } },
      { a: "{% $states.input.a %}", b: "{% $states.input.b %}" },
    );

    expect(setOf(text)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(stateOf(text, "Use")).toMatchObject({ with: { a: "${ vars.a }", b: 0 } });
  });

  test("what one way writes over a merged document is a value alone", () => {
    const text = machine(
      {
        Merge: { Type: "Pass", Output: "{% $merge([{ 'a': 1 }, $states.input]) %}", Next: "Sort" },
        Sort: {
          Type: "Choice",
          Choices: [
            {
              Condition: "{% $states.input.vip %}",
              Output: "{% $merge([$states.input, { 'x': 1, 'a': $states.input.a }]) %}",
              Next: "Use",
            },
          ],
          Default: "Use",
        },
        Use: { ...USE, Arguments: { a: "{% $states.input.a %}", x: "{% $states.input.x %}", y: "{% $states.input.y %}" } },
      },
      JSONATA,
    );

    expect(setOf(text)).toEqual([{ x: 1 }, { x: "${ input.?x.orValue(null) }" }]);
    expect(stateOf(text, "Use")).toMatchObject({ with: { a: "${ input.?a.orValue(1) }", x: "${ vars.x }", y: "${ input.y }" } });
  });

  test("documents that differ far below are a value there, and no deeper than people look", () => {
    const deep = (levels: number, value: number): object => (levels === 0 ? { z: value } : { m: deep(levels - 1, value) });
    const text = twoWays({ Output: deep(9, 1) }, { Output: deep(9, 2) }, { z: `{% $states.input${".m".repeat(9)}.z %}` });

    expect(setOf(text)).toEqual([{ m: { m: { m: { z: 1 } } } }, { m: { m: { m: { z: 2 } } } }]);
    expect(stateOf(text, "Use")).toMatchObject({ with: { z: "${ vars.m.m.m.z }" } });
  });

  test("a list and an object are a value", () => {
    const text = twoWays({ Output: [1] }, { Output: { a: 1 } }, { x: "{% $states.input %}" });

    expect(setOf(text)).toEqual([{ data: [1] }, { data: { a: 1 } }]);
  });
});

describe("a branch", () => {
  const parallel = (branch: object): string =>
    machine({ Both: { Type: "Parallel", Branches: [branch, { StartAt: "Other", States: { Other: { ...USE } } }], End: true } });

  test("that only fails gives nothing", () => {
    const text = parallel({ StartAt: "Stop", States: { Stop: { Type: "Fail", Error: "E" } } });

    expect(stateOf(text, "Both")).toMatchObject({ branches: { BothBranch1: { start: "Stop", states: { Stop: { type: "fail" } } } } });
    expect(stateOf(text, "Both")).not.toHaveProperty("branches.BothBranch1.output");
    expect(mistakesIn(importText(text))).toEqual([]);
  });

  test("that does nothing gives its input", () => {
    const text = parallel({ StartAt: "Nothing", States: { Nothing: { Type: "Pass", End: true } } });

    expect(stateOf(text, "Both")).toMatchObject({
      branches: {
        BothBranch1: { start: "end", states: { end: { type: "set", values: { ended: true }, end: true } }, output: "${ input }" },
      },
    });
    expect(mistakesIn(importText(text))).toEqual([]);
  });

  test("without a single state gives its input too", () => {
    const text = JSON.stringify({
      document: { dsl: "1.0.0", namespace: "n", name: "empty", version: "1.0.0" },
      do: [{ both: { fork: { branches: [{ left: { do: [] } }, { right: { for: { in: ".items" }, do: [] } }] } } }],
    });

    expect(stateOf(text, "both")).toMatchObject({
      branches: {
        leftBranch: { states: { end: { type: "set", values: { ended: true }, end: true } }, output: "${ input }" },
        rightBranch: { states: { right: { type: "forEach", in: "${ input.items }" } } },
      },
    });
    expect(mistakesIn(importText(text))).toEqual([]);
  });

  test("that ends with different documents gives the one of the way it took", () => {
    const text = parallel({
      StartAt: "Sort",
      States: {
        Sort: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "One" }], Default: "Rest" },
        One: { Type: "Pass", Result: 1, End: true },
        Rest: DONE,
      },
    });

    expect(stateOf(text, "Both")).toMatchObject({
      branches: {
        BothBranch1: {
          states: { end: { values: { result: "${ input }" }, end: true }, end2: { values: { result: "${ vars.One }" }, end: true } },
          output: "${ vars.result }",
        },
      },
    });
  });
});

test("a choice without a case takes its only way", () => {
  const text = JSON.stringify({
    document: { dsl: "1.0.0", namespace: "n", name: "only", version: "1.0.0" },
    do: [{ sort: { switch: [{ other: { then: "rest" } }] } }, { rest: { wait: "PT1S" } }],
  });

  expect(stateOf(text, "sort")).toEqual({ type: "switch", cases: [{ when: "${ false }", next: "rest" }], default: "rest" });
});

describe("a loop", () => {
  test("of states that do nothing stays a loop, for validation to tell", () => {
    const text = machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } });

    expect(sagaOf(importText(text))).toMatchObject({ start: "A", states: { A: { type: "set", values: { idle: true }, next: "A" } } });
    expect(mistakesIn(importText(text))).toEqual([]);
  });

  // A register: every lap moves each value on by one place, so it takes a lap for each place until all is known.
  const register = (places: number, kind: "Output" | "Assign"): string => {
    const read = (place: number): string => (kind === "Output" ? `{% $states.input.p${place} %}` : `{% $p${place} %}`);
    const moved = Object.fromEntries(Array.from({ length: places }, (_, place) => [`p${place}`, read(place + 1)]));
    const made = Object.fromEntries(Array.from({ length: places + 1 }, (_, place) => [`p${place}`, 0]));
    return machine(
      {
        Init: { Type: "Wait", Seconds: 1, [kind]: made, Next: "Move" },
        Move: {
          Type: "Task",
          Resource: `${LAMBDA}move`,
          [kind]: { ...moved, [`p${places}`]: "{% $states.result.next %}" },
          Next: "Enough",
        },
        Enough: {
          Type: "Choice",
          Choices: [{ Condition: `{% ${kind === "Output" ? "$states.input.p0" : "$p0"} > 3 %}`, Next: "Done" }],
          Default: "Again",
        },
        Again: { Type: "Wait", Seconds: 1, Assign: { laps: 1 }, Next: "Move" },
        Done: DONE,
      },
      JSONATA,
    );
  };

  test("that moves values through variables is followed until all of them are known", () => {
    expect(stateOf(register(8, "Assign"), "Enough")).toMatchObject({ cases: [{ when: "${ vars.p1 > 3 }" }] });
    expect(mistakesIn(importText(register(8, "Assign")))).toEqual([]);
  });

  test("that moves values through the document slowly makes the document a value", () => {
    expect(stateOf(register(20, "Output"), "Enough")).toMatchObject({ cases: [{ when: "${ vars.data.p1 > 3 }" }] });
    expect(mistakesIn(importText(register(20, "Output")))).toEqual([]);
  });

  test("that nobody could follow is refused", () => {
    expect(importWorkflow(register(60, "Assign"))).toMatchObject({ ok: false, problems: [{ code: "SOURCE_TOO_COMPLEX" }] });
  });
});
