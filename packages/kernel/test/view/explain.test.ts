import { describe, expect, test } from "vitest";
import { explain, incidentOf } from "../../src/index.ts";
import { Family } from "../family.ts";
import { aCatch, aDefinition, aForEach, aRetry, aTask, DONE, Drive, notSent, ok, refused, status, timedOut } from "../fixtures.ts";

const PAUSE = { type: "wait", name: "pause", forMs: 60_000, until: null, next: "last" } as const;
const aSaga = (more: Parameters<typeof aTask>[2] = {}): Drive =>
  new Drive(aDefinition([aTask("first", "pause"), PAUSE, aTask("last", "done", more), DONE])).start();
const sentence = (drive: Drive): string => explain(drive.saga, drive.definition).sentence;
const said = (drive: Drive): readonly string[] => explain(drive.saga, drive.definition).movers.map((one) => `${one.kind}: ${one.text}`);

describe("the sentence about a saga that has ended", () => {
  test("says that it completed", () => {
    const drive = aSaga().answer(ok()).elapse().answer(ok());

    expect(sentence(drive)).toBe("Completed; nothing moves it any more.");
  });

  test("says why it was rolled back, and what was undone", () => {
    const drive = aSaga().answer(ok()).elapse().answer(refused).answer(ok());

    expect(sentence(drive)).toBe("Rolled back because of Refused: HTTP 409. Undone: first.");
  });

  test("names the undos that were waived, also when nothing else was undone", () => {
    const drive = aSaga().answer(ok()).elapse().answer(refused).answer(refused);
    drive.command({ type: "waive-undo" });

    expect(sentence(drive)).toBe("Rolled back because of Refused: HTTP 409. Undone: nothing; waived: first.");
  });

  test("says that there was nothing to undo", () => {
    const drive = aSaga().answer(refused);

    expect(sentence(drive)).toBe("Failed because of Refused: HTTP 409; there was nothing to undo.");
  });

  test("says that an operator closed it", () => {
    const drive = aSaga().answer(ok());
    drive.command({ type: "terminate" });

    expect(sentence(drive)).toBe("Closed by an operator; nothing was undone.");
  });
});

describe("the sentence about a live saga", () => {
  test("says who paused it", () => {
    const drive = aSaga();
    drive.command({ type: "pause" });

    expect(sentence(drive)).toBe(`Paused by operator since ${drive.saga.at}; resume it to go on.`);
  });

  test("says until when it waits", () => {
    const drive = aSaga().answer(ok());

    expect(sentence(drive)).toBe('"pause" waits until 2026-01-01T00:01:00.000Z.');
  });

  test("says what is undone, why, and how much is left", () => {
    const drive = aSaga().answer(ok()).elapse().answer(refused);

    expect(sentence(drive)).toContain('Undoing because of Refused, 1 left: "first" waits for the answer of its undo (');
  });

  test("says what was caught when a catch undoes", () => {
    const drive = aSaga({ catch: [aCatch(["Refused"], "done", true)] })
      .answer(ok())
      .elapse()
      .answer(refused);

    expect(sentence(drive)).toContain("Undoing because of Refused, 1 left: ");
  });

  test("says that the saga itself ran out of time", () => {
    const definition = aDefinition([aTask("a", "done"), DONE], { timeout: { after: 1000, then: "suspend" } });
    const late = new Drive(definition).start(1000).event({ kind: "deadline" });

    expect(sentence(late)).toBe("The saga ran out of time; a person has to decide: .");
  });

  test("says why an undo failed", () => {
    const drive = aSaga().answer(ok()).elapse().answer(refused).answer(refused);

    expect(sentence(drive)).toBe('"first" could not be undone (Refused: HTTP 409); a person has to decide: retry, complete, waive-undo.');
    expect(incidentOf(drive.saga, "last")).toBeNull();
  });

  test("says its status between two entries of one decision, where nothing moves it", () => {
    const { saga, definition } = new Drive(aDefinition([DONE]));

    expect(explain(saga, definition).sentence).toBe("the saga is running.");
  });

  test("names a command as the reason when nothing failed", () => {
    const { saga, definition } = aSaga().answer(ok());
    const undoing = { "": { goal: { kind: "end" }, since: 0, within: [] } } as const;

    const told = explain({ ...saga, context: { ...saga.context, undoing } }, definition);

    expect(told.sentence).toContain("Undoing because of a command, 1 left: ");
  });
});

describe("what can move a saga", () => {
  test("is a person where a call is held", () => {
    const opened = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start();
    opened.command({ type: "pause" });
    opened.answer(ok());
    expect(said(opened)).toEqual(['person: the action of "b" is held', "person: a person has to decide"]);
  });

  test.each([
    [status(500), "backoff: ", "the last attempt failed"],
    [{ ...notSent, breakerOpen: true }, "breaker: ", "the service's breaker is open"],
  ] as const)("after %j is a clock", (observation, kind, why) => {
    const drive = new Drive(aDefinition([aTask("a", "done", { retry: aRetry(3) }), DONE])).start().answer(observation);

    expect(said(drive)[0]).toContain(kind);
    expect(said(drive)[0]).toContain(why);
  });

  test("is its items, as many as are not settled", () => {
    const definition = aDefinition([aForEach("each", [aTask("save", null)], { concurrency: 3 }), DONE]);
    const family = new Family(definition, { items: [1, 2, 3] });
    family.answer("each#1[1]", "save", ok());
    expect(said(family.root)).toEqual(['child: "each" waits for 2 of 3 sagas inside it']);

    family.answer("each#1[0]", "save", timedOut);

    expect(said(family.root)[0]).toBe('child: "each" waits for 2 of 3 sagas inside it');
  });

  test("is not the items that were never begun, nor those that are settled", () => {
    const definition = aDefinition([aForEach("each", [aTask("save", null)], { next: "last" }), aTask("last", "done"), DONE]);
    const family = new Family(definition, { items: [1, 2] });
    const [before] = said(family.root);
    family.answer("each#1[0]", "save", refused);

    expect(before).toBe('child: "each" waits for 2 of 2 sagas inside it');
    expect(said(family.root)).toEqual([]);
  });
});
