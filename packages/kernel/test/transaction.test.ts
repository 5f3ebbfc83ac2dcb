import type { OperationModel, ServiceModel, StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { sagaStatus } from "../src/index.ts";
import { aCall, aCatch, aDefinition, aRetry, aTask, DONE, Drive, ok, refused, status, timedOut } from "./fixtures.ts";

type Group = Extract<StateModel, { type: "transaction" }>;

const operation = (name: string, protocol: "2pc" | "tcc"): OperationModel => ({
  name,
  kind: "pivot",
  params: null,
  call: aCall(`/${name}`),
  output: null,
  outputSchema: null,
  errors: [],
  verify: null,
  compensate: aCall(`/${name}/undo`),
  retry: aRetry(2),
  undoRetry: null,
  timeoutMs: 1000,
  phases: { protocol, first: aCall(`/${name}/first`), commit: aCall(`/${name}/commit`), abort: aCall(`/${name}/abort`) },
});

const bank = (protocol: "2pc" | "tcc"): ServiceModel => ({
  kind: "service",
  namespace: "test",
  name: "bank",
  version: "1.0.0",
  title: null,
  live: { baseUrl: "", auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null },
  operations: Object.fromEntries(["debit", "credit", "undo"].map((name) => [name, operation(name, protocol)])),
});

const call = (name: string) => ({ kind: "operation", service: "bank", operation: name }) as const;

function group(more: Partial<Group> = {}): Group {
  return {
    type: "transaction",
    name: "book",
    protocol: "2pc",
    participants: [
      { name: "from", call: call("debit"), with: { amount: 1 } },
      { name: "to", call: call("credit"), with: { amount: 1 } },
    ],
    kind: "pivot",
    compensate: null,
    locks: [],
    prepareTimeoutMs: null,
    commitTimeoutMs: null,
    abortTimeoutMs: null,
    catch: [],
    next: "last",
    ...more,
  };
}

function drive(more: Partial<Group> = {}, last: readonly StateModel[] = [aTask("last", "done")]): Drive {
  const given = group(more);
  return new Drive(aDefinition([aTask("first", "book"), given, ...last, DONE], {}, new Map(), new Map([["bank", bank(given.protocol)]])))
    .start()
    .answer(ok());
}

describe("a two-phase group", () => {
  test("asks every participant to prepare before it decides, then commits all of them", () => {
    const saga = drive();

    expect(saga.open).toEqual(["prepare book.from", "prepare book.to"]);
    saga.answerAt("book.from", ok({ id: 1 }));
    expect(saga.open).toEqual(["prepare book.to"]);
    saga.answerAt("book.to", ok({ id: 2 }));
    expect(saga.open).toEqual(["commit book.from", "commit book.to"]);
    saga.answerAt("book.from", ok()).answerAt("book.to", ok());
    expect(saga.entries.find((entry) => entry.type === "step.succeeded" && entry.data.state === "book")?.data).toMatchObject({
      output: { from: { id: 1 }, to: { id: 2 } },
      pivot: true,
    });
    expect(saga.open).toEqual(["action last"]);
  });

  test("records the decision in the very entry that opens the commits", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", ok());
    const decided = saga.entries.at(-1);

    expect(decided?.type).toBe("group.committing");
    expect(decided?.data.opened?.map((one) => one.callId)).toEqual(["book.from#1/commit", "book.to#1/commit"]);
  });

  test("gives commit and abort the transaction, the participant and its parameters when no body is written", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", ok());
    const body = saga.entries.at(-1)?.data.opened?.[0]?.request.body ?? "";

    expect(JSON.parse(body)).toEqual({ transaction: `${saga.saga.id}/book#1`, participant: "from", params: { amount: 1 } });
  });

  test("aborts what is prepared and what may be when one refuses, after every answer is in", () => {
    const saga = drive().answerAt("book.from", refused);

    expect(saga.open).toEqual(["prepare book.to"]);
    saga.answerAt("book.to", timedOut);
    expect(saga.open).toEqual(["abort book.to"]);
    saga.answerAt("book.to", ok());
    expect(saga.open).toEqual(["undo first"]);
    expect(saga.saga.context.cause).toMatchObject({ type: "Refused", state: "book.from" });
  });

  test("asks nobody to abort who has refused", () => {
    const saga = drive().answerAt("book.from", refused).answerAt("book.to", refused);

    expect(saga.open).toEqual(["undo first"]);
  });

  test("tries commits again without end", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", ok()).answerAt("book.to", ok());
    for (let turn = 0; turn < 12; turn += 1) saga.answerAt("book.from", status(503)).elapse();

    expect(saga.open).toEqual(["commit book.from"]);
    saga.answerAt("book.from", ok());
    expect(saga.open).toEqual(["action last"]);
  });

  test("that is decided cannot be cancelled: the commit goes on, and the pivot closes the way back", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", ok());
    saga.command({ type: "cancel", revision: null });
    saga.answerAt("book.from", ok()).answerAt("book.to", ok());

    expect(saga.open).toEqual(["action last"]);
    expect(saga.saga.context.pivotPassed).toBe("book");
  });

  test("that prepares is cancelled by aborting what is prepared", () => {
    const saga = drive().answerAt("book.from", ok());
    saga.command({ type: "cancel", revision: null });

    expect(saga.open).toEqual(["prepare book.to"]);
    saga.answerAt("book.to", ok());
    expect(saga.open).toEqual(["abort book.from", "abort book.to"]);
    saga.answerAt("book.from", ok()).answerAt("book.to", ok()).answer(ok());
    expect(saga.saga.context.ended?.status).toBe("compensated");
  });

  test("that is cancelled while a participant waits for its next attempt aborts what is prepared and what may be", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", timedOut);
    saga.command({ type: "cancel", revision: null });

    expect(saga.open).toEqual(["abort book.from", "abort book.to"]);
    expect(saga.saga.context.groups["book"]?.cause?.type).toBe("Cancelled");
  });

  test("whose participants are not ready in time is aborted with Timeout", () => {
    const saga = drive({ prepareTimeoutMs: 5000, catch: [aCatch(["Timeout"], "done")] }).answerAt("book.from", ok());
    saga.nowMs += 5000;
    saga.event({ kind: "timer", name: "wait/book" });

    expect(saga.open).toEqual(["prepare book.to"]);
    saga.answerAt("book.to", refused).answerAt("book.from", ok());
    expect(saga.saga.context.ended?.status).toBe("completed");
  });

  test("whose commit takes too long asks for attention and goes on", () => {
    const saga = drive({ commitTimeoutMs: 5000 }).answerAt("book.from", ok()).answerAt("book.to", ok());
    saga.nowMs += 5000;
    saga.event({ kind: "timer", name: "wait/book" });

    expect(saga.saga.context.groups["book"]?.lateSince).not.toBeNull();
    expect(sagaStatus(saga.saga)).toBe("running");
    saga.answerAt("book.from", ok()).answerAt("book.to", ok());
    expect(saga.open).toEqual(["action last"]);
  });

  test("of which a participant went its own way stops for a person, who tells it again or settles it", () => {
    const saga = drive().answerAt("book.from", ok()).answerAt("book.to", ok()).answerAt("book.to", ok()).answerAt("book.from", refused);

    expect(saga.incident).toMatchObject({ reason: "heuristic_mixed", state: "book.from" });
    expect(saga.command({ type: "retry", state: "book.from" }).verdict?.kind).toBe("applied");
    expect(saga.open).toEqual(["commit book.from"]);
    saga.answerAt("book.from", refused);
    expect(saga.command({ type: "complete", state: "book.from" }).verdict?.kind).toBe("applied");
    expect(saga.open).toEqual(["action last"]);
  });

  test("prepares a participant after those whose output it reads", () => {
    const saga = drive({
      participants: [
        { name: "from", call: call("debit"), with: { amount: 1 } },
        { name: "to", call: call("credit"), with: { of: "${ participants.from.output.id }" } },
      ],
    });

    expect(saga.open).toEqual(["prepare book.from"]);
    saga.answerAt("book.from", ok({ id: "T-1" }));
    expect(saga.entries.at(-1)?.data.opened?.[0]?.params).toEqual({ of: "T-1" });
  });

  test("whose parameters cannot be rendered sends nothing and fails", () => {
    const saga = drive({ participants: [{ name: "from", call: call("debit"), with: { amount: "${ input.missing.amount }" } }] });

    expect(saga.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "book" });
    expect(saga.open).toEqual(["undo first"]);
  });

  test("tries a first phase as often as its operation says, and gives a try in back-off up when another refuses", () => {
    const saga = drive().answerAt("book.from", timedOut).answerAt("book.to", refused);

    expect(saga.open).toEqual(["abort book.from"]);
  });

  test("of try, confirm, cancel speaks those words", () => {
    const saga = drive({ protocol: "tcc" });

    expect(saga.open).toEqual(["try book.from", "try book.to"]);
    saga.answerAt("book.from", ok()).answerAt("book.to", refused);
    expect(saga.open).toEqual(["cancel book.from"]);
  });
});

describe("a compensatable group", () => {
  const committed = (more: Partial<Group>): Drive =>
    drive({ kind: "compensatable", ...more })
      .answerAt("book.from", ok())
      .answerAt("book.to", ok())
      .answerAt("book.to", ok())
      .answerAt("book.from", ok())
      .answerAt("last", refused);

  test("is undone by the undos of its participants, last one first", () => {
    const saga = committed({});

    expect(saga.open).toEqual(["undo book.to"]);
    saga.answer(ok());
    expect(saga.open).toEqual(["undo book.from"]);
    saga.answer(ok()).answer(ok());
    expect(saga.saga.context.undone).toEqual(["book.to", "book.from", "first"]);
  });

  test("is undone by its own undo when it has one", () => {
    const saga = committed({ compensate: { call: call("undo"), with: { debit: "${ output.from }" } } });

    expect(saga.open).toEqual(["undo book"]);
    saga.answer(ok()).answer(ok());
    expect(saga.saga.context.undone).toEqual(["book", "first"]);
  });

  test("folds from its journal to itself", () => {
    const saga = committed({}).answer(ok());

    expect(saga.folded()).toEqual(saga.saga);
  });
});
