import type { CompiledSaga } from "@skald/dsl";
import { placeAt } from "../../chart/place.ts";
import { requireKnown } from "../../require-known.ts";
import type { HeldLocks, Saga } from "../../types/saga.ts";
import { waitsInOrder } from "./awaited-events.ts";
import { askedLocks } from "./locks.ts";

/** A lock a saga waits for, or holds. A host takes what is wished and gives back what no longer is. */
export interface LockWish {
  readonly state: string;
  readonly visit: number;
  readonly key: string;
  readonly mode: "exclusive" | "shared";
  /** Whether it was granted. */
  readonly held: boolean;
  /** Since when it is waited for, or held. */
  readonly since: string;
  /** Until when it will be held: the end of the step, or the end of the saga or the undo of the step (R21). */
  readonly until: "step" | "saga";
  /** When the waiting ends with `LockTimeout`; null for a lock that is held. */
  readonly dueAt: string | null;
}

/** The locks a saga wants to hold now: what it holds, in the order it was granted, then what it waits for, in key order. */
export function lockWishes(saga: Saga, definition: CompiledSaga): readonly LockWish[] {
  return [...Object.values(saga.context.locks).flatMap((held) => wishesOf(saga, definition, held)), ...waitedFor(saga)];
}

function wishesOf(saga: Saga, definition: CompiledSaga, { state, visit, locks, since }: HeldLocks): readonly LockWish[] {
  const isOver = isStepOver(saga, definition, { state, visit });

  return locks
    .filter((one) => one.release === "saga" || !isOver)
    .map(({ key, mode, release }) => ({ state, visit, key, mode, held: true, since, until: release, dueAt: null }));
}

/** A step is over when its visit has been left, also while it stands there for its undo. */
function isStepOver(saga: Saga, definition: CompiledSaga, { state, visit }: { readonly state: string; readonly visit: number }): boolean {
  return definition.states[state] === undefined || saga.context.visits[state] !== visit || placeAt(saga, state)?.lane !== "forward";
}

function waitedFor(saga: Saga): readonly LockWish[] {
  return waitsInOrder(saga)
    .filter(({ kind, arrivedAt }) => kind === "lock" && arrivedAt === null)
    .flatMap((wait) =>
      askedLocks(wait).map(({ key, mode, release }) => ({
        state: wait.state,
        visit: requireKnown(saga.context.visits[wait.state], "visit"),
        key,
        mode,
        held: false,
        since: wait.since,
        until: release,
        dueAt: wait.dueAt,
      })),
    );
}
