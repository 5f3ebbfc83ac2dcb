import type { CompiledSaga, StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { sagaStatus, sagaView } from "../../src/index.ts";
import { Family } from "../family.ts";
import { aCatch, aDefinition, aForEach, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";

const PIVOT = { kind: "pivot", compensate: null } as const;
const child = (states: readonly StateModel[]): CompiledSaga => aDefinition(states, { name: "delivery" });
const deliver = (more: object = {}): StateModel => ({
  type: "saga",
  name: "deliver",
  saga: { namespace: "test", name: "delivery", range: null },
  input: null,
  catch: [],
  next: "last",
  ...more,
});
const parent = (inner: CompiledSaga, more: object = {}, first: Parameters<typeof aTask>[2] = {}): Family => {
  const states = [aTask("first", "deliver", first), deliver(more), aTask("last", "done"), DONE];
  const family = new Family(aDefinition(states, {}, new Map([["test/delivery@*", inner]])), {}, [inner]);
  return family.answer("", "first", ok());
};
const items = (more: Parameters<typeof aForEach>[2] = {}, given: readonly unknown[] = ["a", "b"], body = [aTask("save", null)]): Family =>
  new Family(aDefinition([aForEach("each", body, { next: "last", concurrency: 2, ...more }), aTask("last", "done"), DONE]), {
    items: given,
  });
const member = (family: Family, place: string): Drive => {
  const drive = family.members.get(place);
  if (drive === undefined) throw new Error(`There is no member at "${place}".`);
  return drive;
};

describe("a child that needs a person", () => {
  const stuck = (): Family =>
    parent(child([aTask("pack", "send", PIVOT), aTask("send", "done"), DONE]))
      .answer("deliver#1", "pack", ok())
      .answer("deliver#1", "send", refused);

  test("suspends its parent, which can only be helped there", () => {
    const { root } = stuck();

    expect(root.incident).toMatchObject({ reason: "child", state: "deliver" });
    expect(root.command({ type: "retry" }).verdict).toMatchObject({
      detail: expect.stringContaining("a saga inside this one needs a person"),
    });
  });

  test("lets its parent go on when it goes on itself", () => {
    const family = stuck();

    member(family, "deliver#1").command({ type: "retry" });
    family.settle();

    expect(family.root.incident).toBeNull();
    expect(family.root.types.at(-1)).toBe("member.released");
    expect(family.root.folded()).toEqual(family.root.saga);
  });
});

describe("items that need a person", () => {
  test("suspend the saga until the last of them was helped", () => {
    const family = items({}, ["a", "b"], [aTask("save", "tell", PIVOT), aTask("tell", null)]);
    for (const place of ["each#1[0]", "each#1[1]"]) family.answer(place, "save", ok()).answer(place, "tell", refused);

    member(family, "each#1[0]").command({ type: "retry" });
    family.settle();
    expect(family.root.incident?.reason).toBe("child");
    member(family, "each#1[1]").command({ type: "retry" });
    family.settle();

    expect(family.root.incident).toBeNull();
  });
});

describe("a child behind the pivot of its parent", () => {
  test("can only go forward, as its parent can", () => {
    const family = parent(child([aTask("pack", "done"), DONE]), {}, PIVOT).answer("deliver#1", "pack", refused);

    expect(member(family, "deliver#1").saga.context.pivotPassed).toBe("deliver#1");
    expect(member(family, "deliver#1").incident?.reason).toBe("stuck_forward");
  });
});

describe("a child with a pivot", () => {
  test("is the pivot of its parent, and gives no output when it has none", () => {
    const family = parent(child([aTask("pack", "done", PIVOT), DONE]));
    const shown = sagaView(family.root.saga, family.root.definition).steps.find((one) => one.state === "deliver");

    family.answer("deliver#1", "pack", ok());

    expect(shown).toMatchObject({ kind: "pivot", operation: "test/delivery" });
    expect(family.root.saga.context.pivotPassed).toBe("deliver");
    expect(family.root.entries.findLast((one) => one.type === "step.succeeded")?.data.output).toBeNull();
  });

  test("that has passed it closes the way back for a parent cancelled meanwhile (R10, R14)", () => {
    const family = parent(child([aTask("pack", "send", PIVOT), aTask("send", "done"), DONE])).answer("deliver#1", "pack", ok());
    family.root.command({ type: "cancel", revision: null });
    family.settle();

    family.answer("deliver#1", "send", ok()).answer("", "last", ok());

    expect(family.root.entries.find((one) => one.data.pivot === true)?.data.why).toBe("no effect: the pivot succeeded");
    expect(family.root.saga.context.ended?.status).toBe("completed");
    expect(family.root.folded()).toEqual(family.root.saga);
  });

  test("that has not passed it turns back with a parent that is cancelled", () => {
    const family = parent(child([aTask("pack", "send"), aTask("send", "done", PIVOT), DONE])).answer("deliver#1", "pack", ok());
    family.root.command({ type: "cancel", revision: null });
    family.settle();

    family.answer("deliver#1", "send", refused).answer("deliver#1", "pack", ok()).answer("", "first", ok());

    expect(family.root.saga.context.ended?.status).toBe("compensated");
  });
});

describe("a child that ends without completing", () => {
  test("fails its state as ChildFailed when it gives no cause", () => {
    const family = parent(child([aTask("pack", "done"), DONE]));
    const inner = member(family, "deliver#1");
    inner.command({ type: "pause" });
    inner.command({ type: "terminate" });
    family.settle();

    expect(family.root.saga.context.cause).toMatchObject({ type: "ChildFailed", state: "deliver" });
  });

  test("fails its state where its cause names none", () => {
    const family = parent(child([aTask("pack", "done"), DONE]), { catch: [aCatch(["SagaTimeout"], "done")] });
    const cause = { state: null, type: "SagaTimeout", category: "timeout", status: null, detail: "late", at: family.root.saga.at } as const;

    family.root.event({ kind: "member", place: "deliver#1", news: { kind: "ended", cause } });

    expect(family.root.saga.context.caught[""]).toMatchObject({ type: "SagaTimeout", state: "deliver" });
  });
});

describe("members that cannot begin", () => {
  test.each([
    ["a list that cannot be evaluated", aForEach("each", [aTask("save", null)], { in: "${ input.absent.x }" }), {}],
    ["more items than are allowed", aForEach("each", [aTask("save", null)]), { items: Array.from({ length: 10_001 }, () => 0) }],
  ])("because of %s fail their state", (_name, each, input) => {
    const drive = new Drive(aDefinition([each, DONE]), input).start();

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "each" });
  });

  test("because the input of the child cannot be evaluated fail their state", () => {
    const family = parent(child([aTask("pack", "done"), DONE]), { input: "${ input.absent.x }" });

    expect(family.root.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "deliver" });
  });

  test("are left without a word when a person turns the stuck saga back", () => {
    const each = aForEach("each", [aTask("save", null)], { in: "${ input.absent.x }" });
    const drive = new Drive(aDefinition([aTask("a", "each"), each, DONE], { recovery: "forward" })).start().answer(ok());
    expect(drive.incident?.reason).toBe("stuck_forward");

    drive.command({ type: "compensate" });

    expect(drive.call.callId).toBe("a#1/undo");
  });
});

