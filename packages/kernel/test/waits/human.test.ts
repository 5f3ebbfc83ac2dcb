import type { HumanState, StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { type Decision, explain, memberStart, movers, sagaStatus, stepViews, waits } from "../../src/index.ts";
import { aCatch, aDefinition, aForEach, aParallel, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aHuman, lastOf } from "./waiting.ts";

const REJECTED: StateModel = { type: "fail", name: "rejected", error: { type: "Rejected", status: null, detail: "no" } };
const OUTCOMES = { approve: "last", reject: "rejected" };

interface Given {
  readonly state?: string;
  readonly outcome?: string;
  readonly form?: unknown;
  readonly actor?: string;
}

const answer = (drive: Drive, { state = "approval", outcome = "approve", form = null, actor = "anna" }: Given = {}): Decision =>
  drive.decide({ kind: "human", state, outcome, form: form as never, actor, comment: "fine" });

/** A saga of `otto` that has done `first`, and asks. */
const asking = (more: Partial<HumanState> = {}, startedBy: string | null = "otto"): Drive => {
  const states = [aTask("first", "approval"), aHuman("approval", OUTCOMES, more), aTask("last", "done"), REJECTED, DONE];
  const drive = new Drive(aDefinition(states), { team: "credit" });
  return drive.event({ kind: "start", deadlineMs: null, key: null, labels: {}, startedBy }).answer(ok());
};

describe("human", () => {
  test("waits for a person, with the assignment rendered", () => {
    const drive = asking({ assign: { group: "${ input.team }" } });

    expect(drive.saga.context.waits["approval"]).toMatchObject({ kind: "person", about: { assign: { group: "credit" } } });
    expect([sagaStatus(drive.saga), movers(drive.saga)]).toEqual(["waiting", ["person"]]);
    expect(explain(drive.saga, drive.definition).sentence).toBe('"approval" waits for a person.');
  });

  test("whose assignment cannot be rendered fails with ExpressionError", () => {
    const drive = asking({ assign: "${ input.absent }" });

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "approval" });
  });

  test("goes the way the person chose, with the answer as output", () => {
    const drive = asking();
    const { verdict } = answer(drive);

    expect(verdict).toEqual({ kind: "applied", result: '"approval" was answered with "approve"' });
    expect(drive.open).toEqual(["action last"]);
    expect(lastOf(drive, "step.succeeded")).toMatchObject({
      by: "anna",
      output: { outcome: "approve", form: null, comment: "fine", actor: "anna" },
    });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("may end the saga", () => {
    const drive = asking();
    answer(drive, { outcome: "reject" });
    drive.answer(ok());

    expect(drive.saga.context.cause?.type).toBe("Rejected");
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });

  test.each([
    ["for an outcome that is no edge", { outcome: "toString" }, "COMMAND_NOT_ALLOWED", '"approve", "reject"'],
    ["at a state that asks nobody", { state: "first" }, "COMMAND_NOT_ALLOWED", "does not wait for a person"],
    ["at no state", { state: "absent" }, "COMMAND_NOT_ALLOWED", "does not wait for a person"],
  ])("refuses an answer %s and changes nothing", (_what, given, code, words) => {
    const drive = asking();
    const { seq } = drive.saga;

    const { verdict } = answer(drive, given);

    expect(verdict).toMatchObject({ kind: "refused", code, detail: expect.stringContaining(words) });
    expect(drive.saga.seq).toBe(seq);
  });

  test("refuses a second answer", () => {
    const drive = asking();
    answer(drive);

    expect(answer(drive).verdict).toMatchObject({ kind: "refused", code: "COMMAND_NOT_ALLOWED" });
  });

  test("refuses a form that does not fit and says where, and takes one that does", () => {
    const drive = asking({ form: { type: "object", required: ["limit"], properties: { limit: { type: "number" } } } });

    expect(answer(drive, { form: { limit: "much" } }).verdict).toMatchObject({
      kind: "refused",
      code: "INPUT_INVALID",
      detail: "OutputInvalid: the form does not fit: /limit must be number.",
      extensions: { errors: [{ at: "/limit", message: "must be number" }] },
    });
    expect(drive.saga.context.waits["approval"]).toBeDefined();
    expect(answer(drive, { form: { limit: 5 } }).verdict?.kind).toBe("applied");
  });

  test.each([
    ["who started the saga", "otto", "otto", "refused"],
    ["who did not start the saga", "otto", "anna", "applied"],
    ["when nobody is known to have started the saga", null, "anna", "applied"],
  ])("with four eyes, the answer of somebody %s is judged", (_who, startedBy, actor, kind) => {
    const drive = asking({ fourEyes: true }, startedBy);

    expect(answer(drive, { actor }).verdict).toMatchObject({ kind, ...(kind === "refused" ? { code: "POLICY_DENIED" } : {}) });
  });

  test("without four eyes the one who started the saga may answer", () => {
    expect(answer(asking(), { actor: "otto" }).verdict?.kind).toBe("applied");
  });

  test("an item knows who started its family", () => {
    const drive = new Drive(aDefinition([aForEach("each", [aTask("a", null)]), DONE]), { items: [1] });
    drive.event({ kind: "start", deadlineMs: null, key: null, labels: {}, startedBy: "otto" });
    const order = { id: "", place: "each#1[0]", kind: "run", state: "each", index: 0 } as const;

    expect(memberStart(drive.saga, drive.definition, order, drive.scope.entryAt).startedBy).toBe("otto");
  });
});

describe("a human state that runs out of time", () => {
  test("fails with Timeout when the document gives no other way", () => {
    const drive = asking({ timeoutMs: 1000 });
    expect(waits(drive.saga)).toEqual([{ name: "wait/approval", dueAtMs: drive.nowMs + 1000, durable: true }]);
    drive.elapse();

    expect(drive.saga.context.cause).toMatchObject({ type: "Timeout", detail: "nobody answered in time" });
  });

  test("takes onTimeout", () => {
    expect(asking({ timeoutMs: 1000, onTimeout: "last" }).elapse().open).toEqual(["action last"]);
  });

  test("is caught like any error", () => {
    expect(asking({ timeoutMs: 1000, catch: [aCatch(["Timeout"], "last")] }).elapse().open).toEqual(["action last"]);
  });
});

describe("a human state of a saga that does not go on", () => {
  test("records the answer while paused and acts on it at resume", () => {
    const drive = asking();
    drive.command({ type: "pause" });
    expect(answer(drive).verdict).toMatchObject({ kind: "applied", result: expect.stringContaining("recorded") });
    expect([drive.open, answer(drive).verdict?.kind]).toEqual([[], "refused"]);

    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action last"]);
    expect(drive.saga.context.steps["approval"]).toMatchObject({ status: "succeeded", outputAt: drive.types.indexOf("wait.due") + 1 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is left when the saga is cancelled, also with an answer that was only recorded", () => {
    const drive = asking();
    drive.command({ type: "pause" });
    answer(drive);
    drive.command({ type: "cancel" });
    drive.answer(ok());

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.steps["approval"]?.status).toBe("failed");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is left when another branch fails", () => {
    const human = aHuman("ask", { yes: "p" });
    const drive = new Drive(aDefinition([aParallel("both", { left: [human, aTask("p", null)], right: [aTask("c", null)] }), DONE])).start();
    drive.answerAt("both.right.c", refused);

    expect(drive.saga.context.ended?.status).toBe("failed");
    expect(answer(drive, { state: "both.left.ask", outcome: "yes" }).verdict?.kind).toBe("refused");
  });

  test("inside a branch goes its way while the other branch goes on", () => {
    const human = aHuman("ask", { yes: "p" });
    const drive = new Drive(aDefinition([aParallel("both", { left: [human, aTask("p", null)], right: [aTask("c", null)] }), DONE])).start();
    answer(drive, { state: "both.left.ask", outcome: "yes" });

    expect(drive.open).toEqual(["action both.right.c", "action both.left.p"]);
  });

  test("a loop asks anew in each visit, and stops at a thousand", () => {
    const drive = new Drive(aDefinition([aHuman("approval", { approve: "approval" }), DONE])).start();
    for (let visit = 1; visit <= 1000; visit += 1) answer(drive);

    expect(drive.saga.context.cause?.type).toBe("TooManyVisits");
  });
});

describe("a human state as a step", () => {
  test("is shown with what it came to", () => {
    const drive = asking();
    expect(stepViews(drive.saga, drive.definition)[1]).toMatchObject({ state: "approval", type: "human", kind: null, status: "waiting" });
    answer(drive);

    expect(stepViews(drive.saga, drive.definition)[1]).toMatchObject({ status: "succeeded", undo: "none" });
  });
});
