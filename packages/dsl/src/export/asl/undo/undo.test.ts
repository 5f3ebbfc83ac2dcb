import { describe, expect, test } from "vitest";
import { wayBehind, wayFrom } from "../../testing/asl-ways.ts";
import { catalogueOf, writeAsl } from "../../testing/write-asl.ts";

const STOCK = catalogueOf(`operations:
  hold:
    kind: compensatable
    call: { method: POST, path: /hold }
    compensate: { call: { method: DELETE, path: '/hold/\${ output.id }', accept: [404] }, retry: { attempts: 1 } }
  drop: { kind: retriable, call: { method: POST, path: /drop, body: { id: '\${ params.id }', of: '\${ output.id }' } } }
  table: { kind: compensatable, call: { sql: 'insert' }, compensate: { call: { sql: 'delete' } } }
`);

const FAILS = "  stop: { type: fail, error: { type: No } }\n";

describe("an undo", () => {
  test("is sent with a key of its own, reads the output of its step, and takes an accepted status for done", () => {
    const { states } = writeAsl(`start: hold\nstates:\n  hold: { type: task, call: stock.hold, next: stop }\n${FAILS}`, [STOCK]);

    expect(states["undo hold"]).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::http:invoke",
      Arguments: {
        Method: "DELETE",
        ApiEndpoint: '{% "https://stock.example/hold/" & $encodeUrlComponent($string($steps_hold.id)) %}',
        Authentication: { ConnectionArn: "${stockConnectionArn}" },
        Headers: {
          "Idempotency-Key": '{% $states.context.Execution.Name & "/hold/undo#" & $states.context.State.EnteredTime %}',
        },
      },
      Catch: [
        { ErrorEquals: ["States.Http.StatusCode.404"], Next: "stop undone" },
        { ErrorEquals: ["States.ALL"], Next: "undo stuck" },
      ],
      Next: "stop undone",
    });
  });

  test("is tried ten times where nobody says how often, and without end where the saga says so", () => {
    const inline = `start: hold
states:
  hold:
    type: task
    call: { http: { method: POST, url: https://a.example/h } }
    compensate: { call: { http: { method: DELETE, url: https://a.example/h } } }
    next: stop
${FAILS}`;

    const ten = writeAsl(inline).states["undo hold"];
    const endless = writeAsl(`compensation: { onFailure: retryForever }\n${inline}`);

    expect(ten?.["Retry"]).toMatchObject([{ IntervalSeconds: 1, MaxAttempts: 9, MaxDelaySeconds: 300 }]);
    expect(endless.states["undo hold"]?.["Retry"]).toMatchObject([
      { MaxAttempts: 0 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 99_999_999 },
    ]);
    expect(endless.losses.filter((loss) => loss.includes("/compensation"))).toEqual([]);
  });

  test("of an event that was heard or sent is a call or another event, which is sent until it is accepted", () => {
    const { states } = writeAsl(
      `start: heard
states:
  heard:
    type: listen
    event: { type: stock.reserved }
    compensate: { call: stock.drop, with: { id: '\${ input.id }' } }
    next: told
  told:
    type: emit
    event: { type: order.packed, source: packing, data: 1 }
    compensate: { emit: { type: order.unpacked, subject: '\${ input.id }', data: 2 } }
    next: stop
${FAILS}`,
      [STOCK],
    );

    expect(wayBehind(states, "stop")).toEqual(["undo told", "undo heard", "stop undone"]);
    expect(states["undo told"]).toMatchObject({
      Arguments: {
        Entries: [{ Source: "skald/shop/demo", DetailType: "order.unpacked", Detail: { subject: "{% $input.id %}", data: 2 } }],
      },
      Retry: [{ MaxAttempts: 0 }, { MaxAttempts: 99_999_999 }],
    });
    expect(states["undo heard"]).toMatchObject({
      Arguments: { RequestBody: { id: "{% $input.id %}", of: "{% $steps_heard.id %}" } },
    });
  });

  test("to a path goes to the service of its step, to none where the step calls none", () => {
    const undoOf = (call: string): unknown =>
      writeAsl(
        `start: it\nstates:\n  it: { type: task, call: ${call}, compensate: { call: { method: DELETE, path: /x } }, next: stop }\n${FAILS}`,
        [STOCK],
      ).states["undo it"]?.["Arguments"];

    expect(undoOf("stock.drop")).toMatchObject({ ApiEndpoint: "https://stock.example/x" });
    expect(undoOf("{ http: { method: POST, url: https://a.example/x } }")).toMatchObject({ ApiEndpoint: "/x" });
  });

  test.each([
    ["in SQL", "{ type: task, call: stock.table, next: stop }"],
    ["by an operation nobody knows", "{ type: emit, event: { type: t }, compensate: { call: stock.missing }, next: stop }"],
    ["by a service nobody knows", "{ type: emit, event: { type: t }, compensate: { call: mail.missing }, next: stop }"],
  ])("%s is left out, and told", (_how, state) => {
    const { states, losses } = writeAsl(`start: held\nstates:\n  held: ${state}\n${FAILS}`, [STOCK]);

    expect(states["stop"]).toEqual({ Type: "Pass", Next: "stop undone" });
    expect(losses).toContain('dropped /states/held/compensate The undo of "held" is no HTTP call and no event.');
  });

  test("runs only where its step is done, where the way decides it", () => {
    const { states } = writeAsl(
      `start: which
states:
  which: { type: switch, cases: [{ when: '\${ input.now }', next: heard }], default: stop }
  heard: { type: listen, event: { type: a }, compensate: { call: stock.drop, with: {} }, next: sent }
  sent: { type: emit, event: { type: b }, compensate: { emit: { type: c } }, next: hold }
  hold: { type: task, call: stock.hold, next: stop }
${FAILS}`,
      [STOCK],
    );

    expect(states["begin"]?.["Assign"]).toMatchObject({ done_heard: false, done_sent: false, done_hold: false });
    expect([states["heard"], states["sent"], states["hold"]]).toMatchObject([
      { Assign: { done_heard: true } },
      { Assign: { done_sent: true } },
      { Assign: { done_hold: true } },
    ]);
    expect(states["stop"]?.["Next"]).toBe("is hold done");
    expect(states["undo hold"]).toMatchObject({
      Assign: { done_hold: false },
      Catch: [{ ErrorEquals: ["States.Http.StatusCode.404"], Assign: { done_hold: false }, Next: "is sent done" }, {}],
      Next: "is sent done",
    });
  });

  test("of a step that was given vars reads them as they are by then, and it is told", () => {
    const given = (id: string): readonly string[] =>
      writeAsl(`start: hold\nstates:\n  hold: { type: task, call: stock.hold, with: { id: '${id}' }, next: stop }\n${FAILS}`, [STOCK])
        .losses;

    expect(given("${ vars.id }")).toContain('changed /states/hold/with The undo of "hold" reads vars as they are by then.');
    expect(given("${ input.id }").filter((loss) => loss.includes("/with"))).toEqual([]);
  });

  test("of a state that may be entered again is of its last visit, and told", () => {
    const { losses } = writeAsl(
      `start: hold
states:
  hold: { type: task, call: stock.hold, next: pause }
  pause: { type: wait, for: 1s, next: hold }
`,
      [STOCK],
    );

    expect(losses).toContain('changed /states/hold "hold" may be entered again, and only its last visit is undone.');
  });
});

