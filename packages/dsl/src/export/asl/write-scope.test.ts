import type { JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { writeAsl } from "../testing/write-asl.ts";

const CALL = "call: { http: { method: GET, url: https://a.example/x } }, kind: readOnly";

/** The states of the first branch of a parallel block `both`, or of the body of a block `each`. */
function innerOf(states: Readonly<Record<string, JsonObject>>, block: string): Readonly<Record<string, JsonObject>> {
  const { Branches, ItemProcessor } = states[block] as { readonly Branches?: readonly JsonObject[]; readonly ItemProcessor?: JsonObject };

  return ((Branches?.[0] ?? ItemProcessor) as JsonObject)["States"] as Readonly<Record<string, JsonObject>>;
}

describe("a branch", () => {
  const parallel = (left: string, rest = ""): ReturnType<typeof writeAsl> =>
    writeAsl(`start: both
states:
  both:
    type: parallel
    branches: { left: { ${left} }, right: { start: r, states: { r: { type: task, ${CALL}, end: true } } } }
    ${rest}
    next: done
  done: { type: succeed }
`);

  test.each([
    ["the output of the state that ended", `start: l, states: { l: { type: task, ${CALL}, end: true } }`, "end of l", "{% $steps_l %}"],
    ["nothing, where that state has none", "start: l, states: { l: { type: wait, for: 1s, end: true } }", "end of l", null],
    [
      "what it says itself",
      `start: l, states: { l: { type: task, ${CALL}, end: true } }, output: { id: '\${ steps.l.output.id }' }`,
      "end of l",
      { id: "{% $steps_l.id %}" },
    ],
  ])("gives %s", (_what, left, end, output) => {
    const { states } = parallel(left);

    expect(innerOf(states, "both")[end]).toEqual({ Type: "Pass", Output: output, End: true });
    expect(states["both"]?.["Assign"]).toEqual({ steps_both: '{% {"left": $states.result[0], "right": $states.result[1]} %}' });
  });

  test("ends without an output where an optional step failed, or an accepted status came", () => {
    const left = `start: l, states: { l: { type: task, call: { http: { method: GET, url: https://a.example/x, accept: [404] } }, optional: true, end: true } }`;
    const inner = innerOf(parallel(left).states, "both");

    expect(inner["l"]?.["Catch"]).toMatchObject([
      { ErrorEquals: ["States.Http.StatusCode.404"], Next: "end of l (2)" },
      { ErrorEquals: ["States.ALL"], Next: "end of l (2)" },
    ]);
    expect(inner["end of l (2)"]).toMatchObject({ Output: null });
    expect(inner["end of l"]).toMatchObject({ Output: "{% $steps_l %}" });
  });

  test("has names and variables no other scope has, and reads those around it", () => {
    const { states } = writeAsl(`start: first
states:
  first: { type: set, values: { n: 1, m: 2 }, next: both }
  both:
    type: parallel
    branches:
      left: { start: first, states: { first: { type: set, values: { n: '\${ vars.m + 1 }' }, next: last }, last: { type: wait, until: '\${ vars.n }', end: true } } }
      right: { start: r, states: { r: { type: wait, until: '\${ vars.n }', end: true } } }
    next: done
  done: { type: succeed }
`);
    const inner = innerOf(states, "both");

    expect(states["first"]?.["Assign"]).toEqual({ vars_n: 1, vars_m: 2 });
    expect(inner["both_left_first"]?.["Assign"]).toEqual({ both_left_vars_n: "{% ($vars_m + 1) %}" });
    expect(inner["last"]?.["Timestamp"]).toBe("{% $string($both_left_vars_n) %}");
    expect(JSON.stringify(states["both"])).toContain('"Timestamp":"{% $string($vars_n) %}"');
  });

  test("behind the pivot is undone no more", () => {
    const { states } = writeAsl(`start: pay
states:
  pay: { type: task, kind: pivot, call: { http: { method: POST, url: https://a.example/p } }, next: both }
  both:
    type: parallel
    branches:
      left:
        start: l
        states:
          l: { type: task, call: { http: { method: POST, url: https://a.example/l } }, compensate: { call: { http: { method: DELETE, url: https://a.example/l } } }, next: m }
          m: { type: task, ${CALL}, end: true }
      right: { start: r, states: { r: { type: wait, for: 1s, end: true } } }
    next: done
  done: { type: succeed }
`);

    expect(Object.keys(innerOf(states, "both")).filter((name) => name.startsWith("undo"))).toEqual([]);
    expect(innerOf(states, "both")["m"]?.["Catch"]).toMatchObject([{ Next: "stuck forward" }]);
  });

  test("tells that all of them have to succeed where fewer would do", () => {
    const left = "start: l, states: { l: { type: wait, for: 1s, end: true } }";

    expect(parallel(left, "join: { atLeast: 1 }").losses).toContain("changed /states/both/join All branches have to succeed.");
    expect(parallel(left, "join: all").losses.filter((loss) => loss.includes("/join"))).toEqual([]);
  });
});

describe("a body", () => {
  const each = (fields: string): ReturnType<typeof writeAsl> =>
    writeAsl(`start: each
states:
  each:
    type: forEach
    in: '\${ input.items }'
    ${fields}
    body: { start: one, states: { one: { type: task, call: { http: { method: POST, url: https://a.example/x } }, end: true } } }
    next: done
  done: { type: succeed }
`);

  test("begins with its item and index, which are part of the key of its calls", () => {
    const { states } = each("concurrency: 4");
    const inner = innerOf(states, "each");

    expect(states["each"]).toMatchObject({ Items: "{% $input.items %}", MaxConcurrency: 4 });
    expect(inner["each_body_begin"]).toEqual({
      Type: "Pass",
      Assign: { item: "{% $states.input.item %}", index: "{% $states.input.index %}" },
      Next: "one",
    });
    expect(JSON.stringify(inner["one"])).toContain('$states.context.Execution.Name & \\"/each.\\" & $index & \\"/one#\\"');
  });

  test.each(["states", "input", "error", "steps_one", "vars_x", "done_one", "happened_one", "count"])(
    'calls an item "%s" otherwise, because a machine has that name already',
    (name) => {
      expect(innerOf(each(`each: ${name}`).states, "each")["each_body_begin"]?.["Assign"]).toHaveProperty(`each_${name}`);
    },
  );

  test("inside another has an item of its own", () => {
    const { states } = writeAsl(`start: outer
states:
  outer:
    type: forEach
    in: '\${ input.items }'
    body:
      start: inner
      states:
        inner:
          type: forEach
          in: '\${ item.parts }'
          body: { start: one, states: { one: { type: wait, until: '\${ item.at }', end: true } } }
          end: true
    next: done
  done: { type: succeed }
`);

    expect(innerOf(innerOf(states, "outer"), "inner")["one"]?.["Timestamp"]).toBe("{% $string($inner_item.at) %}");
    expect(innerOf(states, "outer")["inner"]?.["Items"]).toBe("{% $item.parts %}");
  });

  test.each(["tolerate: 2", "tolerate: '10%'"])("tells that no item may fail: %s", (tolerate) => {
    expect(each(tolerate).losses).toContain("dropped /states/each/tolerate No item may fail.");
    expect(each("tolerate: 0").losses.filter((loss) => loss.includes("/tolerate"))).toEqual([]);
  });
});

describe("a machine", () => {
  test("assigns what may be read before it is there: an output, a value, an error", () => {
    const { states } = writeAsl(`start: which
states:
  which: { type: switch, cases: [{ when: '\${ input.now }', next: step }], default: read }
  step: { type: task, ${CALL}, catch: [{ errors: ['*'], next: read }], next: keep }
  keep: { type: set, values: { n: 1, m: 2 }, next: read }
  read:
    type: set
    values:
      a: '\${ has(steps.step.output) ? steps.step.output : 0 }'
      b: '\${ vars.?n.orValue(0) }'
      c: '\${ error.type + vars.m }'
    next: done
  done: { type: succeed }
`);

    expect(states["begin"]?.["Assign"]).toEqual({ input: "{% $states.input %}", steps_step: null, vars_n: null, error: null });
    expect(states["read"]?.["Assign"]).toMatchObject({
      vars_a: "{% (($steps_step != null) ? $steps_step : 0) %}",
      vars_b: "{% (($vars_n != null) ? $vars_n : 0) %}",
    });
  });

  test("hands the error that was caught around a block to what stands inside", () => {
    const { states } = writeAsl(`start: step
states:
  step: { type: task, ${CALL}, catch: [{ errors: ['*'], next: both }], next: done }
  both:
    type: parallel
    branches:
      left: { start: l, states: { l: { type: set, values: { why: '\${ error.detail }' }, end: true } } }
      right: { start: r, states: { r: { type: wait, for: 1s, end: true } } }
    next: done
  done: { type: succeed }
`);

    expect(innerOf(states, "both")["both_left_begin"]?.["Assign"]).toEqual({ both_left_error: "{% $error %}" });
  });

  test("has short names that are its own, however long and alike those of the saga are", () => {
    const long = "a".repeat(64);
    const { states } = writeAsl(`start: ${long}
states:
  ${long}:
    type: parallel
    branches:
      cccccc1: { start: ${long}, states: { ${long}: { type: wait, for: 1s, end: true } } }
      cccccc2: { start: ${long}, states: { ${long}: { type: wait, for: 1s, end: true } } }
    next: done
  done: { type: succeed }
`);
    const { Branches } = states[long] as { readonly Branches: readonly JsonObject[] };
    const names = Branches.flatMap((branch) => Object.keys(branch["States"] as JsonObject));

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.length > 80)).toEqual([]);
    expect(names).toContain(`${long}_2`);
  });

  test.each([
    [
      "compensation: { order: parallel, onFailure: continue }\nrecovery: forward",
      [
        "changed /compensation An undo that gives up ends the execution: nobody can be waited for.",
        "changed /compensation/onFailure An undo that gives up ends the execution before the undos that are left.",
        "changed /compensation/order Undos run one after another, last first.",
        "changed /recovery A failure is undone and not retried for ever.",
      ],
    ],
    [
      "key: '${ id(\"a\") }'\nretention: 1d\ntimeout: { after: 1m }\nexposure: '${ input.n }'",
      [
        "changed /compensation An undo that gives up ends the execution: nobody can be waited for.",
        "dropped /exposure The value at stake is not summed.",
        "dropped /retention Executions are kept as long as the platform keeps them.",
        "changed /states What id() gives is made of the name of the execution.",
        "dropped /timeout The machine has no time-out: it would end the execution without an undo.",
      ],
    ],
    [
      "assertions: [{ name: n, always: '${ error.type == \"x\" }' }]",
      [
        "dropped /assertions Nothing is asserted.",
        "changed /compensation An undo that gives up ends the execution: nobody can be waited for.",
        "changed /states What error.type and error.detail give are words of the machine where no catch and no catalogue names the error.",
      ],
    ],
  ])("tells what the saga says as a whole and it cannot: %s", (head, losses) => {
    expect(writeAsl(`${head}\nstart: done\nstates: { done: { type: succeed } }\n`).losses).toEqual(losses);
  });
});
