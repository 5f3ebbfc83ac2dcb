import type { SagaModel, ScopeModel, StateModel } from "@skald/dsl";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitrarySaga, countStates, type RandomSaga } from "./arbitrary-saga.ts";
import { aCatch, aDefinition, aPivot, aRetriable, aSaga, aTask, DONE, LOST } from "./build-saga.ts";
import { inputOf } from "./input-of.ts";
import { expectedEnd, judge } from "./judge.ts";
import type { Observed, ObservedCall } from "./observed.ts";
import { type OutcomeTable, tableOf, tableWith } from "./outcome-table.ts";
import { renamedDefinition, renamedTable, unnamed, withBranchesReversed, withIdleStart } from "./rewritten.ts";
import { inOrder, lineOf, runOracle, shuffled } from "./schedules.ts";

// Laws of the oracle itself, without a kernel. A failing seed is printed by fast-check.

const RUNS = { numRuns: 120 };

function forEverySaga(law: (saga: RandomSaga, table: OutcomeTable) => void): void {
  fc.assert(
    fc.property(arbitrarySaga(), (saga) => law(saga, tableOf(saga.seed))),
    RUNS,
  );
}

describe("a random saga", () => {
  test("has at most 40 states, five scopes deep, and every goto leads to a state of its scope that is reached", () => {
    forEverySaga(({ definition }) => {
      for (const model of [definition.saga, ...definition.children.values()]) {
        expect(depthOf(model)).toBeLessThanOrEqual(5);
        expect(strayGotos(model)).toEqual([]);
      }
      expect(countStates(definition.saga)).toBeLessThanOrEqual(40);
    });
  });

  test("has an input that holds the ways of the table", () => {
    forEverySaga(({ definition }, table) => {
      const input = JSON.stringify(inputOf(definition, table));

      for (const state of definition.saga.states)
        if (state.type === "switch") expect(input).toContain(`"${state.name}":${table.caseOf(state.name, state.cases.length)}`);
    });
  });

  test("meets every end and every kind of call", () => {
    const sagas = fc.sample(arbitrarySaga(), { seed: 1, numRuns: 600 });

    const runs = sagas.map(({ definition, seed }) => runOracle(definition, tableOf(seed), shuffled(seed)).observed);

    const kinds = ["abort", "action", "cancel", "commit", "confirm", "human", "listen", "prepare", "try", "undo", "verify", "wait"];
    expect([...new Set(runs.flatMap((run) => run.calls.map((call) => call.kind)))].sort()).toEqual(kinds);
    expect([...new Set(runs.map((run) => run.end))].sort()).toEqual(["compensated", "completed", "failed", "suspended"]);
    expect([...new Set(runs.map((run) => run.attention?.reason ?? "none"))].sort()).toEqual([
      "child",
      "none",
      "outcome_unknown",
      "stuck_forward",
      "undo_failed",
    ]);
  });
});

describe("the oracle", () => {
  test("gives the same run for the same table and schedule", () => {
    forEverySaga(({ definition, seed }, table) => {
      expect(runOracle(definition, table, shuffled(seed))).toEqual(runOracle(definition, table, shuffled(seed)));
    });
  });

  test("allows whatever it runs itself, in any order", () => {
    forEverySaga(({ definition, seed }, table) => {
      for (const schedule of [inOrder, shuffled(seed), shuffled(seed + 1)])
        expect(judge(definition, table, runOracle(definition, table, schedule).observed)).toEqual([]);
    });
  });

  test("expects an end only where no order leads to another", () => {
    forEverySaga(({ definition, seed }, table) => {
      const end = expectedEnd(definition, table);
      fc.pre(end !== null);

      expect(runOracle(definition, table, shuffled(seed)).observed.end).toBe(end);
    });
  });

  test("leaves no effect of a saga that went back", () => {
    forEverySaga(({ definition, seed }, table) => {
      const { observed, stillDone } = runOracle(definition, table, shuffled(seed));
      fc.pre(observed.end === "compensated" || observed.end === "failed");

      expect(stillDone).toEqual([]);
    });
  });

  test("does not care how states are called", () => {
    forEverySaga(({ definition, seed }, table) => {
      const renamed = renamedDefinition(definition);

      const line = lineOf(runOracle(renamed, renamedTable(table), shuffled(seed)));

      expect(unnamed(line)).toBe(lineOf(runOracle(definition, table, shuffled(seed))));
    });
  });

  test("does not care about a state that does nothing", () => {
    forEverySaga(({ definition, seed }, table) => {
      const padded = withIdleStart(definition);

      const line = lineOf(runOracle(padded, table, shuffled(seed)));

      expect(line).toBe(lineOf(runOracle(definition, table, shuffled(seed))));
    });
  });

  test("allows a saga what it allows the same with its branches permuted", () => {
    forEverySaga(({ definition, seed }, table) => {
      const permuted = withBranchesReversed(definition);

      const { observed } = runOracle(permuted, table, shuffled(seed));

      expect(judge(definition, table, observed)).toEqual([]);
    });
  });
});

