import type { CatchModel, StateModel, TaskState } from "@skald/dsl";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAtRest, movers, type Saga, sagaView } from "../src/index.ts";
import { aCatch, aDefinition, aRetry, aTask, DONE, Drive, notSent, ok, refused, status, timedOut } from "./fixtures.ts";

const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);
const RUNS = 300;

const FAIL: StateModel = { type: "fail", name: "failed", error: { type: "Given", status: null, detail: "given up" } };

interface Shape {
  readonly kind: "compensatable" | "readOnly" | "pivot" | "retriable";
  readonly attempts: number;
  readonly caught: boolean;
  readonly compensate: boolean;
  readonly optional: boolean;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom("compensatable", "compensatable", "compensatable", "readOnly", "retriable"),
  attempts: fc.integer({ min: 1, max: 3 }),
  caught: fc.boolean(),
  compensate: fc.boolean(),
  optional: fc.boolean(),
});

const world = fc.record({
  shapes: fc.array(shape, { minLength: 1, maxLength: 6 }),
  pivotAt: fc.integer({ min: -1, max: 5 }),
  answers: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 10, maxLength: 60 }),
  commands: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom("pause", "resume", "cancel", "retry", "compensate", "waive-undo", "complete", "resolve-unknown"),
    ),
    { maxLength: 4 },
  ),
  onFailure: fc.constantFrom("suspend", "continue"),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function definitionOf(given: World) {
  const states = given.shapes.map((one, index) => {
    const pivot = index === given.pivotAt;
    const after = given.pivotAt >= 0 && index > given.pivotAt;
    const next = index + 1 < given.shapes.length ? `s${index + 1}` : "done";
    const catches: readonly CatchModel[] = one.caught && !after ? [aCatch(["Refused", "Timeout"], "failed", one.compensate)] : [];
    const kind = pivot ? "pivot" : kindAround(one.kind, after);
    const undo = kind === "compensatable" ? {} : { compensate: null };
    return aTask(`s${index}`, next, { kind, retry: aRetry(one.attempts), catch: catches, optional: one.optional && !pivot, ...undo });
  });

  return aDefinition([...states, FAIL, DONE], {
    compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: given.onFailure, retry: aRetry(2) },
  });
}

function kindAround(kind: Shape["kind"], afterPivot: boolean): NonNullable<TaskState["kind"]> {
  return afterPivot ? "retriable" : kind;
}

/** Answers from a table of numbers: mostly success, so that sagas get somewhere. */
function answerOf(number: number) {
  if (number < 60) return ok({ number });
  if (number < 72) return refused;
  if (number < 84) return timedOut;
  if (number < 92) return status(500);
  return notSent;
}

/** Drives a saga through its table of answers and commands, then with success until it ends. */
function play(given: World): Drive {
  const drive = new Drive(definitionOf(given)).start();
  for (let turn = 0; turn < 500 && drive.saga.context.ended === null; turn += 1) {
    for (const [at, type] of given.commands)
      if (at === turn) drive.command({ type, happened: turn % 2 === 0 } as Parameters<Drive["command"]>[0]);
    const { open, backoff, paused } = drive.saga.context;
    const { incident } = drive;
    const call = Object.values(open)[0];
    const answer = given.answers[turn];
    if (call !== undefined && !call.held) drive.answer(answer === undefined ? ok() : answerOf(answer));
    else if (paused !== null) drive.command({ type: "resume" });
    else if (incident !== null)
      drive.command({
        type: turn % 3 === 0 || incident.reason === "outcome_unknown" ? resolution(incident.reason) : "retry",
        happened: turn % 2 === 0,
      });
    else if (Object.keys(backoff).length > 0) drive.elapse();
  }
  return drive;
}

function resolution(reason: string): "complete" | "waive-undo" | "resolve-unknown" {
  if (reason === "undo_failed") return "waive-undo";
  return reason === "outcome_unknown" ? "resolve-unknown" : "complete";
}

