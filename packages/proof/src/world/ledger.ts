import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall } from "@skald/kernel";
import type { StepKind } from "@skald/shared";
import type { Answer } from "./answer.ts";

/**
 * What a participant's books say of one visit of a step: applied, perhaps applied (the call may even be under way still),
 * certainly not, or undone.
 */
export type Standing = "applied" | "maybe" | "absent" | "undone";

/** One effect in the books. */
export interface Effect {
  readonly state: string;
  readonly visit: number;
  readonly kind: StepKind;
  readonly standing: Standing;
}

/**
 * The books of all participants, by `<state>#<visit>`, in the order of the effects. Kept from what the participants
 * did, never from what the engine believes: the two are compared.
 */
export type Ledger = Readonly<Record<string, Effect>>;

/** The books after a call was answered. Reads that change nothing are not written down. */
export function settleInLedger(ledger: Ledger, call: OpenCall, answer: Answer, definition: CompiledSaga): Ledger {
  const key = `${call.state}#${call.visit}`;
  const state = definition.states[call.state];
  if (state?.type !== "task" || state.kind === "readOnly") return ledger;

  const before = ledger[key]?.standing ?? "absent";
  const standing = standingAfter(before, call, answer, state.verify?.conclusive === true);
  if (standing === before) return ledger;
  const { [key]: _moved, ...others } = ledger;
  const effect = { state: call.state, visit: call.visit, kind: state.kind, standing };
  // A new effect goes last: the order of the books is the order of what happened.
  return before === "absent" ? { ...others, [key]: effect } : { ...ledger, [key]: effect };
}

/** Effects of a step, oldest visit first. */
export function effectsOf(ledger: Ledger, state: string): readonly Effect[] {
  return Object.values(ledger).filter((effect) => effect.state === state);
}

/** Effects that are there, or may be. */
export function standingEffects(ledger: Ledger): readonly Effect[] {
  return Object.values(ledger).filter(({ standing }) => standing === "applied" || standing === "maybe");
}

function standingAfter(before: Standing, call: OpenCall, answer: Answer, conclusive: boolean): Standing {
  const isSilent = answer.kind === "unknown";
  if (call.kind === "undo") return answer.kind === "ok" || (isSilent && answer.happened === true) ? "undone" : before;
  if (answer.kind === "ok" || answer.kind === "yes") return "applied";
  if (answer.kind === "no") return before === "maybe" && conclusive ? "absent" : before;
  if (!isSilent || answer.happened === false) return before;

  return answer.happened === true || before === "applied" ? "applied" : "maybe";
}
