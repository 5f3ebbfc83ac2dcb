import type { CompiledSaga } from "@skald/dsl";
import { COMMAND_TYPES, type CommandType, type ErrorCode, type RiskClass } from "@skald/shared";
import { requireKnown } from "../../require-known.ts";
import type { Incident, Saga } from "../../types/saga.ts";
import { incidentOf } from "../../view/attention.ts";
import { isMoving } from "../../view/status.ts";

/** Whether a command fits now, where it would act, and the rule when it does not. */
export type CommandRule = {
  readonly type: CommandType;
  readonly risk: RiskClass;
  readonly state: string | null;
  readonly lane: "action" | "undo" | null;
} & (
  | { readonly allowed: true; readonly why: null; readonly code: null }
  | { readonly allowed: false; readonly why: string; readonly code: ErrorCode }
);

/** How much harm each command can do (console.md, Risk classes). */
export const RISK = {
  pause: "R1",
  resume: "R1",
  retry: "R2",
  compensate: "R3",
  cancel: "R3",
  complete: "R3",
  "resolve-unknown": "R3",
  terminate: "R4",
  "waive-undo": "R4",
} as const satisfies Record<CommandType, RiskClass>;

/** Commands that may be given to a moving saga, and without a revision (`If-Match: *`). */
export const GATE_COMMANDS: readonly CommandType[] = ["pause", "resume", "cancel"];

type Judgement =
  | { readonly state?: string | null; readonly lane?: "action" | "undo" }
  | { readonly why: string; readonly code?: ErrorCode };

/** Every command with its rule: what `allowedCommands` shows and what `decide` obeys. */
export function commandRules(saga: Saga, definition: CompiledSaga): readonly CommandRule[] {
  return COMMAND_TYPES.map((type) => commandRule(saga, definition, type));
}

/** The rule of one command, at the state a person named or at the one that fits. */
export function commandRule(saga: Saga, definition: CompiledSaga, type: CommandType, state: string | null = null): CommandRule {
  const judged = judge(saga, definition, { type, state });
  if ("why" in judged)
    return { type, allowed: false, why: judged.why, code: judged.code ?? "COMMAND_NOT_ALLOWED", risk: RISK[type], state: null, lane: null };

  return { type, allowed: true, why: null, code: null, risk: RISK[type], state: judged.state ?? null, lane: judged.lane ?? null };
}

interface Asked {
  readonly type: CommandType;
  readonly state: string | null;
}

function judge(saga: Saga, definition: CompiledSaga, { type, state }: Asked): Judgement {
  const { context } = saga;
  const incident = incidentOf(saga, state);
  if (context.ended !== null) {
    return { why: `the saga has ended: ${context.ended.status}`, ...(type === "cancel" ? { code: "SAGA_NOT_CANCELLABLE" as const } : {}) };
  }
  if (definition.policy[type] === "deny") return { why: "the definition does not allow it", code: "POLICY_DENIED" };
  if (!GATE_COMMANDS.includes(type) && type !== "retry" && context.paused === null && isMoving(saga))
    return { why: "a call is under way; pause the saga first", code: "SAGA_MOVING" };

  switch (type) {
    case "pause":
      return context.paused === null ? {} : { why: `already paused by ${context.paused.by}` };
    case "resume":
      return context.paused === null ? { why: "not paused" } : {};
    case "retry":
      return judgeRetry(saga, incident, state);
    case "compensate":
      return judgeBack(saga, "already undoing");
    case "cancel":
      return judgeBack(saga, "already undoing; cancelling cannot interrupt it");
    case "terminate":
      return {};
    case "complete":
      return judgeComplete(incident, definition);
    case "waive-undo":
      return incident?.reason === "undo_failed" ? { state: incident.state, lane: "undo" } : { why: "no undo has failed" };
    case "resolve-unknown":
      return incident?.reason === "outcome_unknown" ? { state: incident.state, lane: "action" } : { why: "no outcome is unknown" };
  }
}

function judgeRetry(saga: Saga, incident: Incident | null, state: string | null): Judgement {
  const backoff = Object.values(saga.context.backoff).find((one) => state === null || one.state === state);
  if (incident?.reason === "child") return { why: "a saga inside this one needs a person; open it" };
  if (incident !== null) return { state: incident.state, lane: incident.lane };
  if (backoff !== undefined) return { state: backoff.state, lane: backoff.kind === "undo" ? "undo" : "action" };

  return { why: "nothing is stuck and nothing waits to be tried again" };
}

function judgeBack(saga: Saga, already: string): Judgement {
  const { context } = saga;
  if (context.pivotPassed !== null)
    return { why: `the pivot "${context.pivotPassed}" has succeeded: there is no way back`, code: "SAGA_NOT_CANCELLABLE" };
  if (context.undoing[""] !== undefined) return { why: already };
  if (context.turning[""] !== undefined) return { why: "already turning back; the call under way is awaited" };
  if (Object.values(context.incidents).some((one) => one.reason === "outcome_unknown"))
    return { why: "an outcome is unknown; resolve it first" };

  return {};
}

function judgeComplete(incident: Incident | null, definition: CompiledSaga): Judgement {
  const byHand = incident !== null && ["stuck_forward", "undo_failed", "outcome_unknown", "heuristic_mixed"].includes(incident.reason);
  if (
    byHand &&
    (incident.lane === "undo" ||
      incident.reason === "heuristic_mixed" ||
      definition.states[requireKnown(incident.state, "state")]?.type === "task")
  )
    return { state: incident.state, lane: incident.lane };

  return { why: "nothing is stuck that could be done by hand" };
}
