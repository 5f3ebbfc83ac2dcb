import type { OperationModel, SagaModel, StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { explain, sagaView } from "../../src/index.ts";
import { aService } from "../calls/a-service.ts";
import { aCall, aDefinition, aParallel, aRetry, aTask, DONE, Drive, notSent, ok, refused, timedOut } from "../fixtures.ts";
import { aLock } from "../waits/waiting.ts";
import { aGroup } from "./a-group.ts";

const BUY = { call: { kind: "operation", service: "shop", operation: "buy" }, with: { amount: 1 } } as const;
const PAIR = [
  { name: "from", ...BUY },
  { name: "to", ...BUY },
];
const PHASES = { protocol: "2pc", first: aCall("/first"), commit: aCall("/commit"), abort: aCall("/abort") } as const;

interface Given {
  readonly group?: Parameters<typeof aGroup>[0];
  readonly operation?: Partial<OperationModel>;
  readonly saga?: Partial<SagaModel>;
  readonly first?: Parameters<typeof aTask>[2];
}

const aSaga = ({ group = {}, operation = {}, saga = {}, first = {} }: Given = {}): Drive => {
  const services = new Map([["shop", aService({ kind: "pivot", phases: PHASES, retry: aRetry(2), ...operation })]]);
  const states: StateModel[] = [aTask("first", "book", first), aGroup({ participants: PAIR, ...group }), aTask("last", "done"), DONE];
  return new Drive(aDefinition(states, saga, new Map(), services)).start().answer(ok());
};
const prepared = (given: Given = {}): Drive =>
  aSaga(given)
    .answerAt("book.from", ok({ id: 1 }))
    .answerAt("book.to", ok({ id: 2 }));

describe("a first phase", () => {
  test("whose parameters break their schema is never asked for", () => {
    const params = { type: "object", properties: { amount: { type: "string" } } };

    expect(aSaga({ operation: { params } }).saga.context.cause).toMatchObject({ type: "InputInvalid", state: "book" });
  });

  test("gives the output its operation makes of the answer", () => {
    const drive = prepared({ operation: { output: { of: "${ response.body.id }" } } })
      .answerAt("book.from", ok())
      .answerAt("book.to", ok());

    expect(drive.entries.findLast((one) => one.type === "step.succeeded")?.data.output).toEqual({ from: { of: 1 }, to: { of: 2 } });
  });
});

describe("a group that gives up", () => {
  test("aborts nobody who was never reached", () => {
    const drive = aSaga().answerAt("book.from", notSent).answerAt("book.to", refused);

    expect(drive.open).toEqual(["undo first"]);
  });

  test("keeps its first cause when it is cancelled afterwards", () => {
    const drive = aSaga().answerAt("book.from", refused);
    drive.command({ type: "cancel", revision: null });

    drive.answerAt("book.to", ok());

    expect(drive.saga.context.groups["book"]?.cause?.type).toBe("Refused");
    expect(drive.open).toEqual(["abort book.to"]);
  });

  test("leaves what waits elsewhere alone", () => {
    const services = new Map([["shop", aService({ kind: "pivot", phases: PHASES, retry: aRetry(2) })]]);
    const right = [aTask("slow", null, { retry: aRetry(3) })];
    const block = aParallel("both", { left: [aGroup({ participants: PAIR, next: null, kind: "compensatable" })], right });
    const drive = new Drive(aDefinition([block, DONE], {}, new Map(), services)).start();
    drive.answerAt("both.right.slow", notSent).answerAt("both.left.book.from", notSent);

    drive.answerAt("both.left.book.to", refused);

    expect(drive.entries.filter((one) => one.type === "participant.failed").map((one) => one.data.state)).toEqual([
      "both.left.book.to",
      "both.left.book.from",
    ]);
  });

  test("is late when its abort takes too long", () => {
    const drive = aSaga({ group: { abortTimeoutMs: 5000 } })
      .answerAt("book.from", refused)
      .answerAt("book.to", timedOut);

    drive.elapse();

    expect(drive.entries.at(-1)).toMatchObject({ type: "group.late", at: "2026-01-01T00:00:05.000Z" });
    expect(drive.open).toEqual(["abort book.to"]);
  });

  test("whose abort is refused is told to abort again, or settled by hand, one participant after the other", () => {
    const drive = aSaga().answerAt("book.from", timedOut).answerAt("book.to", ok());
    drive.command({ type: "cancel", revision: null });
    drive.answerAt("book.from", refused).answerAt("book.to", refused);

    drive.command({ type: "retry", state: "book.to" });
    expect(drive.open).toEqual(["abort book.to"]);
    drive.answerAt("book.to", ok());
    expect(drive.open).toEqual([]);
    drive.command({ type: "complete", state: "book.from" });

    expect(drive.open).toEqual(["undo first"]);
  });

  test("is a defect of its definition when its abort cannot be rendered: nobody must be left prepared in silence", () => {
    const phases = { ...PHASES, abort: aCall("/abort/${ output.absent.id }") };
    const drive = aSaga({ operation: { phases } }).answerAt("book.from", ok({ id: 1 }));

    expect(() => drive.answerAt("book.to", refused)).toThrow('The abort of group "book" cannot be rendered.');
  });

  test("because its commit cannot be rendered is aborted with the calls it owes", () => {
    const phases = { ...PHASES, commit: aCall("/commit/${ output.absent.id }") };

    const drive = prepared({ operation: { phases } });

    expect(drive.open).toEqual(["abort book.from", "abort book.to"]);
    expect(drive.saga.context.groups["book"]?.cause?.type).toBe("ExpressionError");
  });
});

describe("a group that is decided", () => {
  test("sends the body the operation gives", () => {
    const phases = { ...PHASES, commit: aCall("/commit", { hasBody: true, body: { id: "${ output.id }" } }) };

    const drive = prepared({ operation: { phases } });

    expect(drive.entries.at(-1)?.data.opened?.map((one) => one.request.body)).toEqual(['{"id":1}', '{"id":2}']);
  });

  test("waits for the participant that went its own way when another one is settled last", () => {
    const drive = prepared().answerAt("book.from", refused).answerAt("book.to", ok());

    expect(drive.open).toEqual([]);
    expect(explain(drive.saga, drive.definition).sentence).toContain('"book.from" had a participant that went its own way');
  });

  test("and is no pivot is undone as soon as it has committed when the saga was cancelled", () => {
    const operation = { kind: "compensatable", compensate: aCall("/undo") } as const;
    const drive = prepared({ group: { kind: "compensatable" }, operation });
    drive.command({ type: "cancel", revision: null });

    drive.answerAt("book.from", ok()).answerAt("book.to", ok());

    expect(drive.open).toEqual(["undo book.to"]);
  });

  test("without any undo leaves nothing to undo", () => {
    const drive = prepared({ group: { kind: "compensatable" } })
      .answerAt("book.from", ok())
      .answerAt("book.to", ok());

    expect(drive.saga.context.undo.map((one) => one.state)).toEqual(["first"]);
  });

  test("after the pivot registers nothing", () => {
    const drive = prepared({ group: { kind: "compensatable" }, first: { kind: "pivot", compensate: null } });

    drive.answerAt("book.from", ok()).answerAt("book.to", ok());

    expect(drive.saga.context.undo).toEqual([]);
  });

  test("is shown as a step of its kind, whose calls are named by their participants", () => {
    const drive = prepared();

    expect(sagaView(drive.saga, drive.definition).steps.find((one) => one.state === "book")).toMatchObject({
      kind: "pivot",
      undoAttemptsMax: null,
    });
    expect(explain(drive.saga, drive.definition).movers[0]?.text).toBe(
      '"book.from" waits for the answer of its commit (book.from), attempt 1',
    );
  });
});

describe("a group with locks", () => {
  test("asks for them before anybody prepares", () => {
    const drive = aSaga({ group: { locks: [aLock("account")] } });

    expect(drive.open).toEqual([]);
    drive.event({ kind: "lock", state: "book", visit: 1, verdict: "granted" });

    expect(drive.open).toEqual(["prepare book.from", "prepare book.to"]);
  });
});

describe("a group that is stuck", () => {
  test("is left without a further call when a person turns the saga back, with its own error", () => {
    const drive = aSaga({ saga: { recovery: "forward" } })
      .answerAt("book.from", refused)
      .answerAt("book.to", refused);
    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "book" });

    drive.command({ type: "compensate" });

    expect(drive.open).toEqual(["undo first"]);
    expect(drive.saga.context.steps["book"]).toMatchObject({ status: "failed", error: { type: "Refused" } });
  });
});
