import { blockOf, type CatchModel, type CompiledTask, scopeOf, stateMove } from "@skald/dsl";
import { documentNames } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import type { EntryData, EntryType } from "../../types/entry.ts";
import type { Cause, SagaContext, Selection } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { leaveTurning } from "../undo/leave-turning.ts";
import { undoSelection } from "../undo/undo-order.ts";

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
  const { task, doubt, type, error, facts } = failure;
  const leave = (registered: boolean): void =>
    leaveFailed(d, {
      state: task,
      type,
      error,
      facts: { ...facts, ...(doubt === "none" ? {} : { tainted: true }), ...(registered ? { undo: "unknown" } : {}) },
    });
  if (doubt === "none") return leave(false);
  if (doubt === "open" && mayVerify(d, task)) return askVerify(d, failure);
  if (task.kind === "pivot") return leaveUnresolved(d, failure);
  // R9: what can only go forward is tried again rather than resolved, unless it was told to turn back.
  if (goesForward(d) && !canTurnBack(d, task)) return leave(false);
  if (d.definition.compensation.onUnknownOutcome === "suspend") return leaveUnresolved(d, failure);
  // An undo that reads an answer nobody gave cannot be rendered (R2, third point).
  if (task.undoReadsAnswer && !isAnswered(d, failure)) return leaveUnresolved(d, failure);

  leave(task.compensate !== null);
}

/** Whether there is an answer the undo can read: in this entry, or the one that acknowledged the call. */
function isAnswered(d: Deliberation, { task, facts }: FinalFailure): boolean {
  if (facts.output !== undefined) return true;

  return task.await !== null && (facts.body !== undefined || d.saga.context.steps[task.name]?.outputAt != null);
}

function goesForward(d: Deliberation): boolean {
  return d.saga.context.pivotPassed !== null || d.definition.recovery === "forward";
}

/** A saga that goes forward by itself (`recovery: forward`) can be cancelled all the same (R10). */
function canTurnBack({ saga: { context } }: Deliberation, { name }: CompiledTask): boolean {
  return context.pivotPassed === null && context.turning[scopeOf(name)] !== undefined;
}

/** Stops at a step until a person answers whether it happened. */
function leaveUnresolved(d: Deliberation, { task, type, error, facts }: FinalFailure): void {
  const incident = { reason: "outcome_unknown", state: task.name, lane: "action", since: d.at } as const;

  d.record(type, { ...facts, error, tainted: true, incident, move: stateMove(task.name, "unresolved") });
}

/** Why a state did not succeed that was stopped before it was done. */
export function turnedBack(d: Deliberation, state: string): Cause {
  return causeOf(d, state, { type: "Cancelled", category: "step", status: null, detail: "turned back before it was done" });
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

/** A state that failed for good. Of a task every doubt is resolved. */
export interface Failed {
  readonly state: {
    readonly name: string;
    readonly catch?: readonly CatchModel[];
    readonly optional?: boolean;
    readonly next?: string | null;
    /** A wider name its catches may use: `JoinFailed`, `ChildFailed`. */
    readonly alias?: string;
  };
  readonly type: EntryType;
  readonly error: Cause;
  /** `undo` in them puts the state itself on the undo stack, because it happened or may have. */
  readonly facts: EntryData;
}

/** Leaves a state that failed by the first way that fits. */
export function leaveFailed(d: Deliberation, failed: Failed): void {
  const { state, type, error } = failed;
  const { context } = d.saga;
  const scope = scopeOf(state.name);
  const facts: EntryData = { ...failed.facts, error };
  if (context.turning[scope] !== undefined) return leaveTurning(d, state.name, type, facts);

  // R9: nothing is undone on the way forward, so a doubt is left to a person, whoever would take the failure.
  const isOpen = goesForward(d) && facts.tainted === true;
  const caught = isOpen ? null : catchOf(d, failed);
  if (caught !== null && (context.pivotPassed === null || !caught.entry.compensate)) return takeCatch(d, failed, caught);
  if (state.optional === true && !isOpen) return pass(d, failed, facts);
  if (goesForward(d)) {
    const incident = { reason: "stuck_forward", state: state.name, lane: "action", since: d.at } as const;
    return d.record(type, { ...facts, incident, move: stateMove(state.name, "stuck") });
  }

  const way: EntryData =
    scope === "" ? { cause: error, undoing: { goal: { kind: "end" }, since: 0, within: [] } } : { scope, branch: "failed" };
  d.record(type, { ...facts, ...way, move: stateMove(state.name, "failed") });
}

interface Caught {
  readonly index: number;
  readonly entry: CatchModel;
}

function takeCatch(d: Deliberation, { state, type, error, facts }: Failed, { index, entry }: Caught): void {
  const scope = scopeOf(state.name);
  const told: EntryData = { ...facts, error, caught: error, ...scoped(scope) };
  const selection = entry.compensate ? wholeScope(d.saga.context, scope) : doubtsWithin(state.name);
  const owes = entry.compensate || facts.undo === "unknown" || undoSelection(d.saga.context, selection).length > 0;
  if (!owes) return d.record(type, { ...told, move: stateMove(state.name, `caught/${index}`) });

  d.record(type, { ...told, undoing: { goal: { kind: "goto", state: entry.next }, ...selection }, move: stateMove(state.name, "unwind") });
}

/** `optional`: the failure is only recorded; a step that may have happened undoes itself first. */
function pass(d: Deliberation, { state, type }: Failed, facts: EntryData): void {
  if (facts.undo !== "unknown") return d.record(type, { ...facts, move: stateMove(state.name, "passed") });

  const undoing = { goal: { kind: "goto", state: state.next ?? null }, ...doubtsWithin(state.name) } as const;
  d.record(type, { ...facts, ...scoped(scopeOf(state.name)), undoing, move: stateMove(state.name, "unwind") });
}

/** Everything a scope did: of a branch in this visit of its block, as an earlier visit was another run of it. */
export function wholeScope({ steps }: SagaContext, scope: string): Selection {
  return scope === "" ? { since: 0, within: [] } : { since: requireKnown(steps[blockOf(scope)], "block").openedAt, within: [scope] };
}

/** R2: what failed in doubt is undone, whoever takes the failure: the state itself, or the steps inside a block. */
function doubtsWithin(state: string): Selection {
  return { since: 0, within: [state], doubts: true };
}

/** The scope an entry is about, written only when it is a branch. */
export function scoped(scope: string): Pick<EntryData, "scope"> {
  return scope === "" ? {} : { scope };
}

/** The first entry of `catch` that names the error, or `*`, and whose `when` holds. One that cannot be evaluated does not match. */
function catchOf(d: Deliberation, { state, error }: Failed): Caught | null {
  for (const [index, entry] of (state.catch ?? []).entries()) {
    const named = entry.errors.includes("*") || entry.errors.includes(error.type) || entry.errors.includes(state.alias ?? error.type);
    if (!named) continue;
    if (entry.when === null) return { index, entry };

    const names = { ...documentNames(d.saga, d.scope, state.name), error: { ...error, status: error.status ?? 0 } };
    const holds = d.scope.expressions.evaluateBoolean(entry.when, names);
    if (holds.ok && holds.value) return { index, entry };
  }
  return null;
}
