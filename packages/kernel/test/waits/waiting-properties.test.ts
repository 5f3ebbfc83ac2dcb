import type { StateModel } from "@skald/dsl";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incidentOf, isAtRest, lockWishes, movers, type Saga, sagaView } from "../../src/index.ts";
import { aCatch, aParallel, aRetry, aTask, DONE, Drive, ok, refused, timedOut } from "../fixtures.ts";
import { aDeskDefinition, aHuman, aListen, aLock, anEmit, aPaid, REVOKE_CALL } from "./waiting.ts";

const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);
const RUNS = 100;

const TAKEN_BACK = { type: "revoked", source: null, subject: null, data: "${ output }" };
const KINDS = ["task", "awaited", "locked", "worker", "listen", "human", "emit"] as const;
type Kind = (typeof KINDS)[number];

const world = fc.record({
  top: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 4 }),
  left: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 }),
  right: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 }),
  caught: fc.boolean(),
  verify: fc.boolean(),
  happenings: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 10, maxLength: 60 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function stateOf(kind: Kind, name: string, next: string | null, { caught, verify }: World): StateModel {
  const catches = caught && next !== null ? [aCatch(["Timeout", "LockTimeout"], next, true)] : [];
  const asked = { call: { ...aTask("", null).compensate } as never, happened: "${ true }", output: null, conclusive: false };
  const more = { catch: catches, verify: verify ? asked : null, retry: aRetry(2) };
  switch (kind) {
    case "task":
      return aTask(name, next, more);
    case "awaited":
      return aTask(name, next, { ...more, await: { timeoutMs: 1000 } });
    case "locked":
      return aTask(name, next, { ...more, locks: [aLock(name, { release: "step" }), aLock("all")] });
    case "worker":
      return aTask(name, next, { ...more, call: { kind: "worker", queue: "q" } });
    case "listen":
      return aListen(name, next, { timeoutMs: 1000, catch: catches, compensate: { kind: "call", call: REVOKE_CALL, with: "${ output }" } });
    case "human":
      return next === null ? anEmit(name, next) : aHuman(name, { yes: next }, { timeoutMs: 1000, catch: catches });
    case "emit":
      return anEmit(name, next, { compensate: { kind: "emit", event: TAKEN_BACK } });
  }
}

function chain(kinds: readonly Kind[], name: string, { end, given }: { readonly end: string | null; readonly given: World }): StateModel[] {
  return kinds.map((kind, index) => stateOf(kind, `${name}${index}`, index + 1 < kinds.length ? `${name}${index + 1}` : end, given));
}

function begin(given: World): Drive {
  const branches = { left: chain(given.left, "l", { end: null, given }), right: chain(given.right, "r", { end: null, given }) };
  const block = aParallel("both", branches, { next: "last" });
  const states = [...chain(given.top, "t", { end: "both", given }), block, aTask("last", "done"), DONE];

  return new Drive(aDeskDefinition(states), { order: "7" }).start();
}

/** One thing that may happen now, chosen by a number; whatever it is, deciding it must not throw. */
function happen(drive: Drive, number: number): void {
  const { open, waits } = drive.saga.context;
  const call = Object.values(open).find((one) => !one.held);
  const wait = Object.values(waits)[number % Math.max(1, Object.keys(waits).length)];
  const state = wait?.state ?? call?.state ?? "t0";
  const visit = drive.saga.context.visits[state] ?? 1;
  if (number < 5) drive.command({ type: "pause" });
  else if (number < 20) drive.command({ type: "resume" });
  else if (number < 23) drive.command({ type: "cancel" });
  else if (number < 30) drive.event({ kind: "event", event: aPaid() });
  else if (number < 35)
    drive.event({
      kind: "callback",
      state,
      visit,
      body: { outcome: number < 33 ? "succeeded" : "refused", ...(number % 2 === 0 ? { output: number } : {}) },
    });
  else if (number < 38) drive.event({ kind: "lock", state, visit, verdict: number < 37 ? "granted" : "deadlock" });
  else if (number < 41) drive.event({ kind: "timer", name: `wait/${state}` });
  else if (number < 44) drive.event({ kind: "human", state, outcome: "yes", form: null, actor: "anna", comment: null });
  else step(drive, number);
}