/** Visits whose action may have happened, by the journal of answers alone. */
function mayHaveHappened(drive: Drive): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, data } of drive.entries) {
    const id = `${data.state}#${data.visit}`;
    if (type === "step.succeeded" || data.tainted === true) found.add(id);
  }
  return found;
}

const prove = (name: string, check: (drive: Drive) => void): void =>
  test(`${name} (seed ${SEED})`, () => {
    fc.assert(
      fc.property(world, (given) => check(play(given))),
      { seed: SEED, numRuns: RUNS },
    );
  });

describe("every saga, whatever happens to it", () => {
  prove("folds from its journal to itself", (drive) => {
    expect(drive.folded()).toEqual(drive.saga);
  });

  prove("survives a round trip through JSON at every point", (drive) => {
    expect(JSON.parse(JSON.stringify(drive.saga)) as Saga).toEqual(drive.saga);
    expect(JSON.parse(JSON.stringify(drive.entries))).toEqual(drive.entries);
  });

  prove("ends, and has exactly one terminal entry", (drive) => {
    const terminal = drive.entries.filter((entry) =>
      ["saga.completed", "saga.compensated", "saga.failed", "saga.terminated"].includes(entry.type),
    );

    expect(terminal).toHaveLength(1);
    expect(drive.entries.at(-1)).toBe(terminal[0]);
  });

  prove("undoes in reverse order of completion", (drive) => {
    const begun = drive.entries.flatMap((entry) => (entry.data.undo === undefined ? [] : [`${entry.data.state}#${entry.data.visit}`]));
    const undone = drive.entries.filter((entry) => entry.type === "undo.started").map((entry) => `${entry.data.state}#${entry.data.visit}`);
    const first = [...new Set(undone)];

    // Undo of one block of the stack: each later one began earlier, unless new steps came between (a catch that went on).
    const blocks = drive.types.includes("undo.finished") ? [] : first;
    expect(blocks.map((id) => begun.indexOf(id))).toEqual(blocks.map((id) => begun.indexOf(id)).sort((left, right) => right - left));
  });

  prove("leaves nothing un-undone when it ends compensated", (drive) => {
    if (drive.saga.context.ended?.status !== "compensated") return;
    const settled = new Set(
      drive.entries
        .filter((entry) => ["undo.succeeded", "undo.waived"].includes(entry.type))
        .map((entry) => `${entry.data.state}#${entry.data.visit}`),
    );
    const denied = new Set(
      drive.entries.filter((entry) => entry.data.error?.type === "NotDone").map((entry) => `${entry.data.state}#${entry.data.visit}`),
    );
    const owed = [...mayHaveHappened(drive)].filter((id) => {
      const task = drive.definition.states[id.split("#")[0] ?? ""];
      return task?.type === "task" && task.compensate !== null && !denied.has(id);
    });

    expect(owed.filter((id) => !settled.has(id))).toEqual([]);
  });

  prove("never undoes after its pivot", (drive) => {
    const pivot = drive.entries.findIndex((entry) => entry.data.pivot === true);

    expect(pivot < 0 ? [] : drive.types.slice(pivot).filter((type) => type.startsWith("undo."))).toEqual([]);
  });

  // `Drive` asks for the row after every decision, which throws when nothing can move a live saga.
  prove("always has something that can move it, until it ends and nothing can", (drive) => {
    expect(movers(drive.saga)).toEqual([]);
    expect(isAtRest(drive.saga)).toBe(true);
    expect(sagaView(drive.saga, drive.definition).steps.every((step) => step.status !== "running" && step.undo !== "running")).toBe(true);
  });

  prove("gives every attempt of a visit the same request", (drive) => {
    const opened = drive.entries.flatMap((entry) => entry.data.opened ?? []).map((call) => call.callId);

    expect(new Set(opened).size).toBe(opened.length);
  });
});
