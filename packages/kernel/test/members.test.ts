import { machineConfig } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { memberId, sagaStatus, sagaView } from "../src/index.ts";
import { Family } from "./family.ts";
import { aCall, aCatch, aDefinition, aForEach, aTask, DONE, type Drive, ok, refused, timedOut } from "./fixtures.ts";

const BODY = [aTask("save", null, { with: { file: "${ item }", at: "${ index }" } })];

const files = (more: Parameters<typeof aForEach>[2] = {}, items: readonly unknown[] = ["a", "b", "c"]): Family =>
  new Family(aDefinition([aForEach("each", BODY, { next: "last", ...more }), aTask("last", "done"), DONE]), { items });

describe("forEach", () => {
  test("runs one item after the other when nothing else is said, each with its item and index", () => {
    const family = files();

    expect(family.open).toEqual(["each#1[0] action save"]);
    family.answer("each#1[0]", "save", ok("A"));
    expect(family.open).toEqual(["each#1[1] action save"]);
    expect(family.members.get("each#1[1]")?.entries[0]?.data.opened?.[0]?.params).toEqual({ file: "b", at: 1 });
  });

  test("runs as many items at once as its concurrency", () => {
    const family = files({ concurrency: 2 });

    expect(family.open).toEqual(["each#1[0] action save", "each#1[1] action save"]);
    family.answer("each#1[1]", "save", ok());
    expect(family.open).toEqual(["each#1[0] action save", "each#1[2] action save"]);
  });

  test("gives one output per item, in item order", () => {
    const family = files({ concurrency: 3 });
    for (const index of [2, 0, 1]) family.answer(`each#1[${index}]`, "save", ok(`file ${index}`));

    const output = family.root.entries.find((entry) => entry.type === "step.succeeded")?.data.output;
    expect(output).toEqual([0, 1, 2].map((index) => ({ ok: true, output: `file ${index}` })));
  });

  test("of an empty list gives an empty list and begins nothing", () => {
    const family = files({}, []);

    expect(family.open).toEqual(["action last"]);
    expect(family.root.entries.find((entry) => entry.type === "step.succeeded")?.data.output).toEqual([]);
  });

  test("over what is no list fails with ExpressionError", () => {
    const family = new Family(aDefinition([aForEach("each", BODY), DONE]), { items: "none" });

    expect(family.root.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "each" });
  });

  test("that fails cancels what runs and undoes completed items in reverse order of their completion", () => {
    const family = files({ concurrency: 3 });
    family.answer("each#1[1]", "save", ok()).answer("each#1[0]", "save", ok()).answer("each#1[2]", "save", refused);

    expect(family.open).toEqual(["each#1[0] undo save"]);
    family.answer("each#1[0]", "save", ok());
    expect(family.open).toEqual(["each#1[1] undo save"]);
    family.answer("each#1[1]", "save", ok());
    expect(family.root.saga.context.ended?.status).toBe("compensated");
    expect([...family.members.values()].map((member) => member.saga.context.ended?.status)).toEqual([
      "compensated",
      "compensated",
      "failed",
    ]);
  });

  test("awaits items in flight before it fails, and begins no further one", () => {
    const family = files({ concurrency: 2 });
    family.answer("each#1[0]", "save", refused);

    expect(family.open).toEqual(["each#1[1] action save"]);
    family.answer("each#1[1]", "save", ok());
    expect(family.open).toEqual(["each#1[1] undo save"]);
    family.answer("each#1[1]", "save", ok());
    expect(family.root.saga.context.ended?.status).toBe("failed");
  });

  test("tolerates as many failed items as it says, and tells them apart in its output", () => {
    const family = files({ tolerate: { kind: "share", percent: 40 } });
    family.answer("each#1[0]", "save", ok("A")).answer("each#1[1]", "save", refused).answer("each#1[2]", "save", ok("C"));

    expect(family.open).toEqual(["action last"]);
    const output = family.root.entries.find((entry) => entry.type === "step.succeeded")?.data.output;
    expect(output).toMatchObject([
      { ok: true, output: "A" },
      { ok: false, error: { type: "Refused" } },
      { ok: true, output: "C" },
    ]);
  });

  test("undoes its items by one call when it has a batch", () => {
    const batch = {
      service: "default/files",
      label: "files.deleteAll",
      with: "${ items }",
      params: null,
      retry: { attempts: 1, delayMs: 1, multiplier: 1, maxDelayMs: 1, jitter: "none", withinMs: null },
      timeoutMs: 1000,
      readsAnswer: false,
    } as const;
    const definition = aDefinition([aForEach("each", BODY, { next: "last" }), aTask("last", "done"), DONE]);
    const call = aCall("/files/delete", { body: "${ params }", hasBody: true });
    const family = new Family(withBatch(definition, { ...batch, call }), { items: ["a"] });
    family.answer("each#1[0]", "save", ok("A")).answer("", "last", refused);

    expect(family.open).toEqual(["undo each"]);
    expect(family.root.entries.at(-1)?.data.opened?.[0]?.request.body).toBe('[{"index":0,"item":"a","output":"A"}]');
    family.answer("", "each", ok());
    expect(family.root.saga.context.ended?.status).toBe("compensated");
  });

  test("keeps completed items until the saga ends, and ends them then", () => {
    const family = files({}, ["a"]);
    family.answer("each#1[0]", "save", ok("A"));
    const item = family.members.get("each#1[0]");

    expect([item?.saga.context.ended, item === undefined ? "" : sagaStatus(item.saga)]).toEqual([null, "completed"]);
    family.answer("", "last", ok());
    expect(item?.saga.context.ended).toMatchObject({ status: "completed", output: "A" });
    expect(item?.types.at(-1)).toBe("saga.completed");
  });

  test("folds from its journal to itself, and so do its items", () => {
    const family = files({ concurrency: 3 });
    family.answer("each#1[1]", "save", ok()).answer("each#1[2]", "save", refused).answer("each#1[0]", "save", ok());

    for (const [, drive] of family.all) expect(drive.folded()).toEqual(drive.saga);
  });

  test("of an item whose undo fails suspends the saga until a person resolves it there", () => {
    const family = files({ concurrency: 1 });
    family.answer("each#1[0]", "save", ok()).answer("each#1[1]", "save", refused).answer("each#1[0]", "save", refused);
    const item = family.members.get("each#1[0]");

    expect(family.root.incident).toMatchObject({ reason: "child", state: "each", lane: "undo" });
    item?.command({ type: "waive-undo" });
    family.settle();
    expect(family.root.saga.context.ended?.status).toBe("compensated");
  });
});

