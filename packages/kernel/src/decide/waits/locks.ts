import { type CompiledTask, type CompiledTransaction, type LockModel, stateMove } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { isHolding } from "../../evolve/steps.ts";
import { documentNames } from "../../names/names.ts";
import { requireTask } from "../../require-state.ts";
import type { SagaEvent } from "../../types/event.ts";
import type { LockHold, Waiting } from "../../types/saga.ts";
import type { Rendering } from "../calls/render-call.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, leaveFailed } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { ignore } from "./ignore.ts";
import { dueAfter, failToEnter, failTooOften } from "./visit-of-wait.ts";

// Locks of a task or a group are asked for before its first call is rendered: until they are granted nothing was sent.

/** Asks for the locks of a state, in key order (R21). The shortest `wait` of them bounds the waiting for all. */
export function requestLocks(d: Deliberation, path: string): void {
  const state = stateWithLocks(d, path);
  if (failTooOften(d, state)) return;
  const locks = renderLocks(d, state);
  if (!locks.ok) return failToEnter(d, state, `lock.key: ${locks.detail}`);

  const waitMs = Math.min(...state.locks.map((one) => one.waitMs));
  d.record("lock.requested", { ...visitFacts(d, path), about: { locks: locks.value as unknown as Json }, ...dueAfter(d, waitMs) });
}

function stateWithLocks(d: Deliberation, path: string): CompiledTask | CompiledTransaction {
  const state = d.definition.states[path];

  return state?.type === "transaction" ? state : requireTask(d.definition, path);
}

function renderLocks(
  d: Deliberation,
  { name, locks }: { readonly name: string; readonly locks: readonly LockModel[] },
): Rendering<readonly LockHold[]> {
  const names = documentNames(d.saga, d.scope, name);
  const byKey = new Map<string, LockHold>();
  for (const { key: template, mode, release } of locks) {
    const key = d.scope.expressions.renderText(template, names);
    if (!key.ok) return { ok: false, detail: key.error.message };
    if (key.value === "") return { ok: false, detail: "it is empty" };

    byKey.set(key.value, strongest(byKey.get(key.value), { key: key.value, mode, release }));
  }
  return { ok: true, value: [...byKey.values()].sort((left, right) => (left.key < right.key ? -1 : 1)) };
}

/** Two locks with one key are one: exclusive if either is, and held as long as either. */
function strongest(known: LockHold | undefined, lock: LockHold): LockHold {
  if (known === undefined) return lock;

  return {
    key: lock.key,
    mode: known.mode === "exclusive" ? "exclusive" : lock.mode,
    release: known.release === "saga" ? "saga" : lock.release,
  };
}

/** The locks a visit asked for, as they were rendered. */
export function askedLocks(wait: Waiting): readonly LockHold[] {
  // Only `requestLocks` writes them.
  return wait.about["locks"] as unknown as readonly LockHold[];
}

/** What became of the locks. A grant nobody waits for is ignored, and given back since no wish names it. */
export function hearLock(d: Deliberation, { state, visit, verdict, tokens }: Extract<SagaEvent, { kind: "lock" }>): void {
  const wait = d.saga.context.waits[state];
  if (wait?.kind !== "lock" || wait.arrivedAt !== null || d.saga.context.visits[state] !== visit)
    return ignore(d, { state, visit, why: "the visit waits for no lock" });

  const facts = visitFacts(d, state);
  if (verdict === "granted")
    return d.record("lock.granted", {
      ...facts,
      locks: askedLocks(wait),
      ...(tokens === undefined ? {} : { tokens }),
      move: stateMove(state, "locked"),
    });
  if (isHolding(d.saga.context)) return d.record("wait.due", { ...facts, outcome: "deadlock" });
  failLock(d, wait, "DeadlockDetected");
}

/** The locks were not granted: nothing was sent. */
export function failLock(d: Deliberation, wait: Waiting, type: "LockTimeout" | "DeadlockDetected"): void {
  const keys = askedLocks(wait).map((one) => `"${one.key}"`);
  const error = causeOf(d, wait.state, {
    type,
    category: type === "LockTimeout" ? "timeout" : "consistency",
    status: null,
    detail: `${keys.join(", ")} ${type === "LockTimeout" ? "could not be locked in time" : "would close a circle of sagas that wait for each other"}`,
  });

  leaveFailed(d, {
    state: stateWithLocks(d, wait.state),
    type: "step.failed",
    error,
    facts: { ...visitFacts(d, wait.state), outcome: "notSent" },
  });
}