describe("the judge refuses", () => {
  const sequence = aDefinition(aSaga([aTask("a", "b"), aTask("b", "c"), aTask("c", "lost"), LOST]));
  const allWell = tableWith({});

  test("two undos that changed places", () => {
    const { observed } = runOracle(sequence, allWell, inOrder);

    expect(judge(sequence, allWell, swapped(observed, "a", "b"))).toEqual([
      'undo of "a" (visit 1, attempt 1) was sent, but at this point only this could happen: send undo of "b" (visit 1, attempt 1).',
    ]);
  });

  test("an undo that is missing", () => {
    forEverySaga(({ definition, seed }, table) => {
      const { observed } = runOracle(definition, table, shuffled(seed));
      const undo = observed.calls.find((call) => call.kind === "undo");
      fc.pre(undo !== undefined && observed.end !== "suspended");

      expect(judge(definition, table, { ...observed, calls: observed.calls.filter((call) => call !== undo) })).not.toEqual([]);
    });
  });

  test("a call that was made twice", () => {
    forEverySaga(({ definition, seed }, table) => {
      const { observed } = runOracle(definition, table, shuffled(seed));
      const call = observed.calls[seed % Math.max(1, observed.calls.length)];
      fc.pre(call !== undefined);
      const again = { ...call, sent: 10_000, settled: 10_001 };

      expect(judge(definition, table, { ...observed, calls: [...observed.calls, again] })).not.toEqual([]);
    });
  });

  test("the undo of a step that was refused", () => {
    forEverySaga(({ definition, seed }, table) => {
      const { observed } = runOracle(definition, table, shuffled(seed));
      const refused = observed.calls.find((call) => call.kind === "action" && call.outcome === "refused" && call.attempt === 1);
      fc.pre(refused !== undefined);

      expect(judge(definition, table, withUndoAfter(observed, refused, refused))).not.toEqual([]);
    });
  });

  test("an undo behind the pivot", () => {
    const definition = aDefinition(aSaga([aTask("a", "p"), aPivot("p", "r"), aRetriable("r", "done"), DONE]));
    const { observed } = runOracle(definition, allWell, inOrder);
    const [a, p, r] = observed.calls;

    expect(a !== undefined && p !== undefined && judge(definition, allWell, withUndoAfter(observed, a, p))).toHaveLength(1);
    expect(a !== undefined && r !== undefined && judge(definition, allWell, withUndoAfter(observed, a, r))).toEqual([
      'undo of "a" (visit 1, attempt 1) was sent after the saga had ended.',
    ]);
  });

  test("a saga that stops before its end", () => {
    const { observed } = runOracle(sequence, allWell, inOrder);
    const cut = { ...observed, end: "completed", cause: null, calls: observed.calls.slice(0, 3) } as const;

    expect(judge(sequence, allWell, cut)).toEqual([
      'The saga rests as "completed", but this was still to happen: send undo of "c" (visit 1, attempt 1).',
    ]);
  });

  test("another end, another cause, another answer, another incident", () => {
    const { observed } = runOracle(sequence, allWell, inOrder);
    const incident = tableWith({ "undo:b": "refused" });
    const { observed: suspended } = runOracle(sequence, incident, inOrder);
    const calls = observed.calls.map((call) => ({ ...call, outcome: "refused" }));

    expect(judge(sequence, allWell, { ...observed, end: "failed" })).toEqual(['The saga is "failed", but must be "compensated".']);
    expect(judge(sequence, allWell, { ...observed, cause: "Refused" })).toEqual(['The cause is "Refused", but must be "Lost".']);
    expect(judge(sequence, allWell, { ...observed, calls })).toEqual([
      'action of "a" (visit 1, attempt 1) was answered "refused", but the table says "ok".',
    ]);
    expect(judge(sequence, incident, { ...suspended, attention: { reason: "undo_failed", state: "a" } })).toEqual([
      'The attention is undo_failed at "a", but may only be: undo_failed at "b".',
    ]);
    expect(judge(sequence, incident, { ...suspended, end: "compensated" })).toEqual([
      'The saga is "compensated", but must be "suspended" (undo_failed at "b").',
    ]);
  });

  test("a forward call of a branch whose block has failed", () => {
    const branch = (...states: readonly StateModel[]): ScopeModel => ({ start: states[0]?.name ?? "", states, output: null });
    const branches = { x: branch(aTask("m", null)), y: branch(aTask("n", "o"), aTask("o", null)) };
    const block = { type: "parallel", name: "par", branches, join: { kind: "all" }, catch: [aCatch("done")], next: "done" } as const;
    const definition = aDefinition(aSaga([block, DONE]));
    const table = tableWith({ "par.x.m": "refused" });
    const { observed } = runOracle(definition, table, inOrder);
    const late = { path: "par.y.o", visit: 1, kind: "action", attempt: 1, sent: 4.5, settled: 5, outcome: "ok" } as const;

    expect(judge(definition, table, { ...observed, calls: [...observed.calls, late] })).toHaveLength(1);
  });

  test("an undo that overlaps a forward call of its saga", () => {
    const [a, b, c, ...undos] = runOracle(sequence, allWell, inOrder).observed.calls;
    const early = undos.map((call, index) => ({ ...call, sent: index === 0 ? 5.5 : call.sent }));
    const calls = [a, b, c, ...early].filter((call) => call !== undefined);

    expect(judge(sequence, allWell, { end: "compensated", cause: "Lost", attention: null, calls })).toHaveLength(1);
  });
});

