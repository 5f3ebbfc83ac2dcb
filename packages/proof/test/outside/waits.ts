import type { HumanState, ListenState, LockModel, StateModel, TaskState } from "@skald/dsl";
import { aTask, DONE } from "../models.ts";

type Awaited = Extract<ListenState["cases"][number]["awaits"], { kind: "event" }>;

export const REFUSED: StateModel = { type: "fail", name: "refused", error: { type: "Unanswered", status: 409, detail: "nobody said yes" } };
export const ENDS: readonly StateModel[] = [DONE, REFUSED];

export function anAwaited(type: string, more: Partial<Awaited> = {}): Awaited {
  return { kind: "event", type, source: null, key: null, match: null, where: null, ...more };
}

/** Waits a minute for the event `paid`, then goes to `refused`. */
export function aListen(name: string, next: string, more: Partial<ListenState> = {}): ListenState {
  return {
    type: "listen",
    name,
    cases: [{ awaits: anAwaited("paid"), next }],
    timeoutMs: 60_000,
    onTimeout: "refused",
    compensate: null,
    catch: [],
    ...more,
  };
}

/** Asks a person for a day, then goes to `refused`. */
export function aHuman(name: string, outcomes: Readonly<Record<string, string>>, more: Partial<HumanState> = {}): HumanState {
  return {
    type: "human",
    name,
    assign: null,
    form: { type: "object" },
    outcomes,
    timeoutMs: 86_400_000,
    onTimeout: "refused",
    fourEyes: false,
    catch: [],
    ...more,
  };
}

/** A task that waits an hour for its callback. */
export function anAwaiting(name: string, next: string, more: Partial<TaskState> = {}): TaskState {
  return aTask(name, next, { await: { timeoutMs: 3_600_000 }, ...more });
}

export function aLock(key: string, more: Partial<LockModel> = {}): LockModel {
  return { key, mode: "exclusive", waitMs: 10_000, release: "saga", ...more };
}