describe("what a saga wants of its members", () => {
  test("that already stop because one failed is not changed by a cancel", () => {
    const family = items().answer("each#1[0]", "save", refused);

    family.root.command({ type: "cancel", revision: null });
    family.settle();
    family.answer("each#1[1]", "save", refused);

    expect(family.root.types.filter((one) => one === "each.stopping")).toHaveLength(0);
    expect(family.root.saga.context.cause?.type).toBe("Cancelled");
  });

  test("is their end when it was terminated, whatever they tell then", () => {
    const family = items({ concurrency: 1 }).answer("each#1[0]", "save", ok());
    family.root.command({ type: "pause" });
    family.root.command({ type: "terminate" });
    family.settle();

    expect(family.all.map(([, one]) => sagaStatus(one.saga))).toEqual(["terminated", "completed", "terminated"]);
  });

  test("is nothing while it is paused and undoes them", () => {
    const family = items().answer("each#1[0]", "save", ok()).answer("each#1[1]", "save", ok());
    family.answer("", "last", refused);
    family.root.command({ type: "pause" });

    family.answer("each#1[1]", "save", ok());
    expect(family.open).toEqual([]);
    family.root.command({ type: "resume" });
    family.settle();

    expect(family.open).toEqual(["each#1[0] undo save"]);
  });

  test("is that they turn back, also when they were paused with it", () => {
    const family = items();
    family.root.command({ type: "pause" });
    family.settle();

    family.root.command({ type: "cancel" });
    family.settle();
    family.answer("each#1[0]", "save", refused).answer("each#1[1]", "save", refused);

    expect(family.all.map(([, one]) => sagaStatus(one.saga))).toEqual(["failed", "failed", "failed"]);
  });

  test("changes nothing in a member that is not where it is wanted to be", () => {
    const inner = { parent: { id: "p", place: "each#1[0]" }, afterPivot: false };
    const drive = new Drive(aDefinition([aTask("save", "done"), DONE]), {}, inner).start();

    expect(drive.decide({ kind: "order", order: "release" }).entries).toEqual([]);
    expect(drive.decide({ kind: "member", place: "nowhere", news: { kind: "suspended" } }).entries).toEqual([]);
  });
});

describe("an item", () => {
  test("may be nothing", () => {
    const family = items({}, [null], [aTask("save", null, { with: { file: "${ item }" } })]);

    expect(member(family, "each#1[0]").entries[0]?.data.opened?.[0]?.params).toEqual({ file: null });
  });

  test.each([
    ["${ steps.save.output.id }", "completed"],
    ["${ steps.save.output.absent.id }", "compensating"],
  ])("whose output is %s is %s", (output, status) => {
    const each = aForEach("each", [aTask("save", null)]);
    const body = each.type === "forEach" ? { ...each.body, output } : undefined;
    const family = new Family(aDefinition([{ ...each, body } as StateModel, DONE]), { items: ["a"] });

    family.answer("each#1[0]", "save", ok({ id: 1 }));

    expect(sagaStatus(member(family, "each#1[0]").saga)).toBe(status);
  });
});
