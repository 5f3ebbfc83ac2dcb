import { type CompiledTask, expressions, stateMove } from "@skald/dsl";
import type { Deliberation } from "./deliberation.ts";
import { documentNames } from "./expression-scope.ts";
import type { EntryData, EntryType } from "./types/entry.ts";
import type { Cause, Undoing } from "./types/saga.ts";

/** A step that will make no further attempt and did not succeed. */
export interface FinalFailure {
  readonly task: CompiledTask;
  readonly type: EntryType;
  readonly error: Cause;
  /** Facts of the entry that are known already: call, attempt, status, body … */
  readonly facts: EntryData;
  /**
   * Whether the call may have happened: `verify` has not been asked yet (`open`), it gave no answer (`unanswered`),
   * it said no without promising (`doubtful`), or nothing can have happened (`none`).
   */
  readonly doubt: "none" | "open" | "unanswered" | "doubtful";
}

/**
 * Where a step that finally failed leads (R2, R4, R8, R9). A doubt is resolved first: asked about, undone,
 * or left to a person. Then the failure takes the first way that fits: turning back that was already wanted,
 * a catch, `optional`, or undoing everything.
 */
export function concludeFailure(d: Deliberation, failure: FinalFailure): void {
  const { task, doubt } = failure;
  if (doubt === "none") return leave(d, failure, false);
  if (doubt === "open" && mayVerify(d, task)) return askVerify(d, failure);
  if (task.kind === "pivot" || d.definition.compensation.onUnknownOutcome === "suspend") return leaveUnresolved(d, failure);
  if (d.saga.context.pivotPassed !== null) return leave(d, failure, false);
  // An undo that reads an answer nobody gave cannot be rendered (R2, third point).
  if (task.undoReadsAnswer && failure.facts.output === undefined) return leaveUnresolved(d, failure);

  leave(d, failure, task.compensate !== null);
}

/** Stops at a step until a person answers whether it happened. */
function leaveUnresolved(d: Deliberation, { task, type, error, facts }: FinalFailure): void {
  const incident = { reason: "outcome_unknown", state: task.name, lane: "action", since: d.at } as const;

  d.record(type, { ...facts, error, tainted: true, incident, move: stateMove(task.name, "unresolved") });
}

/** The error as a cause, with its place and time. */
export function causeOf(d: Deliberation, state: string | null, error: Omit<Cause, "state" | "at">): Cause {
  return { state, type: error.type, category: error.category, status: error.status, detail: error.detail, at: d.at };
}

function mayVerify(d: Deliberation, task: CompiledTask): boolean {
  return task.verify !== null && (task.kind === "pivot" || d.definition.compensation.onUnknownOutcome === "verify");
}

function askVerify(d: Deliberation, { task, type, error, facts }: FinalFailure): void {
  d.record(type, { ...facts, error, tainted: true, move: stateMove(task.name, "verify") });
}

/** `registered`: the step itself goes on the undo stack, because it may have happened. */
function leave(d: Deliberation, failure: FinalFailure, registered: boolean): void {
  const { task, type, error } = failure;
  const { context } = d.saga;
  const facts: EntryData = {
    ...failure.facts,
    error,
    ...(failure.doubt === "none" ? {} : { tainted: true }),
    ...(registered ? { undo: "unknown" } : {}),
  };
  const keepBelow = context.undo.length;
  if (context.turning !== null) {
    const { goal, keep, cause } = context.turning;
    return d.record(type, { ...facts, cause, undoing: { goal, keep }, turning: null, move: "saga.unwind" });
  }

  const caught = catchOf(d, task, error);
  if (caught !== null && (context.pivotPassed === null || !caught.compensate)) {
    const way = { index: caught.index, next: caught.next, keep: caught.compensate ? 0 : keepBelow, undo: caught.compensate || registered };
    return takeCatch(d, failure, facts, way);
  }
  if (context.pivotPassed !== null || d.definition.recovery === "forward") return leaveStuck(d, task, type, facts);
  if (task.optional)
    return pass(d, task, type, registered ? { ...facts, undoing: { goal: { kind: "goto", state: task.next }, keep: keepBelow } } : facts);

  d.record(type, { ...facts, cause: error, undoing: { goal: { kind: "end" }, keep: 0 }, move: stateMove(task.name, "failed") });
}

interface CatchWay {
  readonly index: number;
  readonly next: string;
  readonly keep: number;
  readonly undo: boolean;
}

function takeCatch(d: Deliberation, { task, type, error }: FinalFailure, facts: EntryData, way: CatchWay): void {
  if (!way.undo) return d.record(type, { ...facts, caught: error, move: stateMove(task.name, `caught/${way.index}`) });

  const undoing: Undoing = { goal: { kind: "goto", state: way.next }, keep: way.keep };
  d.record(type, { ...facts, caught: error, undoing, move: stateMove(task.name, "failed") });
}

function pass(d: Deliberation, task: CompiledTask, type: EntryType, facts: EntryData): void {
  d.record(type, { ...facts, move: stateMove(task.name, facts.undoing === undefined ? "passed" : "failed") });
}

function leaveStuck(d: Deliberation, task: CompiledTask, type: EntryType, facts: EntryData): void {
  const incident = { reason: "stuck_forward", state: task.name, lane: "action", since: d.at } as const;

  d.record(type, { ...facts, incident, move: stateMove(task.name, "stuck") });
}

/** The first entry of `catch` that names the error, or `*`, and whose `when` holds. One that cannot be evaluated does not match. */
function catchOf(d: Deliberation, task: CompiledTask, error: Cause): { index: number; next: string; compensate: boolean } | null {
  for (const [index, one] of task.catch.entries()) {
    if (!one.errors.includes("*") && !one.errors.includes(error.type)) continue;
    if (one.when === null) return { index, next: one.next, compensate: one.compensate };

    const names = { ...documentNames(d.saga, d.scope), error: { ...error, status: error.status ?? 0 } };
    const holds = expressions.evaluateBoolean(one.when, names);
    if (holds.ok && holds.value) return { index, next: one.next, compensate: one.compensate };
  }
  return null;
}
