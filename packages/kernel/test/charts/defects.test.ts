import type { CompiledSaga, StateModel } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { moveChart } from "../../src/chart/machine.ts";
import { apply, decide, pendingCalls } from "../../src/index.ts";
import { aDefinition, aTask, DONE, Drive, ok } from "../fixtures.ts";

const started = (): Drive => new Drive(aDefinition([aTask("a", "done"), DONE])).start();
const withMachine = (machine: object): CompiledSaga => ({ ...aDefinition([DONE]), machine: machine as never });

describe("a journal that is broken", () => {
  test("does not fold past a gap", () => {
    const { saga, definition } = started();

    expect(() => apply(saga, { seq: 7, at: saga.at, type: "saga.paused", data: { by: "me" } }, definition)).toThrow("does not follow 1");
  });

  test("does not fold past a move its chart does not have", () => {
    const { saga, definition } = started();
    const entry = { seq: 2, at: saga.at, type: "step.succeeded", data: { state: "a", move: "nowhere" } } as const;

    expect(() => apply(saga, entry, definition)).toThrow('has no move "nowhere"');
  });

  test("does not fold an entry that lacks what its type says", () => {
    const { saga, definition } = started();

    expect(() => apply(saga, { seq: 2, at: saga.at, type: "saga.paused", data: {} }, definition)).toThrow("The person is not known here");
  });

  test("gives no call whose request it does not hold", () => {
    const { saga, definition } = started();

    expect(() => pendingCalls(saga, definition, () => ({ seq: 1, at: "", type: "saga.started", data: {} }))).toThrow(
      'The request of the call "a#1/action" is not known here',
    );
  });
});

describe("a definition that does not fit its chart", () => {
  test("is told when a state is missing", () => {
    const { saga, scope } = started();
    const event = { kind: "result", callId: "a#1/action", attempt: 1, observation: ok() } as const;

    expect(() => decide(saga, event, { ...scope, definition: { ...scope.definition, states: {} } })).toThrow(
      '"a" is no task of test/example.',
    );
  });

  test("is told when its chart asks a task to decide something", () => {
    const choice: StateModel = { type: "switch", name: "s", cases: [], default: "done" };
    const { definition } = new Drive(aDefinition([aTask("a", "s"), choice, DONE]));
    const { a } = definition.states;
    if (a === undefined) throw new Error("There is no task.");
    const drive = new Drive({ ...definition, states: { ...definition.states, s: { ...a, name: "s" } } }).start();

    expect(() => drive.answer(ok())).toThrow('asks for something of "s"');
  });

  test("is told when its states that take no time never end", () => {
    const set = (name: string, next: string): StateModel => ({ type: "set", name, values: {}, next });

    expect(() => new Drive(aDefinition([set("a", "b"), set("b", "a")])).start()).toThrow("The saga does not come to rest.");
  });

  test("is told when its chart moves for ever by itself", () => {
    const definition = withMachine({
      initial: "created",
      states: { created: { on: { go: "b" } }, b: { always: "c" }, c: { always: "b" } },
    });

    expect(() => moveChart(definition, "created", "go")).toThrow();
  });
});

describe("a chart of more values than are worth remembering", () => {
  test("still moves as it did", () => {
    const names = Array.from({ length: 15 }, (_, index) => `r${index}`);
    const region = { initial: "off", states: { off: { on: { flip: "on" } }, on: {} } };
    const definition = withMachine({ type: "parallel", states: Object.fromEntries(names.map((name) => [name, region])) });
    const standing = (bits: number): Json => Object.fromEntries(names.map((name, at) => [name, (bits >> at) & 1 ? "on" : "off"]));
    const first = moveChart(definition, standing(0), "flip");

    for (let bits = 1; bits <= 20_001; bits += 1) moveChart(definition, standing(bits), "stay");

    expect(moveChart(definition, standing(0), "flip")).toEqual(first);
    expect(moveChart(definition, standing(1), "stay").ignored).toBe(true);
  });
});
