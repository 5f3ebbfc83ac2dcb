import type { Decision, Scope } from "../types/decision.ts";
import type { SagaEvent } from "../types/event.ts";
import type { Saga } from "../types/saga.ts";
import { computePlan } from "./commands/plan.ts";
import { decideEvent } from "./decide-event.ts";

/**
 * What one event leads to. Pure and deterministic: the same saga, event and scope give the same decision.
 * Nothing has happened yet: the caller commits the entries, then performs `pendingCalls`.
 * A command that names the plan its person saw is refused when the plan is another one by now.
 *
 * @throws Error for a defect of kernel or definition, never for what a participant or a person said.
 */
export function decide(saga: Saga, event: SagaEvent, scope: Scope): Decision {
  if (event.kind !== "command" || event.command.planHash === null) return decideEvent(saga, event, scope);

  const stale = event.command.revision !== null && event.command.revision !== saga.seq;
  const plan = stale ? null : computePlan(saga, event.command, scope);
  if (plan === null || plan.hash === event.command.planHash) return decideEvent(saga, event, scope);
  const detail = "The plan you confirmed is not what would happen now.";
  return { saga, entries: [], verdict: { kind: "refused", code: "PLAN_CHANGED", detail, extensions: { planHash: plan.hash } } };
}