describe("a forEach that is entered twice", () => {
  const twice = (): Family => {
    const last = aTask("last", "done", { catch: [aCatch(["Refused"], "each")] });
    const family = new Family(aDefinition([aForEach("each", BODY, { next: "last" }), last, DONE]), { items: ["a"] });
    return family.answer("each#1[0]", "save", ok()).answer("", "last", refused).answer("each#2[0]", "save", ok());
  };

  test("undoes the items of both visits", () => {
    const family = twice().answer("", "last", timedOut).answer("", "last", ok());

    family.answer("each#2[0]", "save", ok()).answer("each#1[0]", "save", ok());

    const ends = family.all.map(([, member]) => member.saga.context.ended?.status);
    expect(ends).toEqual(["compensated", "compensated", "compensated"]);
  });

  test("ends the items of both visits with the saga", () => {
    const family = twice().answer("", "last", ok());

    expect(family.all.map(([, member]) => member.saga.context.ended?.status)).toEqual(["completed", "completed", "completed"]);
  });
});

describe("a child saga", () => {
  const child = aDefinition(
    [aTask("pack", "send"), aTask("send", "done"), { type: "succeed", name: "done", output: { parcel: "${ input.parcel }" } }],
    {
      name: "delivery",
    },
  );
  const parent = (more: object = {}) =>
    aDefinition(
      [
        {
          type: "saga",
          name: "deliver",
          saga: { namespace: "test", name: "delivery", range: null },
          input: { parcel: "${ input.parcel }" },
          catch: [],
          next: "last",
          ...more,
        },
        aTask("last", "done"),
        DONE,
      ],
      {},
      new Map([["test/delivery@*", child]]),
    );
  const family = (more: object = {}): Family => new Family(parent(more), { parcel: 7 }, [child]);

  test("gets its input, and its output is the output of the step", () => {
    const given = family().answer("deliver#1", "pack", ok()).answer("deliver#1", "send", ok());

    expect(given.root.entries.find((entry) => entry.type === "step.succeeded")?.data.output).toEqual({ parcel: 7 });
    expect(given.open).toEqual(["action last"]);
  });

  test("that completed is undone as a whole when its parent turns back", () => {
    const given = family().answer("deliver#1", "pack", ok()).answer("deliver#1", "send", ok()).answer("", "last", refused);

    expect(given.open).toEqual(["deliver#1 undo send"]);
    given.answer("deliver#1", "send", ok()).answer("deliver#1", "pack", ok());
    expect(given.root.saga.context.ended?.status).toBe("compensated");
    expect(given.members.get("deliver#1")?.saga.context.ended?.status).toBe("compensated");
  });

  test("that fails fails the state with its own cause, caught as ChildFailed too", () => {
    const given = family({ catch: [aCatch(["ChildFailed"], "done")] }).answer("deliver#1", "pack", refused);

    expect(given.root.saga.context.ended?.status).toBe("completed");
    expect(given.root.saga.context.caught[""]).toMatchObject({ type: "Refused", state: "pack" });
  });

  test("is cancelled with its parent", () => {
    const given = family().answer("deliver#1", "pack", ok());
    given.root.command({ type: "cancel", revision: null });
    given.settle();

    expect(given.open).toEqual(["deliver#1 action send"]);
    given.answer("deliver#1", "send", refused).answer("deliver#1", "pack", ok());
    expect(given.root.saga.context.ended?.status).toBe("failed");
  });

  test("is paused and resumed with its parent", () => {
    const given = family();
    given.root.command({ type: "pause", revision: null });
    given.settle();
    const member = given.members.get("deliver#1");

    expect(member === undefined ? "" : sagaStatus(member.saga)).toBe("paused");
    given.root.command({ type: "resume", revision: null });
    given.settle();
    expect(member === undefined ? "" : sagaStatus(member.saga)).toBe("running");
  });
});

