import type { Saga } from "./types/saga.ts";

/**
 * A saga whose journal cannot be followed, as its last checkpoint shows it: suspended, poisoned. No entry says so,
 * because what is appended behind a break would be lost with it.
 */
export function asPoisoned(saga: Saga): Saga {
  return { ...saga, context: { ...saga.context, incidents: { "": { reason: "poisoned", state: null, lane: "action", since: saga.at } } } };
}
