import { type CatchModel, type CompiledSaga, machineConfig, type StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { proveDefinition, readOutcomes, simulate, testDefinition } from "../src/index.ts";
import { aBank, aCall, aDefinition, aForEach, aGroup, aParallel, aTask, DONE } from "./models.ts";

const NEEDY = { compensate: aCall("/undo", "${ output.id }") };
const RETRIABLE = { kind: "retriable", compensate: null } as const;
const PAY = aTask("pay", "trip", { kind: "pivot", compensate: null });
const stories = (proof: ReturnType<typeof proveDefinition>): readonly string[] => proof.violations.map(({ story }) => story.join(" → "));

describe("the proof of a parallel block", () => {
  const block = (more: Parameters<typeof aParallel>[2] = {}, left = {}) =>
    aDefinition([
      aTask("first", "both"),
      aParallel("both", { left: [aTask("a", "b", left), aTask("b", null)], right: [aTask("c", null)] }, { next: "last", ...more }),
      aTask("last", "done"),
      DONE,
    ]);

  test("goes through every order of its branches, and holds", () => {
    expect(proveDefinition(block())).toMatchObject({ holds: true, complete: true, violations: [] });
  });

  test("holds when one branch is enough", () => {
    expect(proveDefinition(block({ join: { kind: "atLeast", count: 1 } }))).toMatchObject({ holds: true, complete: true });
  });

  test("finds an undo inside a branch that reads an answer nobody gave", () => {
    const proof = proveDefinition(block({}, NEEDY));

    expect(proof.violations.map(({ code, state }) => `${code} ${state}`)).toContain("NEEDLESS_SUSPENSION both.left.a");
  });

  test("finds a step of a branch that nothing undoes", () => {
    expect(proveDefinition(block({}, { compensate: null })).violations.map(({ code, state }) => `${code} ${state}`)).toContain(
      "LEFT_STANDING both.left.a",
    );
  });

  test("of forty states with branches and items is complete", () => {
    const chain = (prefix: string, count: number, next: string | null = null) =>
      Array.from({ length: count }, (_, index) => aTask(`${prefix}${index}`, index + 1 < count ? `${prefix}${index + 1}` : next));
    const both = aParallel("both", { left: chain("l", 4), right: chain("r", 4) }, { next: "each" });
    const wide = aDefinition([...chain("s", 27, "both"), both, aForEach("each", chain("b", 2), { next: "done", concurrency: 2 }), DONE]);

    expect(proveDefinition(wide)).toMatchObject({ holds: true, complete: true });
  });
});

describe("the proof of a forEach", () => {
  const each = (more: Parameters<typeof aForEach>[2] = {}, body = {}) =>
    aDefinition([
      aForEach("each", [aTask("save", null, { with: { it: "${ item }", of: "${ input.project }" }, ...body })], { next: "last", ...more }),
      aTask("last", "done"),
      DONE,
    ]);

  test.each([{}, { concurrency: 2 }, { concurrency: 2, tolerate: { kind: "count", count: 1 } as const }])(
    "goes through none, one and two items, and holds: %j",
    (more) => {
      const proof = proveDefinition(each(more));

      expect(proof).toMatchObject({ holds: true, complete: true, violations: [] });
      expect(proof.ends.map(({ status }) => status)).toEqual(expect.arrayContaining(["completed", "compensated", "failed", "suspended"]));
    },
  );

  test("holds when one call undoes all items that completed", () => {
    const definition = each();
    const batch = {
      service: "default/files",
      label: "files.deleteAll",
      with: "${ items.map(i, i.item) }",
      params: null,
      call: aCall("/delete-all", "${ params }"),
      retry: { attempts: 1, delayMs: 1, multiplier: 1, maxDelayMs: 1, jitter: "none", withinMs: null },
      timeoutMs: 1000,
      readsAnswer: false,
    };
    const states = { ...definition.states, each: { ...definition.states["each"], batch } } as CompiledSaga["states"];

    const proof = proveDefinition({ ...definition, states, machine: machineConfig({ start: definition.start, states }) });

    expect(proof).toMatchObject({ holds: true, complete: true, violations: [] });
    expect(proof.ends.map(({ story }) => story.join(" → "))).toContainEqual(expect.stringContaining("undo of each fails"));
  });

  test("finds an item that nothing undoes, and names it", () => {
    const proof = proveDefinition(each({}, { compensate: null }));

    expect(proof.violations.map(({ code, state }) => `${code} ${state}`)).toContain("LEFT_STANDING each#1[0].save");
    expect(stories(proof)).toContain("each#1[0].save outcome unknown → each fails (Timeout) → failed");
  });

  test("holds when verify could tell what the undo reads and is not answered, also when the item is stopped then", () => {
    const verify = { call: aCall("/ask"), happened: "${ response.body.ok }", output: { id: "${ response.body.id }" }, conclusive: false };
    const stopped = aDefinition([aForEach("each", [aTask("save", null, { ...NEEDY, verify })], { next: "done", concurrency: 2 }), DONE]);

    const { violations } = proveDefinition(stopped);

    expect(violations).toEqual([]);
  });

  test("finds an undo of an item that reads an answer nobody gave", () => {
    expect(stories(proveDefinition(each({}, NEEDY)))).toContain(
      "each#1[0].save outcome unknown → undo of each#1[0].save reads output.id, which does not exist",
    );
  });
});

describe("the proof of a child saga", () => {
  const child = aDefinition([aTask("book", "pay"), aTask("pay", "done"), DONE], { model: { name: "child" } });
  const state = {
    type: "saga",
    name: "trip",
    saga: { namespace: "test", name: "child", range: null },
    input: {},
    catch: [],
    next: "last",
  } as const;
  const parent = aDefinition([state, aTask("last", "done"), DONE], { children: new Map([["test/child@*", child]]) });

  test("goes through the child as well, and holds", () => {
    expect(proveDefinition(parent, { children: [child] })).toMatchObject({ holds: true, complete: true, violations: [] });
  });

  test("holds when the child passes its pivot while the parent is cancelled", () => {
    const paying = aDefinition([{ ...PAY, next: "tell" }, aTask("tell", "done", RETRIABLE), DONE], { model: { name: "child" } });
    const cancelled = aDefinition([aTask("first", "trip"), { ...state, next: "done" }, DONE], {
      children: new Map([["test/child@*", paying]]),
    });

    const { violations } = proveDefinition(cancelled, { children: [paying] });

    expect(violations.map(({ code }) => code)).not.toContain("UNDONE_AFTER_PIVOT");
    expect(violations.map(({ code }) => code)).not.toContain("LEFT_STANDING");
  });

  test("finds a child that ends without completing after the pivot of its parent", () => {
    const fail = { type: "fail", name: "no", error: { type: "No", status: null, detail: null } } as const;
    const choosy = aDefinition(
      [{ type: "switch", name: "which", cases: [{ when: "${ input.ok }", next: "done" }], default: "no" }, fail, DONE],
      {
        model: { name: "child" },
      },
    );
    const behind = (more: Partial<typeof state> | { readonly catch: readonly CatchModel[] }) =>
      aDefinition([PAY, { ...state, input: { ok: "${ input.ok }" }, next: "done", ...more }, DONE], {
        children: new Map([["test/child@*", choosy]]),
      });
    const found = (definition: CompiledSaga) =>
      proveDefinition(definition, { children: [choosy] }).violations.map(({ code, state: where }) => `${code} ${where}`);

    expect(found(behind({}))).toContain("NEEDLESS_SUSPENSION trip");
    expect(found(behind({ catch: [{ errors: ["ChildFailed"], when: null, compensate: false, next: "done" }] }))).not.toContain(
      "NEEDLESS_SUSPENSION trip",
    );
  });

  test("says when the child is not known", () => {
    expect(proveDefinition(parent).violations).toMatchObject([
      { code: "CANNOT_DECIDE", message: 'The child saga at "trip" is not among the definitions given.', story: [] },
    ]);
  });
});

describe("the proof of a two-phase group", () => {
  test.each(["2pc", "tcc"] as const)("of %s goes through every vote, and holds", (protocol) => {
    const services = new Map([["bank", aBank(protocol)]]);
    const definition = aDefinition([aTask("first", "book"), aGroup("book", protocol), DONE], { services });

    const proof = proveDefinition(definition);

    expect(proof).toMatchObject({ complete: true, violations: [] });
    expect(proof.ends.map(({ status }) => status)).toEqual(expect.arrayContaining(["completed", "compensated"]));
  });
});

describe("the proof of a two-phase group after the pivot", () => {
  const found = (more: object) => {
    const services = new Map([["bank", aBank("2pc")]]);
    const states = [{ ...PAY, next: "book" }, { ...aGroup("book", "2pc"), kind: "compensatable", ...more } as StateModel, DONE];

    return proveDefinition(aDefinition(states, { services })).violations.map(({ code, state }) => `${code} ${state}`);
  };

  test("finds that it may be refused", () => {
    expect(found({})).toContain("NEEDLESS_SUSPENSION book");
  });

  test("holds when every refusal is caught", () => {
    expect(found({ catch: [{ errors: ["*"], when: null, compensate: false, next: "done" }] })).not.toContain("NEEDLESS_SUSPENSION book");
  });
});

describe("a simulated family", () => {
  const files = aDefinition([aForEach("each", [aTask("save", null)], { next: "last" }), aTask("last", "done"), DONE]);

  test("undoes its items in reverse order", () => {
    const { end, undone, ledger } = simulate(files, {
      calls: [{ lane: "action", state: "last", visit: null, answers: [{ kind: "refused" }] }],
      arrivals: [],
      choices: [],
      commands: [],
    });

    expect({ end, undone: undone.filter((state) => state.endsWith("save")) }).toEqual({
      end: "compensated",
      undone: ["each#1[1].save", "each#1[0].save"],
    });
    expect(ledger.map(({ standing }) => standing)).toEqual(["undone", "undone"]);
  });

  test("is scripted by the names of its items, one or all of them", () => {
    const endOf = (outcomes: Parameters<typeof readOutcomes>[1]) => {
      const { script, problems } = readOutcomes(files, outcomes);
      return [...problems, simulate(files, script).end, ...simulate(files, script).undone];
    };

    expect(endOf({ "each#1[1].save": "refused" })).toEqual(["compensated", "each#1[0].save", "each"]);
    expect(endOf({ "each.save": "refused" })).toEqual(["failed"]);
    expect(endOf({ "each.safe": "refused" })).toEqual(['There is no state "each.safe".', "completed"]);
  });

  test("goes one way at a switch in all its items", () => {
    const which: StateModel = { type: "switch", name: "which", cases: [{ when: "${ item.large }", next: "big" }], default: "small" };
    const body = [which, aTask("big", null), aTask("small", null)];
    const sorted = aDefinition([aForEach("each", body, { next: "done" }), DONE]);
    const { script } = readOutcomes(sorted, { "each.which": "case 1" });

    expect(simulate(sorted, script).calls.map(({ state }) => state)).toEqual(["each#1[0].big", "each#1[1].big"]);
    expect(readOutcomes(sorted, { "each#1[0].which": "case 1" }).problems).toEqual([
      '"each#1[0].which" goes the same way in all items: name it each.which.',
    ]);
  });

  test("is scripted by the names of the participants of its groups", () => {
    const group = aDefinition([aGroup("book", "2pc"), DONE], { services: new Map([["bank", aBank("2pc")]]) });
    const [first = ""] = Object.values(group.states).flatMap((one) =>
      one.type === "transaction" ? one.participants.map(({ name }) => name) : [],
    );
    const read = (line: string, word: string) => readOutcomes(group, { [line]: word });

    expect(simulate(group, read(`book.${first}`, "Poor").script)).toMatchObject({ end: "failed", cause: { type: "Poor" } });
    expect(read(`verify.book.${first}`, "yes").problems).toEqual([`"book.${first}" takes part in a group: it has no verify.`]);
    expect(read("book.nobody", "ok").problems).toEqual(['There is no state "book.nobody".']);
  });

  test("has failure paths that go over every failure edge", () => {
    const report = testDefinition(files);

    expect(report.passed).toBe(true);
    expect(report.coverage.all.missing).toEqual([]);
  });
});
