import type { JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { wayFrom } from "../../testing/asl-ways.ts";
import { catalogueOf, type WrittenAsl, writeAsl } from "../../testing/write-asl.ts";

const STOCK = catalogueOf(`operations:
  hold:
    kind: compensatable
    call: { method: POST, path: /hold, accept: [409, 404] }
    errors:
      - { when: '\${ response.status == 404 }', type: Unknown }
      - { when: '\${ response.status == 422 }', type: SoldOut }
      - { when: '\${ response.status == 422 }', type: NeverReached }
      - { when: '\${ response.status == 503 }', type: Closed }
      - { when: '\${ response.status == 500 }', type: Lost, outcome: unknown }
      - { when: '\${ response.status == 423 }', type: Locked, outcome: notDone, retry: true }
      - { when: '\${ response.status == 200 }', type: Empty }
      - { when: '\${ response.body.code == 7 }', type: Strange }
    compensate: { call: { method: POST, path: /drop } }
`);

function writeHold(rest: string): WrittenAsl {
  return writeAsl(
    `start: hold\nstates:\n  hold: { type: task, call: stock.hold, next: done, ${rest} }\n  done: { type: succeed }\n  other: { type: succeed }\n`,
    [STOCK],
  );
}

function codes(...statuses: readonly number[]): readonly string[] {
  return statuses.map((status) => `States.Http.StatusCode.${status}`);
}

function catchesOf({ states }: WrittenAsl, state = "hold"): readonly (readonly [error: string, to: unknown])[] {
  const entries = (states[state]?.["Catch"] ?? []) as readonly JsonObject[];

  return entries.map((entry) => [
    (entry["ErrorEquals"] as readonly string[]).map((error) => error.replace("States.Http.StatusCode.", "")).join(" "),
    entry["Next"],
  ]);
}

const ALL_REFUSED = "400 401 402 403 405 406 407 410 411 412 413 414 415 416 417 418 421 424 426 428 431 451";

describe("an error nobody catches", () => {
  test("is told from a doubt by its status: a refusal leaves its own step alone", () => {
    const written = writeHold("");

    expect(catchesOf(written)).toEqual([
      ["409", "done"],
      ["404", "failed"],
      ["422", "failed"],
      ["503", "failed"],
      ["500", "undo hold"],
      ["423", "failed"],
      [ALL_REFUSED, "failed"],
      ["States.ALL", "undo hold"],
    ]);
  });

  test("carries the type its catalogue gives it", () => {
    const { states } = writeHold("");

    expect(states["hold"]?.["Catch"]).toContainEqual({
      ErrorEquals: codes(422),
      Assign: { error: { Error: "SoldOut", Cause: "{% $states.errorOutput.Cause %}" } },
      Next: "failed",
    });
    expect(states["failed"]).toEqual({ Type: "Fail", Error: "{% $error.Error %}", Cause: "{% $error.Cause %}" });
  });

  test("is tried again where its status may pass, or its entry says so, and never where its entry refuses", () => {
    const retry = writeHold("").states["hold"]?.["Retry"];

    expect(retry).toMatchObject([
      { ErrorEquals: ["States.Timeout", "States.Http.Socket", ...codes(408, 425, 429, 502, 504, 423)], MaxAttempts: 2 },
    ]);
  });

  test("is told where an entry names it by more than a status", () => {
    const { losses } = writeHold("");

    expect(losses.filter((loss) => loss.includes("told by more"))).toEqual(
      ["Empty", "Strange"].map(
        (type) =>
          `dropped /states/hold/call The error "${type}" is told by more than a status of failure; such an answer is taken as its status says.`,
      ),
    );
  });

  test("passes an optional step, which undoes itself alone", () => {
    const { states } = writeAsl(
      `start: first
states:
  first: { type: task, call: stock.hold, next: hold }
  hold: { type: task, call: stock.hold, optional: true, next: done }
  done: { type: succeed }
`,
      [STOCK],
    );

    expect(wayFrom({ States: states }, "hold", "States.Http.StatusCode.422")).toEqual(["done"]);
    expect(wayFrom({ States: states }, "hold", "States.ALL")).toEqual(["undo hold", "done"]);
  });
});

describe("an entry of catch", () => {
  test("leads its errors on, and undoes the step itself only where it may have happened", () => {
    const written = writeHold(`catch: [{ errors: [SoldOut, Lost], next: other }]`);

    expect(catchesOf(written).slice(0, 3)).toEqual([
      ["409", "done"],
      ["422", "other"],
      ["500", "undo hold (2)"],
    ]);
    expect(written.states["undo hold (2)"]?.["Next"]).toBe("other");
  });

  test.each([
    ["Timeout", "States.Timeout"],
    ["Unavailable", "States.Http.Socket"],
    ["ExpressionError", "States.QueryEvaluationError"],
    ["Refused", ALL_REFUSED],
  ])("may name the built-in error %s", (type, error) => {
    const written = writeHold(`catch: [{ errors: [${type}], next: other }]`);

    expect(catchesOf(written)[1]?.[0]).toBe(error);
    expect(written.losses.filter((loss) => loss.includes("no counterpart"))).toEqual([]);
  });

  test("takes everything, and what stands behind it nothing", () => {
    const written = writeHold(`catch: [{ errors: ['*'], next: other }, { errors: [SoldOut], next: done }]`);

    expect(catchesOf(written).map(([, to]) => to)).not.toContain("failed");
    expect(catchesOf(written).at(-1)).toEqual(["States.ALL", "undo hold"]);
    expect(written.states["undo hold"]?.["Next"]).toBe("other");
  });

  test("of an error a machine does not know is left out, and told", () => {
    const written = writeHold(`catch: [{ errors: [LockTimeout], when: '\${ true }', next: other }]`);

    expect(catchesOf(written)[1]).toEqual(["404", "failed"]);
    expect(written.losses).toEqual(
      expect.arrayContaining([
        "changed /states/hold/catch The condition of catch entry 1 is left out.",
        'dropped /states/hold/catch The error "LockTimeout" has no counterpart and is not caught.',
      ]),
    );
  });
});

describe("a step behind the pivot", () => {
  const PIVOT = `start: pay
states:
  pay: { type: task, kind: pivot, call: { http: { method: POST, url: https://a.example/pay } }, next: hold }
`;

  test("is tried until it works, but for what is certain to fail again, and undoes nothing", () => {
    const { states, losses } = writeAsl(`${PIVOT}  hold: { type: task, call: stock.hold, next: done }\n  done: { type: succeed }\n`, [
      STOCK,
    ]);

    expect(states["hold"]?.["Retry"]).toMatchObject([
      { ErrorEquals: expect.arrayContaining(["States.QueryEvaluationError", ...codes(422, 400)]), MaxAttempts: 0 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 99_999_999 },
    ]);
    expect(wayFrom({ States: states }, "hold", "States.ALL")).toEqual(["stuck forward"]);
    expect(losses).toContain(
      "changed /states/hold Behind the pivot nobody can be asked: it is tried again without end, and a refusal nobody catches ends the execution.",
    );
  });

  test("is tried as often as it says where it has a catch to lead to", () => {
    const written = writeAsl(
      `${PIVOT}  hold: { type: task, call: stock.hold, catch: [{ errors: [Lost], next: other }], next: done }
  done: { type: succeed }
  other: { type: succeed }
`,
      [STOCK],
    );

    expect(written.states["hold"]?.["Retry"]).toMatchObject([{ MaxAttempts: 2 }]);
    expect(catchesOf(written)).toEqual([
      ["409", "done"],
      ["500", "other"],
      ["States.ALL", "stuck forward"],
    ]);
  });

  test("that may stand before it too turns back as there, without what the pivot has sealed", () => {
    const { states, losses } = writeAsl(
      `start: hold
states:
  hold: { type: task, call: stock.hold, next: which }
  which: { type: switch, cases: [{ when: '\${ input.now }', next: pay }], default: ship }
  pay: { type: task, kind: pivot, call: { http: { method: POST, url: https://a.example/pay, accept: [409] } }, next: ship }
  ship: { type: task, kind: retriable, call: { http: { method: POST, url: https://a.example/ship } }, next: done }
  done: { type: succeed }
`,
      [STOCK],
    );

    expect(states["pay"]?.["Assign"]).toMatchObject({ done_hold: false });
    expect(states["pay"]?.["Catch"]).toContainEqual({
      ErrorEquals: codes(409),
      Assign: { steps_pay: null, done_hold: false },
      Next: "ship",
    });
    expect(states["is hold done"]).toMatchObject({ Choices: [{ Condition: "{% $done_hold %}", Next: "undo hold" }], Default: "failed" });
    expect(losses).toContain(
      "changed /states/ship It may stand behind the pivot or before it: when it fails the execution turns back, as before the pivot.",
    );
  });
});
