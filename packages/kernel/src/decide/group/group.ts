import { type CompiledTransaction, scopeOf, stateMove } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { outputOf } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { requireState } from "../../require-state.ts";
import type { OpenedCall } from "../../types/call.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Cause, GroupRecord, ParticipantStatus } from "../../types/saga.ts";
import type { RenderedCall } from "../calls/render-call.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, leaveFailed } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { leaveTurning } from "../undo/leave-turning.ts";
import { participantPath, requireGroup } from "./group-parts.ts";
import { renderFirst, renderSecond } from "./render-phase.ts";

// A two-phase group: every participant prepares (tries) before anybody commits (confirms).
//
//   Presumed abort (R15): without a decision in the journal there is no commit.
//   The decision and the calls that carry it stand in one entry, and calls are made only after its commit (W2).
//   Once the decision to commit is recorded the group cannot be aborted any more; commits are retried without end.

/** Asks the participants that read nobody else's output. */
export function beginGroup(d: Deliberation, group: CompiledTransaction): void {
  prepareMore(d, group, group.prepareTimeoutMs);
}

/** Goes on after a participant was settled, or the group turned back: prepares more, decides, or leaves. */
export function goOnGroup(d: Deliberation, state: string): void {
  const group = requireState(d.definition, state, "transaction");
  const record = requireGroup(d, state);
  if (isUnderWay(d, group)) return;

  switch (record.phase) {
    case "preparing":
      if (record.cause !== null) return abort(d, group, record);
      return every(group, record, ["prepared"]) ? commit(d, group) : prepareMore(d, group, null);
    case "committing":
      return every(group, record, ["committed"]) ? succeedGroup(d, group) : undefined;
    case "aborting":
      return every(group, record, ["pending", "refused", "aborted"]) ? leaveAborted(d, group, record) : undefined;
  }
}

function every(group: CompiledTransaction, record: GroupRecord, statuses: readonly ParticipantStatus[]): boolean {
  return group.participants.every((one) => statuses.includes(record.participants[one.name] ?? "pending"));
}

/** The group will not be committed: nobody else is asked, and what is prepared is aborted as soon as nothing is under way. */
function failGroup(d: Deliberation, state: string, error: Cause): void {
  d.record("group.failing", { ...visitFacts(d, state), error });
  goOnGroup(d, state);
}

/** Every call of the group is settled. One that only waits for its next attempt is not, unless the group has given up preparing. */
function isUnderWay(d: Deliberation, group: CompiledTransaction): boolean {
  const { open, backoff } = d.saga.context;
  const isOf = (path: string): boolean => scopeOf(path) === group.name;

  return Object.values(open).some((call) => isOf(call.state)) || Object.values(backoff).some((call) => isOf(call.state));
}

function prepareMore(d: Deliberation, group: CompiledTransaction, timeoutMs: number | null): void {
  const known = d.saga.context.groups[group.name];
  const facts = visitFacts(d, group.name);
  const statuses = known?.visit === facts.visit ? known.participants : {};
  const ready = group.participants.filter(
    (one) => statuses[one.name] === undefined && one.after.every((name) => statuses[name] === "prepared"),
  );
  const rendered = callsOf(ready.map((one) => renderFirst(d, group, one)));
  const clock = timeoutMs === null ? {} : { dueAt: new Date(d.scope.nowMs + timeoutMs).toISOString() };

  d.record("group.preparing", { ...facts, opened: rendered.ok ? rendered.calls : [], ...clock });
  if (!rendered.ok) failGroup(d, group.name, unrendered(d, group.name, rendered));
}

function commit(d: Deliberation, group: CompiledTransaction): void {
  const rendered = callsOf(group.participants.map((participant) => renderSecond(d, group, { participant, decision: "commit" })));
  // The decision is taken only when every call that carries it can be made.
  if (!rendered.ok) return failGroup(d, group.name, unrendered(d, group.name, rendered));

  const clock = group.commitTimeoutMs === null ? {} : { dueAt: new Date(d.scope.nowMs + group.commitTimeoutMs).toISOString() };
  d.record("group.committing", {
    ...visitFacts(d, group.name),
    opened: rendered.calls,
    ...clock,
    move: stateMove(group.name, "committing"),
  });
}

function abort(d: Deliberation, group: CompiledTransaction, record: GroupRecord): void {
  const owed = group.participants.filter(({ name }) => ["prepared", "unknown"].includes(record.participants[name] ?? "pending"));
  const rendered = callsOf(owed.map((participant) => renderSecond(d, group, { participant, decision: "abort" })));
  const clock = group.abortTimeoutMs === null ? {} : { dueAt: new Date(d.scope.nowMs + group.abortTimeoutMs).toISOString() };
  if (!rendered.ok) throw new Error(`The abort of group "${group.name}" cannot be rendered.`);

  d.record("group.aborting", {
    ...visitFacts(d, group.name),
    opened: rendered.calls,
    ...(owed.length === 0 ? {} : clock),
    move: stateMove(group.name, "aborting"),
  });
  if (owed.length === 0) goOnGroup(d, group.name);
}

function leaveAborted(d: Deliberation, group: CompiledTransaction, { cause }: GroupRecord): void {
  const error = requireKnown(cause, "cause");
  const facts = visitFacts(d, group.name);

  leaveFailed(d, { state: group, type: "step.failed", error, facts });
}

/** Everybody has committed. The group is undone by its own undo or by those of its participants, last one first. */
function succeedGroup(d: Deliberation, group: CompiledTransaction): void {
  const outputs = group.participants.map(({ name }): readonly [string, Json] => {
    const seq = requireKnown(d.saga.context.steps[participantPath(group, name)]?.outputAt, "output");
    return [name, outputOf(d.scope.entryAt(seq))];
  });
  const facts: EntryData = { ...visitFacts(d, group.name), output: Object.fromEntries(outputs) };
  const registers = registersOf(d, group);
  const isTurning = d.saga.context.turning[scopeOf(group.name)] !== undefined;
  if (isTurning && group.kind !== "pivot") return leaveTurning(d, group.name, "step.succeeded", { ...facts, ...registers });

  const kept = isTurning ? { turning: null, why: "no effect: the pivot succeeded" } : {};
  d.record("step.succeeded", { ...facts, ...registers, ...kept, move: stateMove(group.name, "succeeded") });
}

function registersOf(d: Deliberation, group: CompiledTransaction): EntryData {
  if (group.kind === "pivot") return { pivot: true };
  if (d.saga.context.pivotPassed !== null) return {};
  if (group.compensate !== null) return { undo: "done" };

  const pushes = group.participants.filter((one) => one.compensate !== null).map((one) => participantPath(group, one.name));
  return pushes.length === 0 ? {} : { undo: "done", pushes };
}

type Unrendered = Extract<RenderedCall, { ok: false }>;

/** The calls of a phase, or the first that cannot be made. */
function callsOf(rendered: readonly RenderedCall[]): { readonly ok: true; readonly calls: readonly OpenedCall[] } | Unrendered {
  const calls: OpenedCall[] = [];
  for (const one of rendered) {
    if (!one.ok) return one;
    calls.push(one.call);
  }
  return { ok: true, calls };
}

function unrendered(d: Deliberation, state: string, { type, detail }: Unrendered): Cause {
  return causeOf(d, state, { type, category: "consistency", status: null, detail });
}
