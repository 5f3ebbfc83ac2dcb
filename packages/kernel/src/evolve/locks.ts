import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { HeldLocks, SagaContext } from "../types/saga.ts";
import { stateOf, withoutKey } from "./records.ts";
import { stopWaiting } from "./waits.ts";

/** A visit holds its locks from now on. What earlier visits of its state held for the time of the step alone is forgotten. */
export function grantLocks(context: SagaContext, { data, at }: Entry): SagaContext {
  const held: HeldLocks = {
    state: stateOf(data),
    visit: requireKnown(data.visit, "visit"),
    locks: requireKnown(data.locks, "locks"),
    tokens: data.tokens ?? {},
    since: at,
  };
  const kept = Object.entries(context.locks).filter(
    ([, { state, locks }]) => state !== held.state || locks.some((one) => one.release === "saga"),
  );

  return { ...stopWaiting(context, held.state), locks: { ...Object.fromEntries(kept), [`${held.state}#${held.visit}`]: held } };
}

/** The step of a visit was undone: its locks are free (R21). */
export function releaseLocks(context: SagaContext, { data }: Entry): SagaContext {
  const locks = withoutKey(context.locks, `${data.state}#${data.visit}`);

  return locks === context.locks ? context : { ...context, locks };
}