describe("the id of a member", () => {
  const parentId = "0199aaaa-0000-7000-8000-000000000001";

  test("is a UUID of version 7 with its parent's time", () => {
    expect(memberId(parentId, "each#1[7]")).toMatch(/^0199aaaa-0000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("is the same at every look and differs by place", () => {
    expect(memberId(parentId, "each#1[7]")).toBe(memberId(parentId, "each#1[7]"));
    expect(memberId(parentId, "each#1[7]")).not.toBe(memberId(parentId, "each#2[7]"));
  });
});

function withBatch(definition: Drive["definition"], batch: object): Drive["definition"] {
  const each = { ...definition.states["each"], batch } as Drive["definition"]["states"][string];
  const states = { ...definition.states, each };

  return { ...definition, states, machine: machineConfig({ start: definition.start, states }) };
}

describe("the progress of a saga with items", () => {
  test("counts every item's steps once the items are known", () => {
    const family = files({ concurrency: 3 });
    const before = sagaView(family.root.saga, family.root.definition).progress;
    family.answer("each#1[0]", "save", ok());

    expect(before).toMatchObject({ completedSteps: 0, totalSteps: 4 });
    expect(sagaView(family.root.saga, family.root.definition).progress).toMatchObject({ completedSteps: 1, totalSteps: 4, percent: 25 });
  });
});