/** Moves a saga by what it waits for: mostly well. */
function step(drive: Drive, number: number): void {
  const { open, backoff, waits, paused, visits } = drive.saga.context;
  const call = Object.values(open).find((one) => !one.held);
  const wait = Object.values(waits).find((one) => !one.due);
  const state = wait?.state ?? "";
  const visit = visits[state] ?? 1;
  const incident = incidentOf(drive.saga);
  if (paused !== null) drive.command({ type: "resume" });
  else if (incident !== null) drive.command({ type: incident.reason === "undo_failed" ? "waive-undo" : "resolve-unknown", happened: true });
  else if (call !== undefined) drive.answerAt(call.state, [ok({ number }), ok(), ok(), refused, timedOut][number % 5] ?? ok());
  else if (Object.keys(backoff).length > 0) drive.elapse();
  else if (wait?.kind === "event") drive.event({ kind: "event", event: aPaid() });
  else if (wait?.kind === "person") drive.event({ kind: "human", state, outcome: "yes", form: null, actor: "anna", comment: null });
  else if (wait?.kind === "callback") drive.event({ kind: "callback", state, visit, body: { outcome: "succeeded" } });
  else if (wait?.kind === "lock") drive.event({ kind: "lock", state, visit, verdict: "granted" });
}

function play(given: World): Drive {
  const drive = begin(given);
  for (const number of given.happenings) happen(drive, number);
  for (let turn = 0; turn < 300 && drive.saga.context.ended === null; turn += 1) step(drive, turn % 5 === 3 || turn % 5 === 4 ? 0 : turn);

  return drive;
}

const prove = (name: string, check: (drive: Drive) => void): void =>
  test(`${name} (seed ${SEED})`, () => {
    fc.assert(
      fc.property(world, (given) => check(play(given))),
      { seed: SEED, numRuns: RUNS },
    );
  });

describe("every saga that waits, whatever comes to it and in whatever order", () => {
  prove("folds from its journal to itself, and is plain JSON", (drive) => {
    expect(drive.folded()).toEqual(drive.saga);
    expect(JSON.parse(JSON.stringify(drive.saga)) as Saga).toEqual(drive.saga);
  });

  prove("ends, and then waits for nothing, locks nothing and is moved by nothing", (drive) => {
    expect(drive.saga.context.ended).not.toBeNull();
    expect([drive.saga.context.waits, lockWishes(drive.saga, drive.definition), movers(drive.saga)]).toEqual([{}, [], []]);
    expect(isAtRest(drive.saga)).toBe(true);
    expect(sagaView(drive.saga, drive.definition).steps.filter((one) => one.status === "waiting" || one.undo === "running")).toEqual([]);
  });

  prove("sends nothing of a state whose locks were not granted", (drive) => {
    const granted = new Set(drive.entries.flatMap(({ type, data }) => (type === "lock.granted" ? [`${data.state}#${data.visit}`] : [])));
    const sent = drive.entries
      .flatMap((entry) => entry.data.opened ?? [])
      .filter(
        (call) => call.kind === "action" && (drive.definition.states[call.state] as { locks?: readonly unknown[] }).locks?.length === 2,
      );

    expect(sent.filter((call) => !granted.has(`${call.state}#${call.visit}`))).toEqual([]);
  });

  prove("journals every event it took once, and emits each only once", (drive) => {
    const ids = drive.entries.flatMap(({ data }) => (data.emitted === undefined ? [] : [data.emitted["id"]]));
    const succeeded = drive.entries.filter(({ type }) => type === "step.succeeded").map(({ data }) => `${data.state}#${data.visit}`);

    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(succeeded).size).toBe(succeeded.length);
  });

  prove("undoes everything that may have happened when it ends compensated", (drive) => {
    if (drive.saga.context.ended?.status !== "compensated") return;

    expect(drive.saga.context.undo).toEqual([]);
  });
});
