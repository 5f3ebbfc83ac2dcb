import { type OpenCall, type Saga, waits } from "@skald/kernel";
import type { Relative } from "./family.ts";
import { isDecided } from "./ledger.ts";
import type { Position } from "./position.ts";

/** A state waits for something from outside. `key` is its saga in the family. */
export interface Awaited {
  readonly kind: "awaited";
  readonly key: string;
  readonly state: string;
  readonly of: "event" | "person" | "callback" | "lock";
}

/** Something that can happen next. `key` is the saga of the family it happens to. */
export type Happening =
  | { readonly kind: "call"; readonly key: string; readonly call: OpenCall }
  | Awaited
  /** A back-off or a wait is over. */
  | { readonly kind: "due"; readonly key: string; readonly name: string; readonly dueAtMs: number };

/**
 * Everything that can happen next in the whole family: each call under way may be answered, what is awaited from outside
 * may come, each wait may be over.
 */
export function happenings({ family }: Position): readonly Happening[] {
  return Object.entries(family).flatMap(([key, { saga }]): readonly Happening[] => {
    if (saga.context.ended !== null) return [];
    const calls = Object.values(saga.context.open).filter((call) => !call.held);

    return [
      ...calls.map((call) => ({ kind: "call" as const, key, call })),
      ...awaitedBy(key, saga),
      ...waits(saga).map(({ name, dueAtMs }) => ({ kind: "due" as const, key, name, dueAtMs })),
    ];
  });
}

/** Callbacks that may overtake the answer of their call, of the question what became of it, or of the person who is asked that. */
export function overtakingCallbacks({ family }: Position): readonly Awaited[] {
  return Object.entries(family).flatMap(([key, relative]) =>
    relative.saga.context.ended === null ? sentWithCallback(relative).map((state) => awaited(key, state, "callback")) : [],
  );
}

function awaitedBy(key: string, { context }: Saga): readonly Awaited[] {
  return Object.values(context.waits).flatMap(({ state, kind, due }) =>
    due || kind === "timer" || kind === "worker" ? [] : [awaited(key, state, kind)],
  );
}

function awaited(key: string, state: string, of: Awaited["of"]): Awaited {
  return { kind: "awaited", key, state, of };
}

function sentWithCallback({ saga, definition }: Relative): readonly string[] {
  const { open, backoff, steps, incidents } = saga.context;
  // Before a call is made again only an attempt of which nothing was heard may have arrived.
  const doubtful = Object.values(backoff).filter(({ state }) => steps[state]?.tainted === true);
  const sent = [...Object.values(open).filter((call) => !call.held), ...doubtful];
  const called = sent.filter(({ kind }) => kind === "action" || kind === "verify").map(({ state }) => state);
  const asked = Object.values(incidents).flatMap(({ reason, state }) => (reason === "outcome_unknown" && state !== null ? [state] : []));

  return [...new Set([...called, ...asked])].filter((state) => {
    const found = definition.states[state];
    return found?.type === "task" && found.await !== null && !isDecided(saga, state);
  });
}
