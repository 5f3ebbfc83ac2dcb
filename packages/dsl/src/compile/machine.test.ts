import type { JsonObject } from "@skald/shared";
import { getAdjacencyMap, getShortestPaths } from "@xstate/graph";
import { describe, expect, test } from "vitest";
import { type AnyMachineSnapshot, type AnyStateMachine, createMachine, getInitialSnapshot, getNextSnapshot } from "xstate";
import type { CompiledState, CompiledTask } from "./compiled.ts";
import { machineConfig } from "./machine.ts";
import { UNWINDING } from "./moves.ts";

const task = (name: string, next: string, more: Partial<CompiledTask> = {}): CompiledState =>
  ({
    type: "task",
    name,
    next,
    catch: [],
    locks: [],
    optional: false,
    compensate: { method: "POST" },
    ...more,
  }) as unknown as CompiledState;

const order = chart([
  task("create", "reserve"),
  task("reserve", "size", { catch: [{ errors: ["*"], when: null, compensate: true, next: "rejected" }] }),
  { type: "switch", name: "size", cases: [{ when: "${ true }", next: "rest" }], default: "capture" },
  { type: "wait", name: "rest", forMs: 1000, until: null, next: "note" },
  { type: "set", name: "note", values: {}, next: "capture" },
  task("capture", "done", { compensate: null }),
  { type: "succeed", name: "done", output: null },
  { type: "fail", name: "rejected", error: { type: "Rejected", status: null, detail: "no" } },
]);

describe("the chart of a saga", () => {
  test("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(order))).toEqual(order);
  });

  test("evaluates nothing: it has no guard and no delayed or eventless transition", () => {
    expect(keysOf(order)).not.toEqual(expect.arrayContaining(["guard"]));
    expect(keysOf(order).filter((key) => ["guard", "always", "after", "invoke", "onDone"].includes(key))).toEqual([]);
  });

  test("asks for everything by effects the kernel knows", () => {
    const effects = new Set(JSON.stringify(order).match(/fx\.\w+/g));

    expect([...effects].sort()).toEqual([
      "fx.assign",
      "fx.call",
      "fx.choose",
      "fx.fail",
      "fx.finish",
      "fx.succeed",
      "fx.unwind",
      "fx.wait",
    ]);
  });

  test("reaches every state it has", () => {
    const machine = machineOf(order);
    const reached = new Set(Object.values(adjacencyOf(machine)).flatMap(({ state }) => leavesOf(state.value, [])));

    expect(leavesOfConfig(order).filter((leaf) => !reached.has(leaf))).toEqual([]);
  });

  test("can come to an end from every state it can be in", () => {
    const adjacency = adjacencyOf(machineOf(order));
    const stuck = Object.entries(adjacency).filter(
      ([, { state, transitions }]) => state.status === "active" && Object.values(transitions).every(({ state: next }) => next === state),
    );

    expect(stuck.map(([key]) => key)).toEqual([]);
  });

  test("is cancelled, undone and compensated on a shortest path over the undo lane", () => {
    const machine = machineOf(order);
    const [path] = getShortestPaths(machine, { events: eventsOf(machine), toState: (state) => state.matches("compensated") });

    expect(path?.steps.map((step) => step.event.type).filter((type) => !type.startsWith("xstate."))).toEqual([
      "saga.start",
      "saga.unwind",
      "saga.compensated",
    ]);
  });

  test("has an undo state for each step with an undo, and none for the others", () => {
    const lane = (order["states"] as { readonly undoing: { readonly states: JsonObject } }).undoing.states;

    expect(Object.keys(lane)).toEqual([UNWINDING, "create", "reserve"]);
  });
});

describe("the chart of states with locks", () => {
  const locks = [{ key: "k", mode: "exclusive", waitMs: 1000, release: "saga" }] as const;
  const group = { type: "transaction", name: "book", kind: "pivot", compensate: null, participants: [], locks, catch: [], next: "done" };
  const locking = chart([
    task("create", "book", { locks }),
    group as unknown as CompiledState,
    { type: "succeed", name: "done", output: null },
  ]);

  test("asks for the locks first, and for the rest when they are granted", () => {
    const machine = machineOf(locking);
    const asked = (event: string, from: AnyMachineSnapshot): AnyMachineSnapshot => getNextSnapshot(machine, from, { type: event });
    const started = asked("saga.start", getInitialSnapshot(machine));
    const called = asked("create/locked", started);
    const entered = asked("create/succeeded", called);

    expect([started, called, entered, asked("book/locked", entered)].map((one) => one.value)).toEqual([
      { forward: { create: "locking" } },
      { forward: { create: "calling" } },
      { forward: { book: "locking" } },
      { forward: { book: "preparing" } },
    ]);
  });

  test("reaches every state it has", () => {
    const reached = new Set(Object.values(adjacencyOf(machineOf(locking))).flatMap(({ state }) => leavesOf(state.value, [])));

    expect(leavesOfConfig(locking).filter((leaf) => !reached.has(leaf))).toEqual([]);
  });
});

function chart(states: readonly CompiledState[]): JsonObject {
  return machineConfig({ start: states[0]?.name ?? "", states: Object.fromEntries(states.map((state) => [state.name, state])) });
}

function machineOf(config: JsonObject): AnyStateMachine {
  return createMachine(config as never);
}

function eventsOf(machine: AnyStateMachine): { readonly type: string }[] {
  return machine.events.map((type) => ({ type }));
}

interface Configuration {
  readonly state: AnyMachineSnapshot;
  readonly transitions: Readonly<Record<string, { readonly state: AnyMachineSnapshot }>>;
}

function adjacencyOf(machine: AnyStateMachine): Readonly<Record<string, Configuration>> {
  const map = getAdjacencyMap(machine, {
    events: eventsOf(machine),
    serializeState: (state) => JSON.stringify([state.value, state.status]),
  });

  return Object.fromEntries(Object.entries(map).map(([key, configuration]) => [key, configuration as Configuration]));
}

function leavesOf(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value === "string") return [[...path, value].join("/")];

  return Object.entries(value as object).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function leavesOfConfig(node: JsonObject, path: readonly string[] = []): readonly string[] {
  const states = node["states"] as Readonly<Record<string, JsonObject>> | undefined;
  if (states === undefined) return [path.join("/")];

  return Object.entries(states).flatMap(([name, child]) => leavesOfConfig(child, [...path, name]));
}

function keysOf(value: unknown): readonly string[] {
  if (value === null || typeof value !== "object") return [];

  return Object.entries(value).flatMap(([key, child]) => [key, ...keysOf(child)]);
}
