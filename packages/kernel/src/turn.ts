import { causeOf, concludeFailure } from "./conclude.ts";
import { type Deliberation, requireTask } from "./deliberation.ts";
import { placeOf } from "./place.ts";
import type { Cause, SagaContext, Undoing } from "./types/saga.ts";

/** Why and how far a saga turns back. */
export interface Turn extends Undoing {
  readonly cause: Cause;
}

/**
 * Turns a forward saga back (R10, R11): stops going forward, awaits the call in flight, undoes.
 * A call that was never sent is closed as such; one that may have happened is resolved first.
 */
export function turnBack(d: Deliberation, turn: Turn): void {
  const { goal, keep, cause } = turn;
  const place = placeOf(d.saga);
  const state = place.state === null ? undefined : d.definition.states[place.state];
  if (state?.type !== "task" || place.within === null) {
    return d.record("saga.turning", { cause, undoing: { goal, keep }, incident: null, move: "saga.unwind" });
  }

  d.record("saga.turning", { cause, turning: { cause, goal, keep }, incident: null });
  if (isUnderWay(d.saga.context)) return;
  closeStep(d, state.name, place.within);
}

/** Nothing of the step is under way: it ends here, as not done or as in doubt. */
function closeStep(d: Deliberation, state: string, within: string): void {
  const { context } = d.saga;
  const step = context.steps[state];
  const call = Object.values(context.open)[0] ?? Object.values(context.backoff)[0];
  const error = causeOf(d, state, { type: "Cancelled", category: "step", status: null, detail: "turned back before it was done" });
  const facts = { state, visit: step?.visit ?? 1, outcome: "notSent", ...(call === undefined ? {} : { callId: call.callId }) };
  const asked = within === "asking" || within === "verifying" || within === "unresolved";
  const doubt = asked ? "unanswered" : "open";

  concludeFailure(d, {
    task: requireTask(d.definition, state),
    type: "step.failed",
    error: step?.error ?? error,
    facts,
    doubt: step?.tainted === true ? doubt : "none",
  });
}

function isUnderWay(context: SagaContext): boolean {
  return Object.values(context.open).some((call) => !call.held) || Object.values(context.backoff).some((one) => one.kind === "verify");
}
