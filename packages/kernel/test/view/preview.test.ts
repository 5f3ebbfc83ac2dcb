import { describe, expect, test } from "vitest";
import { type Command, preview } from "../../src/index.ts";
import { aService } from "../calls/a-service.ts";
import { Family } from "../family.ts";
import {
  aCall,
  aCommand,
  aDefinition,
  aForEach,
  aParallel,
  aRetry,
  aTask,
  DONE,
  Drive,
  notSent,
  ok,
  refused,
  timedOut,
} from "../fixtures.ts";

const BUY = { kind: "operation", service: "shop", operation: "buy" } as const;
const aSaga = (more: Parameters<typeof aTask>[2] = {}): Drive => {
  const states = [aTask("a", "b"), aTask("b", "c", { call: BUY, ...more }), aTask("c", "done"), DONE];
  return new Drive(aDefinition(states, {}, new Map(), new Map([["shop", aService({ compensate: aCall("/unbuy") })]]))).start();
};
const shown = (drive: Drive, command: Partial<Command> & Pick<Command, "type">, breakers = {}) =>
  preview(drive.saga, aCommand({ revision: drive.saga.seq, ...command }), drive.scope, breakers);

describe("the sentence of a preview", () => {
  test("of pausing and resuming says what happens to calls, asks for nothing and can be taken back", () => {
    const drive = aSaga();
    const paused = shown(drive, { type: "pause" });
    drive.command({ type: "pause" });
    const resumed = shown(drive, { type: "resume" });

    expect([paused.sentence, resumed.sentence]).toEqual([
      "No further call is sent until the saga is resumed.",
      "Everything held is sent, and the saga goes on.",
    ]);
    expect([paused.policy, paused.irreversible]).toEqual([[], false]);
  });

  test("of going back says how far, and that the saga stops there", () => {
    const back = new Drive(aDefinition([aTask("a", "w"), { type: "wait", name: "w", forMs: 1000, until: null, next: "done" }, DONE]))
      .start()
      .answer(ok());

    expect(shown(back, { type: "compensate", downTo: "a", then: "pause" }).sentence).toBe(
      '1 step will be undone down to "a", then the saga stops there.',
    );
    expect(shown(back, { type: "compensate", then: "pause" }).sentence).toBe("1 step will be undone, then the saga ends as compensated.");
    expect(shown(back, { type: "compensate" }).sentence).toBe("1 step will be undone, then the saga ends as compensated.");
  });

  test("of going back over items says the end that will come when they have undone themselves", () => {
    const states = [
      aForEach("each", [aTask("save", null)], { next: "w" }),
      { type: "wait", name: "w", forMs: 9, until: null, next: "done" },
      DONE,
    ];
    const family = new Family(aDefinition(states as never), { items: [1] });
    family.answer("each#1[0]", "save", ok());

    expect(shown(family.root, { type: "compensate" }).sentence).toContain("then the saga ends as compensated.");
  });

  test("of closing a saga says that nothing is undone", () => {
    const drive = aSaga();
    drive.command({ type: "pause" });

    const { sentence, policy } = shown(drive, { type: "terminate" });

    expect(sentence).toBe("The saga is closed for ever as it stands. Nothing is undone.");
    expect(policy).toEqual(["reason"]);
  });

  test("of settling an undo by hand, or never, names it", () => {
    const drive = aSaga().answer(ok()).answer(refused).answer(refused);

    expect(shown(drive, { type: "complete" })).toMatchObject({
      sentence: '"a" counts as done by hand, and the saga goes on.',
      policy: ["reason", "evidence"],
    });
    expect(shown(drive, { type: "waive-undo" }).sentence).toBe('The undo of "a" will never be done, and the saga goes on.');
  });

  test.each([
    [true, '"a" counts as done.'],
    [false, '"a" counts as not done.'],
  ])("of an unknown outcome that happened: %s says %s", (happened, sentence) => {
    const drive = new Drive(aDefinition([aTask("a", "done", { kind: "pivot", compensate: null }), DONE])).start().answer(timedOut);

    expect(shown(drive, { type: "resolve-unknown", happened }).sentence).toBe(sentence);
  });

  test("names the state the command names, of several that are stuck", () => {
    const branches = { left: [aTask("l", null)], right: [aTask("r", null)] };
    const drive = new Drive(
      aDefinition([aTask("p", "both", { kind: "pivot", compensate: null }), aParallel("both", branches), DONE]),
    ).start();
    drive.answer(ok()).answerAt("both.left.l", refused).answerAt("both.right.r", refused);

    expect(shown(drive, { type: "retry", state: "both.right.r" }).sentence).toBe(
      'The call of "both.right.r" is made again with the same key.',
    );
  });

  test("says why a command is not possible", () => {
    const drive = aSaga();
    const stuck = aSaga().answer(ok()).answer(refused).answer(refused);

    expect(shown(drive, { type: "resume" })).toMatchObject({ allowed: false, sentence: "Not possible: not paused", plan: [] });
    expect(shown(stuck, { type: "complete", evidence: null }).sentence).toBe('Not possible: "complete" needs evidence: say how you know.');
  });
});

