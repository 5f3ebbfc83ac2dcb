import type { CompiledSaga } from "@skald/dsl";
import { COMMAND_TYPES, type CommandType, type ErrorCode, type RiskClass } from "@skald/shared";
import { placeOf } from "../place.ts";
import { isMoving } from "../status.ts";
import type { Saga } from "../types/saga.ts";

/** Whether a command fits now, where it would act, and the rule when it does not. */
export interface CommandRule {
  readonly type: CommandType;
  readonly allowed: boolean;
  readonly why: string | null;
  readonly code: ErrorCode | null;
  readonly risk: RiskClass;
  readonly state: string | null;
  readonly lane: "action" | "undo" | null;
}

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

/** The rule of one command. */
export function commandRule(saga: Saga, definition: CompiledSaga, type: CommandType): CommandRule {
  const judged = judge(saga, definition, type);
  if ("why" in judged)
    return { type, allowed: false, why: judged.why, code: judged.code ?? "COMMAND_NOT_ALLOWED", risk: RISK[type], state: null, lane: null };

  return { type, allowed: true, why: null, code: null, risk: RISK[type], state: judged.state ?? null, lane: judged.lane ?? null };
}

function judge(saga: Saga, definition: CompiledSaga, type: CommandType): Judgement {
  const { context } = saga;
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
      return judgeRetry(saga);
    case "compensate":
      return judgeBack(saga, "already undoing");
    case "cancel":
      return judgeBack(saga, "already undoing; cancelling cannot interrupt it");
    case "terminate":
      return {};
    case "complete":
      return judgeComplete(saga, definition);
    case "waive-undo":
      return context.incident?.reason === "undo_failed" ? { state: context.incident.state, lane: "undo" } : { why: "no undo has failed" };
    case "resolve-unknown":
      return context.incident?.reason === "outcome_unknown"
        ? { state: context.incident.state, lane: "action" }
        : { why: "no outcome is unknown" };
  }
}

function judgeRetry(saga: Saga): Judgement {
  const { incident } = saga.context;
  const [backoff] = Object.values(saga.context.backoff);
  if (incident !== null) return { state: incident.state, lane: incident.lane };
  if (backoff !== undefined) return { state: backoff.state, lane: backoff.kind === "undo" ? "undo" : "action" };

  return { why: "nothing is stuck and nothing waits to be tried again" };
}

function judgeBack(saga: Saga, already: string): Judgement {
  const { context } = saga;
  if (context.pivotPassed !== null)
    return { why: `the pivot "${context.pivotPassed}" has succeeded: there is no way back`, code: "SAGA_NOT_CANCELLABLE" };
  if (context.undoing !== null) return { why: already };
  if (context.turning !== null) return { why: "already turning back; the call under way is awaited" };
  if (context.incident?.reason === "outcome_unknown") return { why: "an outcome is unknown; resolve it first" };

  return {};
}

function judgeComplete(saga: Saga, definition: CompiledSaga): Judgement {
  const { incident } = saga.context;
  const byHand = incident !== null && ["stuck_forward", "undo_failed", "outcome_unknown"].includes(incident.reason);
  if (byHand && definition.states[placeOf(saga).state ?? ""]?.type === "task") return { state: incident.state, lane: incident.lane };

  return { why: "nothing is stuck that could be done by hand" };
}
