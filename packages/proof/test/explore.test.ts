import type { CompiledSaga } from "@skald/dsl";
import type { Entry } from "@skald/kernel";
import { getShortestPaths } from "@xstate/graph";
import { describe, expect, test } from "vitest";
import { type AnyStateMachine, createMachine } from "xstate";
import { Agenda } from "../src/explore/agenda.ts";
import { everyWay } from "../src/explore/choices.ts";
import type { Node } from "../src/explore/node.ts";
import { explore, proveDefinition, type Visitor } from "../src/index.ts";
import { Journal } from "../src/world/journal.ts";
import { compileDefinition } from "./compile.ts";
import { aDefinition, aTask, DONE } from "./models.ts";

/** The first node at each value of the chart. */
function firstNodes(definition: CompiledSaga): ReadonlyMap<string, Node> {
  const first = new Map<string, Node>();
  const visitor: Visitor = {
    arrive: (node) => {
      const value = JSON.stringify(node.position.family[""]?.saga.value);
      if (!first.has(value)) first.set(value, node);
    },
    fail: (_node, error) => {
      throw error;
    },
  };
  explore(definition, visitor, { bounds: { attempts: 1, visits: 2 }, interruptions: false });
  return first;
}

/** Moves of the chart on the shortest way forward to each of its values, by @xstate/graph. */
function shortestByGraph(definition: CompiledSaga): ReadonlyMap<string, number> {
  const machine: AnyStateMachine = createMachine(definition.machine as never);
  // What begins with "saga." goes back, and comes back by short cuts no decision takes.
  const types = machine.events.filter((type) => type === "saga.start" || !type.startsWith("saga."));
  const paths = getShortestPaths(machine, {
    events: types.map((type) => ({ type })),
    serializeState: (state) => JSON.stringify(state.value),
  });

  return new Map(paths.map((path) => [JSON.stringify(path.state.value), path.steps.length - 1]));
}

const BLIND: Visitor = { arrive: () => undefined, fail: () => undefined };

describe("an exploration", () => {
  test.each(["order", "transfer", "wiki"])(
    "of %s goes to the forward states on ways as short as @xstate/graph finds on the chart",
    (name) => {
      const definition = compileDefinition(name);
      const byGraph = shortestByGraph(definition);

      const forward = [...firstNodes(definition)].filter(([value]) => value.includes('"calling"') && value.includes('"forward"'));
      const moves = forward.map(([value, node]) => [
        value,
        node.position.told.entries.filter(({ data }) => data.move !== undefined).length,
      ]);

      expect(moves.length).toBeGreaterThan(2);
      expect(moves).toEqual(forward.map(([value]) => [value, byGraph.get(value)]));
    },
  );

  test("goes to every state of a good definition", () => {
    const states = new Set<string>();
    const order = compileDefinition("order");

    explore(order, { arrive: ({ entries }) => void entries.map(({ data }) => states.add(data.state ?? "")), fail: () => undefined });

    expect(Object.keys(order.states).filter((state) => !states.has(state))).toEqual([]);
  });

  test("stops at its limit and says so", () => {
    const { complete, configurations } = explore(compileDefinition("order"), BLIND, { limit: 10 });

    expect({ complete, configurations }).toEqual({ complete: false, configurations: 10 });
  });

  test("stops after so many transitions, too: not in the middle of a configuration", () => {
    const whole = explore(compileDefinition("order"), BLIND);

    const stopped = explore(compileDefinition("order"), BLIND, { transitions: 100 });

    expect([whole.complete, stopped.complete]).toEqual([true, false]);
    expect(stopped.transitions).toBeGreaterThanOrEqual(100);
    expect(stopped.transitions).toBeLessThan(whole.transitions);
    expect(stopped.configurations).toBeLessThan(whole.configurations);
  });

  test("goes round a loop as often as its bounds say, and ends", () => {
    const trip = compileDefinition("trip");
    const configurations = [1, 2, 3].map(
      (visits) => explore(trip, { arrive: () => undefined, fail: () => undefined }, { bounds: { attempts: 1, visits } }).configurations,
    );

    expect(configurations[1]).toBeGreaterThan(configurations[0] ?? 0);
    expect(configurations[2]).toBeGreaterThan(configurations[1] ?? 0);
  });

  test("lets the time run out where nobody may cancel", () => {
    const denied = { ...compileDefinition("transfer"), policy: { cancel: "deny" as const } };

    const stories = proveDefinition(denied).ends.map(({ story }) => story.join(" → "));

    expect(proveDefinition(denied).holds).toBe(true);
    expect(stories.length).toBeGreaterThan(2);
  });

  test("waits for a person when the time is over and the author wants it so", () => {
    const transfer = compileDefinition("transfer");
    const suspending = { ...transfer, timeout: { after: 1000, then: "suspend" as const } };

    expect(proveDefinition(suspending).ends).toContainEqual(expect.objectContaining({ status: "suspended", reason: "deadline" }));
  });

  test("lets a person cancel as well where the end of the time only stops the saga", () => {
    const forward = aDefinition([aTask("note", "done", { kind: "retriable", compensate: null }), DONE], {
      model: { recovery: "forward", timeout: { after: 1000, then: "suspend" } },
    });

    const { violations, ends } = proveDefinition(forward);

    expect(violations.map(({ code, story }) => `${code}: ${story.join(" → ")}`)).toEqual(["LEFT_STANDING: cancelled → note ok → failed"]);
    expect(ends).toContainEqual(expect.objectContaining({ status: "suspended", reason: "deadline" }));
  });

  test("tells what the kernel cannot decide as a violation, and goes on", () => {
    const order = compileDefinition("order");
    const broken = { ...order, machine: JSON.parse(JSON.stringify(order.machine).replace('"reserve/failed"', '"reserve/faild"')) };

    const proof = proveDefinition(broken);

    expect(proof.violations.map(({ code }) => code)).toContain("CANNOT_DECIDE");
    expect(proof.ends.some(({ status }) => status === "completed")).toBe(true);
  });
});

