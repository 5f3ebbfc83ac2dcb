import { requireKnown } from "../../require-known.ts";
import type { Saga, Waiting } from "../../types/saga.ts";

/** What one case of a `listen` waits for, rendered. */
export type AwaitedCase =
  | { readonly kind: "event"; readonly type: string; readonly source: string | null; readonly match: string }
  | { readonly kind: "signal"; readonly name: string };

/** An event a saga waits for now. `match` is the text its key has to equal. */
export interface AwaitedEvent {
  readonly state: string;
  readonly type: string;
  /** Null: from anywhere. */
  readonly source: string | null;
  readonly match: string;
}

/** The events a saga listens for now: what a host indexes, to find the sagas an event may concern. */
export function awaitedEvents(saga: Saga): readonly AwaitedEvent[] {
  return openListens(saga).flatMap(({ state }) =>
    awaitedCases(saga, state).flatMap((one) =>
      one.kind === "event" ? [{ state, type: one.type, source: one.source, match: one.match }] : [],
    ),
  );
}

/** The listens nothing has come for yet, the one that has waited longest first. */
export function openListens(saga: Saga): readonly Waiting[] {
  return waitsInOrder(saga).filter(({ kind, due }) => kind === "event" && !due);
}

/** Waits in the order they began, by path where they began together: the same after any round trip through a database. */
export function waitsInOrder({ context }: Saga): readonly Waiting[] {
  return Object.values(context.waits).toSorted((left, right) => compare(left.since, right.since) || compare(left.state, right.state));
}

function compare(left: string, right: string): number {
  if (left === right) return 0;

  return left < right ? -1 : 1;
}

/** The cases of a `listen` as they were rendered when it began, in document order. */
export function awaitedCases({ context }: Saga, state: string): readonly AwaitedCase[] {
  const { cases } = requireKnown(context.waits[state], "wait").about;

  // Only `startListening` writes them.
  return cases as unknown as readonly AwaitedCase[];
}