function swapped(observed: Observed, one: string, other: string): Observed {
  const undoOf = (path: string): ObservedCall | undefined => observed.calls.find((call) => call.kind === "undo" && call.path === path);
  const [first, second] = [undoOf(one), undoOf(other)];
  if (first === undefined || second === undefined) return observed;
  const calls = observed.calls.map((call) => {
    if (call === first) return { ...call, sent: second.sent, settled: second.settled };
    return call === second ? { ...call, sent: first.sent, settled: first.settled } : call;
  });
  return { ...observed, calls };
}

function withUndoAfter(observed: Observed, step: ObservedCall, after: ObservedCall): Observed {
  const at = after.settled ?? after.sent;
  const undo: ObservedCall = { ...step, kind: "undo", attempt: 1, sent: at + 0.2, settled: at + 0.3, outcome: "ok" };
  return { ...observed, calls: [...observed.calls, undo] };
}

function scopesOf(state: StateModel): readonly ScopeModel[] {
  if (state.type === "parallel") return Object.values(state.branches);
  return state.type === "forEach" ? [state.body] : [];
}

function depthOf({ states }: SagaModel | ScopeModel): number {
  return 1 + Math.max(0, ...states.flatMap(scopesOf).map(depthOf));
}

function gotosOf(state: StateModel): readonly string[] {
  const found: string[] = [];
  JSON.stringify({ ...state, branches: null, body: null, call: null }, (key, value: unknown) => {
    if (typeof value === "string" && ["next", "default", "onTimeout"].includes(key)) found.push(value);
    return value;
  });
  return state.type === "human" ? [...found, ...Object.values(state.outcomes)] : found;
}

/** Gotos that lead nowhere, and states that are not reached, in all scopes. */
function strayGotos(scope: SagaModel | ScopeModel): readonly string[] {
  const names = new Set(scope.states.map((state) => state.name));
  const reached = new Set<string>();
  const queue = [scope.start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...scope.states.filter((state) => state.name === name).flatMap(gotosOf));
  }
  const stray = [...reached].filter((name) => !names.has(name));
  const unreached = [...names].filter((name) => !reached.has(name));
  return [...stray, ...unreached, ...scope.states.flatMap(scopesOf).flatMap(strayGotos)];
}