describe("assertions", () => {
  const assertion = (always: string) => ({ ...compileDefinition("order"), assertions: [{ name: "what I want", always }] });

  test.each(['${ !(done("capture") && undone("createOrder")) }', '${ !(maybe("reserve") && saga.status == "completed") }'])(
    "that hold are silent: %s",
    (always) => {
      expect(proveDefinition(assertion(always)).violations).toEqual([]);
    },
  );

  test("that do not hold are told with the shortest way", () => {
    const { violations } = proveDefinition(assertion('${ !(done("ship") && saga.status == "completed") }'));

    expect(violations).toMatchObject([{ code: "ASSERTION_BROKEN", story: expect.arrayContaining(["ship ok", "completed"]) }]);
    expect(violations[0]?.message).toContain('"what I want" does not hold');
  });

  test("that cannot be evaluated do not hold", () => {
    expect(proveDefinition(assertion("${ nothing.at.all }")).violations[0]?.code).toBe("ASSERTION_BROKEN");
  });
});

describe("choices", () => {
  test("are taken in every way, whatever was chosen before", () => {
    const ways = everyWay((choices) => (choices.take(2) === 0 ? `a${choices.take(3)}` : "b"));

    expect(ways).toEqual(["a0", "a1", "a2", "b"]);
  });

  test("are one way where there are none", () => {
    expect(everyWay(() => "only")).toEqual(["only"]);
  });
});

describe("an agenda", () => {
  test("gives the cheapest first, and what came first of the same cost", () => {
    const agenda = new Agenda<string>();
    for (const [item, cost] of [
      ["c", 7],
      ["a", 0],
      ["b", 0],
    ] as const)
      agenda.add(item, cost);

    expect([agenda.take(), agenda.take(), agenda.take(), agenda.take()]).toEqual(["a", "b", "c", undefined]);
  });
});

describe("a shared journal", () => {
  const entry = (seq: number): Entry => ({ seq, at: "", type: "saga.late", data: {} });

  test("holds the entries of every way apart", () => {
    const trunk = Journal.EMPTY.with([entry(1), entry(2)]);
    const [left, right] = [trunk.with([entry(3)]), trunk.with([entry(3), entry(4)])];

    expect([left.entries.length, right.entries.length, right.with([])]).toEqual([3, 4, right]);
    expect([left.entryAt(1).seq, right.entryAt(4).seq]).toEqual([1, 4]);
  });

  test("has no entry that was not recorded", () => {
    expect(() => Journal.EMPTY.entryAt(1)).toThrow("There is no entry 1.");
    expect(() => Journal.EMPTY.with([entry(2)]).entryAt(1)).toThrow("There is no entry 1.");
  });
});