describe("the plan of a preview", () => {
  test("warns of open breakers of the services that will be called, and only of those", () => {
    const open = { "test/shop": "open" } as const;
    const drive = aSaga().answer(ok());
    const awaited = shown(drive, { type: "cancel" }, open);
    drive.answer(ok());
    const planned = shown(drive, { type: "cancel" }, open);

    expect(awaited.plan[0]).toMatchObject({ state: "b", status: "awaited", breaker: "open" });
    expect(awaited.warnings).toEqual([]);
    expect(planned.warnings).toEqual([
      { code: "BREAKER_OPEN", service: "test/shop", text: "The breaker of test/shop is open; undo of shop.buy will wait." },
    ]);
    expect(shown(drive, { type: "cancel" }).plan.find((one) => one.state === "b")?.breaker).toBeNull();
  });

  test("of a retry is the call that will be made, and nothing behind it", () => {
    const drive = new Drive(aDefinition([aTask("a", "b", { kind: "pivot", compensate: null }), aTask("b", "done"), DONE])).start();
    drive.answer(ok()).answer(refused);

    expect(shown(drive, { type: "retry" }).plan.map((one) => [one.lane, one.state, one.status])).toEqual([["action", "b", "will_run"]]);
  });

  test("of a retry while the saga is paused says that the call is held", () => {
    const drive = new Drive(aDefinition([aTask("a", "done", { retry: aRetry(3) }), DONE])).start().answer(notSent);
    drive.command({ type: "pause" });

    expect(shown(drive, { type: "retry" }).plan).toMatchObject([{ state: "a", note: "held until the saga is resumed" }]);
  });

  test("shows a body that is a text as it is", () => {
    const compensate = aCall("/undo", { hasBody: true, body: "${ input.order }" });
    const definition = aDefinition([aTask("a", "b", { compensate }), aTask("b", "done"), DONE], {
      input: { type: "object", properties: { card: { type: "string", sensitive: true } } },
    });
    const drive = new Drive(definition, { order: "O-1", card: "4000" }).start().answer(ok());

    expect(shown(drive, { type: "cancel" }).plan.at(-1)?.request?.body).toBe("O-1");
  });

  test("tells a step that was refused from one that was refused at last and is to be undone", () => {
    const retry = aRetry(2);
    const wait = { type: "wait", name: "w", forMs: 1000, until: null, next: "done" } as const;
    const states = [aTask("a", "b", { optional: true }), aTask("b", "w", { optional: true, retry }), wait, DONE];
    const drive = new Drive(aDefinition(states)).start().answer(refused).answer(timedOut).elapse().answer(refused).answer(refused);

    const plan = shown(drive, { type: "compensate" }).plan.map((one) => [one.state, one.status]);

    expect(plan).toContainEqual(["a", "nothing_to_undo"]);
  });
});