describe("compensate", () => {
  const TWO = `start: one
states:
  one: { type: task, call: stock.hold, next: two }
  two: { type: task, call: stock.hold, next: back }
`;

  test("undoes everything of its scope, last first, and goes on", () => {
    const { states } = writeAsl(`${TWO}  back: { type: compensate, next: stop }\n${FAILS}`, [STOCK]);

    expect(wayBehind(states, "back")).toEqual(["undo two", "undo one", "stop"]);
    expect(states["stop"]).toMatchObject({ Type: "Fail", Error: "No" });
  });

  test("undoes only the states it names, and the others stay to be undone", () => {
    const { states } = writeAsl(`${TWO}  back: { type: compensate, only: [one], next: stop }\n${FAILS}`, [STOCK]);

    expect(wayBehind(states, "back")).toEqual(["undo one", "stop", "undo two", "stop undone"]);
  });
});

describe("a step that may have happened", () => {
  const hold = (undo: string): string => `start: first
states:
  first: { type: task, call: { http: { method: POST, url: https://a.example/f } }, compensate: { call: { http: { method: DELETE, url: https://a.example/f } } }, next: hold }
  hold: { type: task, call: { http: { method: POST, url: https://a.example/h } }, ${undo}, next: done }
  done: { type: succeed }
`;
  const plain = "compensate: { call: { http: { method: DELETE, url: https://a.example/h } } }";
  const reading = "compensate: { call: { http: { method: DELETE, url: 'https://a.example/h/${ output.id }' } } }";
  const asked = "verify: { call: { http: { method: GET, url: https://a.example/h } }, happened: '${ response.body.ok }' }";
  const wayOf = (saga: string): readonly string[] => wayFrom({ States: writeAsl(saga).states }, "hold", "States.ALL");

  test.each([
    ["undoes itself, then what was done before", "", plain, ["undo hold", "undo first", "failed"]],
    ["is left to a person where its undo reads the answer that is lost", "", reading, ["outcome unknown"]],
    [
      "is left to a person where the saga asks for that",
      "compensation: { onUnknownOutcome: suspend }\n",
      `${plain}, ${asked}`,
      ["outcome unknown"],
    ],
    [
      "is not asked for where the saga undoes at once",
      "compensation: { onUnknownOutcome: compensate }\n",
      `${plain}, ${asked}`,
      ["undo hold", "undo first", "failed"],
    ],
    ["is asked for where it can be", "", `${plain}, ${asked}`, ["verify hold", "did hold happen"]],
    [
      "is not asked for in SQL",
      "",
      `${plain}, verify: { call: { sql: 'select' }, happened: '\${ true }' }`,
      ["undo hold", "undo first", "failed"],
    ],
    ["and changes nothing is only a failure", "", `kind: readOnly, ${asked}`, ["undo first", "failed"]],
    ["and is a pivot is left to a person", "", "kind: pivot", ["outcome unknown"]],
  ])("%s", (_what, head, undo, way) => {
    expect(wayOf(head + hold(undo))).toEqual(way);
  });

  test("says why nobody can know", () => {
    expect(writeAsl(hold(reading)).losses).toContain(
      'changed /states/hold When nobody can say whether "hold" happened, the execution ends: its undo reads the answer.',
    );
  });
});

