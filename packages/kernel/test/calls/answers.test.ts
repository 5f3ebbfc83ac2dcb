import { describe, expect, test } from "vitest";
import { entriesNeeded, type Observation, outputOf } from "../../src/index.ts";
import { aCall, aDefinition, aRetry, aTask, DONE, Drive, notSent, ok, refused, timedOut } from "../fixtures.ts";
import { VERIFY } from "../waits/waiting.ts";
import { aService } from "./a-service.ts";

const said = (code: number, body: unknown): Observation => ({ kind: "answered", status: code, headers: {}, body: JSON.stringify(body) });
const withRule = (outcome: "refused" | "notDone" | "busy" | "unknown", retry = false): Drive => {
  const errors = [
    { when: "${ response.body.absent.code == 1 }", type: "Never", outcome: "refused" as const, retry: false },
    { when: "${ response.body.code == 7 }", type: "Seven", outcome, retry },
  ];
  const task = aTask("a", "done", {
    call: { kind: "operation", service: "shop", operation: "buy" },
    retry: aRetry(2),
    errors: null,
    compensate: null,
  });
  const services = new Map([["shop", aService({ errors })]]);
  return new Drive(aDefinition([task, DONE], {}, new Map(), services)).start();
};

describe("an error the catalogue names", () => {
  test.each([
    ["refused", false, "step.failed", "step"],
    ["notDone", true, "step.retrying", "step"],
    ["busy", false, "step.retrying", "communication"],
    ["unknown", false, "step.retrying", "communication"],
  ] as const)("as %s, retry %s, is recorded as %s", (outcome, retry, type, category) => {
    const drive = withRule(outcome, retry).answer(said(200, { code: 7 }));

    expect(drive.entries.find((entry) => entry.type === type)?.data).toMatchObject({ outcome, error: { type: "Seven", category } });
  });

  test("that does not fit leaves the answer to its status", () => {
    const drive = withRule("refused").answer(said(200, { code: 8 }));

    expect(drive.saga.context.ended?.status).toBe("completed");
  });
});

describe("the words of an answer that failed", () => {
  test.each([
    [{ detail: "no stock" }, "HTTP 409: no stock"],
    [{ message: "later", detail: 7 }, "HTTP 409: later"],
    [["detail"], "HTTP 409"],
    [{ detail: "" }, "HTTP 409"],
    [null, "HTTP 409"],
  ])("%j are told as %s", (body, detail) => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE])).start().answer(said(409, body));

    expect(drive.saga.context.cause?.detail).toBe(detail);
  });
});

describe("an answer that cannot be used", () => {
  const reading = (more: Parameters<typeof aTask>[2]): Drive =>
    new Drive(aDefinition([aTask("a", "done", { kind: "pivot", compensate: null, ...more }), DONE])).start();

  test("because its output cannot be evaluated leaves the outcome unknown", () => {
    const drive = reading({ output: "${ response.body.absent.id }" }).answer(ok({ id: 1 }));

    expect(drive.incident).toMatchObject({ reason: "outcome_unknown" });
    expect(drive.saga.context.steps["a"]?.error).toMatchObject({ type: "BadReply" });
  });

  test("because its output breaks the schema leaves the outcome unknown", () => {
    const outputSchema = { type: "object", properties: { id: { type: "integer" } } };
    const task = {
      ...aTask("a", "done", { call: { kind: "operation", service: "shop", operation: "buy" }, compensate: null }),
      kind: "pivot" as const,
    };
    const definition = aDefinition([task, DONE], {}, new Map(), new Map([["shop", aService({ outputSchema })]]));

    const drive = new Drive(definition).start().answer(ok({ id: "one" }));

    expect(drive.saga.context.steps["a"]?.error?.detail).toContain("output: /id");
  });

  test.each([
    ["a fence that was too low", { kind: "answered", status: 409, headers: { "skald-stale-fence": "9" }, body: "" }],
    ["a body over the cap", { kind: "answered", status: 200, headers: {}, body: "", tooLarge: true }],
  ] as const)("of an undo, %s, has the undo tried again", (_name, observation) => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE]))
      .start()
      .answer(ok())
      .answer(refused)
      .answer(observation);

    expect(drive.types.at(-1)).toBe("undo.retrying");
  });
});

describe("a verify", () => {
  test.each([
    ["happened", { happened: "${ response.body.absent.done }" }, "happened: "],
    ["output", { output: "${ response.body.absent.id }" }, "output: "],
  ])("whose %s cannot be evaluated is asked again", (_name, more, why) => {
    const verify = { ...VERIFY, conclusive: false, output: null, happened: "${ response.body.done }", call: aCall("/v"), ...more };
    const drive = new Drive(aDefinition([aTask("a", "done", { verify, retry: aRetry(2) }), DONE])).start();

    drive
      .answer(timedOut)
      .elapse()
      .answer(timedOut)
      .answer(ok({ done: true }));

    expect(drive.types.at(-1)).toBe("verify.retrying");
    expect(drive.entries.at(-1)?.data.why).toContain(why);
  });
});

describe("what memory needs of a journal", () => {
  test("is nothing once the saga has ended", () => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE])).start().answer(ok());

    expect(entriesNeeded(drive.saga)).toEqual([]);
  });

  test("an entry without an answer has no output", () => {
    expect(outputOf({ seq: 1, at: "", type: "step.failed", data: {} })).toBeNull();
  });

  test("a call that was never sent leaves nothing to read", () => {
    const drive = new Drive(aDefinition([aTask("a", "done", { retry: aRetry(2) }), DONE])).start().answer(notSent);

    expect(entriesNeeded(drive.saga)).toEqual([1]);
  });
});
