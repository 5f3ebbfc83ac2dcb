import { findOperation, operationOf, type ResolvedServices } from "../../model/resolve.ts";
import type { StateModel } from "../../model/saga-model.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";

/** Error types the engine itself gives (section 5). */
export const BUILT_IN_ERRORS: readonly string[] = [
  "Refused",
  "Timeout",
  "Unknown",
  "NotDone",
  "Unavailable",
  "BadReply",
  "InputInvalid",
  "OutputInvalid",
  "ExpressionError",
  "LockTimeout",
  "DeadlockDetected",
  "TooManyVisits",
  "JoinFailed",
  "ChildFailed",
  "SagaTimeout",
  "Cancelled",
];

/** Types of errors; null where nobody knows them. */
export type ErrorTypes = readonly string[] | null;

/** The types of errors a state itself declares. What stands inside a block is not of the block. */
export function declaredErrors(state: StateModel, services: ResolvedServices): ErrorTypes {
  switch (state.type) {
    case "task": {
      const operation = operationOf(state, services);
      if (operation === null && state.call.kind === "operation") return null;
      return distinct([...(state.errors ?? []), ...(operation?.errors ?? [])].map((rule) => rule.type));
    }
    case "transaction": {
      const operations = operationCalls(state).flatMap(({ call, role }) => (role === "participant" ? [findOperation(call, services)] : []));
      const known = operations.filter((one) => one !== null);
      return known.length < operations.length ? null : distinct(known.flatMap((one) => one.errors.map((rule) => rule.type)));
    }
    // A child fails with its own cause, whatever that is.
    case "saga":
      return null;
    case "fail":
      return [state.error.type];
    default:
      return [];
  }
}

/** The types each state may fail with, those of what stands inside it too. States stand before those inside them. */
export function possibleErrors(states: readonly PlacedState[], services: ResolvedServices): ReadonlyMap<PlacedState, ErrorTypes> {
  const inside = new Map<PlacedState, ErrorTypes>();
  const possible = new Map<PlacedState, ErrorTypes>();
  for (const placed of states.toReversed()) {
    const all = together(inside.get(placed), declaredErrors(placed.state, services));
    possible.set(placed, all);
    if (placed.block !== null) inside.set(placed.block, together(inside.get(placed.block), all));
  }
  return possible;
}

function together(left: ErrorTypes | undefined, right: ErrorTypes): ErrorTypes {
  if (left === undefined) return right;

  return left === null || right === null ? null : distinct([...left, ...right]);
}

function distinct(types: readonly string[]): readonly string[] {
  return [...new Set(types)];
}
