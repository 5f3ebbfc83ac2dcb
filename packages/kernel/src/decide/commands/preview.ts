import type { CommandType, PlanItem, PreviewView } from "@skald/shared";
import { requireKnown } from "../../require-known.ts";
import type { Scope } from "../../types/decision.ts";
import type { Command } from "../../types/event.ts";
import type { Saga } from "../../types/saga.ts";
import { computePlan, type Plan } from "./plan.ts";
import { commandRule, RISK } from "./rules.ts";

/** How long a preview is worth looking at. The plan's hash, not this time, decides whether it still holds. */
const EXPIRES_MS = 120_000;

/** What is known of the services a plan would call, by `namespace/name`. */
export type BreakerStates = Readonly<Record<string, "closed" | "open" | "half-open">>;

/** What a command would do, computed by the code that will do it. Changes nothing. */
export function preview(saga: Saga, command: Command, scope: Scope, breakers: BreakerStates): PreviewView {
  const { type } = command;
  const plan = computePlan(saga, command, scope);
  const items = plan.items.map((item) => ({ ...item, breaker: item.service === null ? null : (breakers[item.service] ?? null) }));
  const refusal = plan.verdict.kind === "refused" ? plan.verdict.detail : null;
  const allowed = refusal === null;
  const rule = commandRule(saga, scope.definition, type, command.state);

  return {
    revision: saga.seq,
    allowed,
    why: refusal,
    risk: RISK[type],
    policy: fieldsOf(type),
    sentence: allowed ? sentenceOf(command, items, plan, rule.state) : `Not possible: ${rule.why ?? refusal}`,
    plan: items,
    warnings: warningsOf(items),
    irreversible: type !== "pause" && type !== "resume",
    planHash: plan.hash,
    expiresAt: new Date(scope.nowMs + EXPIRES_MS).toISOString(),
  };
}

function fieldsOf(type: CommandType): string[] {
  const { [type]: risk } = RISK;
  const reason = risk === "R1" ? [] : ["reason"];
  const evidence = type === "complete" || type === "resolve-unknown" ? ["evidence"] : [];

  return [...reason, ...evidence];
}

function sentenceOf(command: Command, items: readonly PlanItem[], plan: Plan, state: string | null): string {
  const undos = items.filter((item) => item.lane === "undo" && item.status === "will_run").length;
  const steps = `${undos} ${undos === 1 ? "step" : "steps"}`;
  const place = state === null ? "" : ` "${state}"`;
  switch (command.type) {
    case "pause":
      return "No further call is sent until the saga is resumed.";
    case "resume":
      return "Everything held is sent, and the saga goes on.";
    case "retry":
      return `The call of${place} is made again with the same key.`;
    case "compensate":
      return command.then === "pause" && command.downTo !== null
        ? `${steps} will be undone down to "${command.downTo}", then the saga stops there.`
        : `${steps} will be undone, then the saga ends as ${plan.after.context.ended?.status ?? "compensated"}.`;
    case "cancel":
      return `The saga stops going forward; ${steps} will be undone.`;
    case "terminate":
      return "The saga is closed for ever as it stands. Nothing is undone.";
    case "complete":
      return `${place.trim()} counts as done by hand, and the saga goes on.`;
    case "waive-undo":
      return `The undo of${place} will never be done, and the saga goes on.`;
    case "resolve-unknown":
      return command.happened === false ? `${place.trim()} counts as not done.` : `${place.trim()} counts as done.`;
  }
}

function warningsOf(items: readonly PlanItem[]): PreviewView["warnings"] {
  return items
    .filter((item) => item.breaker === "open" && item.status === "will_run")
    .map((item) => {
      const service = requireKnown(item.service, "service");
      return { code: "BREAKER_OPEN", service, text: `The breaker of ${service} is open; ${requireKnown(item.call, "call")} will wait.` };
    });
}
