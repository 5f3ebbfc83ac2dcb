import { type CompiledChild, type CompiledForEach, scopeOf, stateMove } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { isInside } from "../../chart/place.ts";
import { documentNames } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { requireMembersState } from "../../require-state.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Cause, MembersRecord } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, leaveFailed, turnedBack } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { leaveTurning } from "../undo/leave-turning.ts";

// States whose work is done by sagas of their own: the items of a forEach (R13), the child of a `saga` state (R14).
// The parent keeps what they came to and in which order they completed; `memberOrders` says what it wants of them.

const ITEMS_MAX = 10_000;

/** A state with members. */
export type MembersState = CompiledForEach | CompiledChild;

/** Evaluates the items of a forEach and begins the first of them. */
export function beginEach(d: Deliberation, state: CompiledForEach): void {
  const value = d.scope.expressions.evaluate(state.in, documentNames(d.saga, d.scope, state.name));
  if (!value.ok) return failToBegin(d, state, `in: ${value.error.message}`);
  if (!Array.isArray(value.value)) return failToBegin(d, state, "in: the value is no list");
  const items = value.value as readonly Json[];
  if (items.length > ITEMS_MAX) return failToBegin(d, state, `in: the list has ${items.length} items; ${ITEMS_MAX} are allowed`);

  d.record("each.started", { ...visitFacts(d, state.name), items });
  progress(d, state);
}

/** Renders the input of a child and begins it. */
export function beginChild(d: Deliberation, state: CompiledChild): void {
  const input = d.scope.expressions.renderJson(state.input, documentNames(d.saga, d.scope, state.name));
  if (!input.ok) return failToBegin(d, state, `input: ${input.error.message}`);

  d.record("child.started", { ...visitFacts(d, state.name), items: [input.value] });
}

function failToBegin(d: Deliberation, state: MembersState, detail: string): void {
  const error = causeOf(d, state.name, { type: "ExpressionError", category: "consistency", status: null, detail });

  leaveFailed(d, { state, type: "step.failed", error, facts: visitFacts(d, state.name) });
}

/** How many items of a forEach may fail. A child may not. */
function toleranceOf(state: MembersState, total: number): number {
  if (state.type === "saga") return 0;

  return state.tolerate.kind === "count" ? state.tolerate.count : Math.floor((state.tolerate.percent * total) / 100);
}

/** A member completed, or ended otherwise with nothing left to undo. */
export function settleMember(
  d: Deliberation,
  state: MembersState,
  news: Readonly<{ index: number; output?: Json; cause?: Cause | null }>,
): void {
  const record = requireKnown(d.saga.context.members[state.name], "members");
  const type = state.type === "forEach" ? "each.settled" : "child.settled";
  if (news.output !== undefined) {
    d.record(type, { ...visitFacts(d, state.name), members: [{ index: news.index, status: "completed", output: news.output }] });
    return progress(d, state);
  }

  const cause =
    news.cause ?? causeOf(d, state.name, { type: "ChildFailed", category: "step", status: null, detail: "it ended without completing" });
  const failed = Object.values(record.settled).filter((one) => one.status === "failed");
  const isTolerated = record.stopping !== null || failed.length + 1 <= toleranceOf(state, record.total);
  // No further member begins from the very entry that says too many have failed. The first of them is the cause (R4).
  const first = failed.toSorted((left, right) => left.settledAt - right.settledAt)[0]?.cause ?? cause;
  const stop = isTolerated ? {} : { error: first, stopping: begunCount(state, record) };
  d.record(type, { ...visitFacts(d, state.name), members: [{ index: news.index, status: "failed", cause }], ...stop });
  progress(d, state);
}

/** Brings members to rest: no further one begins, and those that run turn back. */
export function stopMembers(d: Deliberation, path: string): void {
  const state = requireMembersState(d.definition, path);
  const facts = visitFacts(d, path);
  const record = d.saga.context.members[path];
  if (record?.visit !== facts.visit) return leaveTurning(d, path, "step.failed", { ...facts, error: turnedBack(d, path), incident: null });

  if (record.stopping === null) recordStopping(d, state, record);
  progress(d, state);
}

function recordStopping(d: Deliberation, state: MembersState, record: MembersRecord): void {
  d.record(state.type === "forEach" ? "each.stopping" : "child.stopping", {
    ...visitFacts(d, state.name),
    stopping: begunCount(state, record),
  });
}

/** Members begin in order, each time one is settled: so many have begun. */
export function begunCount(state: MembersState, record: MembersRecord): number {
  if (record.stopping !== null) return record.stopping;
  const atOnce = state.type === "forEach" ? state.concurrency : 1;

  return Math.min(record.total, Object.keys(record.settled).length + atOnce);
}

/** Leaves the state when its members are at rest, or begins to bring them there. */
function progress(d: Deliberation, state: MembersState): void {
  if (!isInside(d.saga, state.name)) return;
  const record = requireKnown(d.saga.context.members[state.name], "members");
  const isTurning = d.saga.context.turning[scopeOf(state.name)] !== undefined;
  const settled = Object.keys(record.settled).length;
  if (settled < begunCount(state, record)) return;

  const isDone = record.completed.length > 0;
  const visit = visitFacts(d, state.name);
  // R14: a child that can pass a pivot closes the way back when it completes, also for who wants to turn (R10).
  if (isDone && state.type === "saga" && state.pivot) {
    const kept = isTurning ? { turning: null, why: "no effect: the pivot succeeded" } : {};
    return succeedMembers(d, state, record, { ...visit, pivot: true, ...kept });
  }

  const facts: EntryData = { ...visit, ...(isDone && d.saga.context.pivotPassed === null ? { undo: "done" } : {}) };
  if (isTurning) return leaveTurning(d, state.name, "step.failed", { ...facts, error: turnedBack(d, state.name) });
  if (record.cause !== null) return failMembers(d, state, record.cause, facts);
  succeedMembers(d, state, record, facts);
}

function failMembers(d: Deliberation, state: MembersState, cause: Cause, facts: EntryData): void {
  const alias = state.type === "forEach" ? "JoinFailed" : "ChildFailed";

  leaveFailed(d, { state: { ...state, alias }, type: "step.failed", error: { ...cause, state: cause.state ?? state.name }, facts });
}

/** The outputs of the items in item order, or the output of the child. */
function succeedMembers(d: Deliberation, state: MembersState, record: MembersRecord, facts: EntryData): void {
  const outputs = Array.from({ length: record.total }, (_, index) => memberOutput(d, record, index));

  d.record("step.succeeded", {
    ...facts,
    output: state.type === "forEach" ? outputs : (outputs[0]?.output ?? null),
    move: stateMove(state.name, "succeeded"),
  });
}

function memberOutput(
  d: Deliberation,
  record: MembersRecord,
  index: number,
): { readonly ok: boolean; readonly output?: Json; readonly error?: Json } {
  const { status, settledAt } = requireKnown(record.settled[index], "member");
  const told = requireKnown(
    d.scope.entryAt(settledAt).data.members?.find((one) => one.index === index),
    "member",
  );
  if (status === "completed") return { ok: true, output: told.output ?? null };

  return { ok: false, error: requireKnown(told.cause, "cause") as unknown as Json };
}
