import { VISITS_MAX } from "../calls/render-call.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, type Failed, leaveFailed } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";

/** When a wait that begins now is over by the clock; nothing when it has no limit. */
export function dueAfter(d: Deliberation, timeoutMs: number | null): { readonly dueAt?: string } {
  return timeoutMs === null ? {} : { dueAt: new Date(d.scope.nowMs + timeoutMs).toISOString() };
}

/** Leaves a state whose expressions could not be evaluated: nothing was sent and nothing is awaited. */
export function failToEnter(d: Deliberation, state: Failed["state"], detail: string): void {
  const error = causeOf(d, state.name, { type: "ExpressionError", category: "consistency", status: null, detail });

  leaveFailed(d, { state, type: "step.failed", error, facts: { ...visitFacts(d, state.name), outcome: "notSent" } });
}

/** Leaves a state that a loop came back to too often; whether it did. */
export function failTooOften(d: Deliberation, state: Failed["state"]): boolean {
  if (visitFacts(d, state.name).visit <= VISITS_MAX) return false;

  const detail = `"${state.name}" was entered ${VISITS_MAX} times`;
  const error = causeOf(d, state.name, { type: "TooManyVisits", category: "internal", status: null, detail });
  leaveFailed(d, { state, type: "step.failed", error, facts: { ...visitFacts(d, state.name), outcome: "notSent" } });
  return true;
}