describe("the question whether a step happened", () => {
  const ask = (verify: string, rest = ""): ReturnType<typeof writeAsl> =>
    writeAsl(`start: which
states:
  which: { type: switch, cases: [{ when: '\${ input.now }', next: hold }], default: next }
  hold:
    type: task
    call: { http: { method: POST, url: https://a.example/h } }
    compensate: { call: { http: { method: DELETE, url: https://a.example/h } } }
    verify: { call: { http: { method: GET, url: https://a.example/h, accept: [404] } }, ${verify} }
    next: next
    ${rest}
  next: { type: task, call: { http: { method: POST, url: https://a.example/n } }, next: done }
  done: { type: succeed }
`);

  test("leads on with its output where it did, and to the undos where it did not", () => {
    const { states } = ask("happened: '${ response.status == 200 }', output: { id: '${ response.body.id }' }");

    expect(states["verify hold"]).toMatchObject({
      Assign: { happened_hold: "{% ($states.result.StatusCode = 200) %}", steps_hold: { id: "{% $states.result.ResponseBody.id %}" } },
      Next: "did hold happen",
    });
    expect(states["did hold happen"]).toEqual({
      Type: "Choice",
      Choices: [{ Condition: "{% $happened_hold %}", Assign: { done_hold: true }, Next: "next" }],
      Default: "undo hold",
    });
  });

  test("needs no undo after a conclusive no", () => {
    const { states } = ask("happened: '${ response.status == 200 }', conclusive: true");

    expect(states["did hold happen"]?.["Default"]).toBe("failed");
  });

  test.each([
    ["no", "${ response.status == 200 }", { Next: "undo hold" }],
    ["yes", "${ response.status == 404 }", { Assign: { steps_hold: null, done_hold: true }, Next: "next" }],
    ["yes", "${ response.status in [200, 404] }", { Assign: { steps_hold: null, done_hold: true }, Next: "next" }],
    ["no", "${ !(response.status == 404) }", { Next: "undo hold" }],
    ["nothing, where the body has to say it", "${ response.body.ok }", { Next: "undo hold" }],
  ])("is answered with %s by an accepted status: %s", (_answer, happened, way) => {
    const { states } = ask(`happened: '${happened}'`);

    expect(states["verify hold"]?.["Catch"]).toEqual([
      { ErrorEquals: ["States.Http.StatusCode.404"], ...way },
      { ErrorEquals: ["States.ALL"], Next: "undo hold" },
    ]);
  });

  test("is asked once for each way it may lead", () => {
    const { states } = ask("happened: '${ response.body.ok }'", "catch: [{ errors: [Timeout, Unavailable], next: done }]");

    expect(Object.keys(states).filter((name) => name.startsWith("verify"))).toEqual(["verify hold", "verify hold (2)"]);
  });
});
