import type { ListenState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aDeskDefinition, aListen, lastBody, lastOf, REVOKE_CALL, sendEvent } from "./waiting.ts";

const INPUT = { order: "7", least: 1 };

describe("a listen with an undo", () => {
  const undoable = (compensate: ListenState["compensate"], cases: Partial<ListenState> = {}): Drive =>
    new Drive(aDeskDefinition([aListen("hear", "last", { compensate, ...cases }), aTask("last", "done"), DONE]), INPUT).start();

  test("undoes what the event reported, by a call that reads the event", () => {
    const drive = sendEvent(
      undoable({ kind: "call", call: REVOKE_CALL, with: { id: "${ output.id }", amount: "${ params.amount }" } }),
    ).answer(refused);

    expect(drive.open).toEqual(["undo hear"]);
    expect(lastBody(drive)).toEqual({ id: "e1", amount: 5 });
    drive.answer(ok());
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("undoes it by an event", () => {
    const event = { type: "refund.wanted", source: null, subject: "${ output.subject }", data: "${ params }" };
    const drive = sendEvent(undoable({ kind: "emit", event })).answer(refused);

    expect(lastOf(drive, "undo.succeeded").emitted).toMatchObject({ type: "refund.wanted", subject: "7", data: { amount: 5 } });
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });

  test("gives a signal that is no object no params", () => {
    const drive = undoable(
      { kind: "emit", event: { type: "undone", source: null, subject: null, data: { params: "${ params }", output: "${ output }" } } },
      { cases: [{ awaits: { kind: "signal", name: "go" }, next: "last" }] },
    );
    drive.event({ kind: "signal", name: "go", body: "now" }).answer(refused);

    expect(lastOf(drive, "undo.succeeded").emitted?.["data"]).toEqual({ params: null, output: "now" });
  });

  test("registers the undo of an event that came while the saga was paused, and was cancelled", () => {
    const drive = undoable({ kind: "call", call: REVOKE_CALL, with: null });
    drive.command({ type: "pause" });
    sendEvent(drive);
    drive.command({ type: "cancel" });

    expect(drive.open).toEqual(["undo hear"]);
    drive.answer(ok());
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("registers nothing after the pivot", () => {
    const pivot = aTask("first", "hear", { kind: "pivot", compensate: null });
    const states = [pivot, aListen("hear", "done", { compensate: { kind: "call", call: REVOKE_CALL, with: null } }), DONE];
    const drive = sendEvent(new Drive(aDeskDefinition(states), INPUT).start().answer(ok()));

    expect(lastOf(drive, "step.succeeded").undo).toBeUndefined();
  });
});
