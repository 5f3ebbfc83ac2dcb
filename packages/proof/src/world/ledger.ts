import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall, Saga } from "@skald/kernel";
import { isTakingBack, type StepKind } from "@skald/shared";
import type { Answer } from "./answer.ts";
import { type Relative, stateIn } from "./family.ts";
import { participantOf } from "./participant.ts";

/**
 * What a participant's books say of one visit of a step: applied, perhaps applied (the call may even be under way still),
 * certainly not, or undone.
 */
type Standing = "applied" | "maybe" | "absent" | "undone";

/** One effect in the books. */
export interface Effect {
  readonly state: string;
  readonly visit: number;
  readonly kind: StepKind;
  /** The author said that nothing undoes it. */
  readonly accepted: boolean;
  readonly standing: Standing;
}

/**
 * The books of all participants, by `<state>#<visit>`, in the order of the effects. Kept from what the participants
 * did, never from what the engine believes: the two are compared.
 */
export type Ledger = Readonly<Record<string, Effect>>;

/** A call of one saga of a family, and what the participant made of it. */
export interface Answered {
  readonly key: string;
  readonly call: OpenCall;
  readonly answer: Answer;
}

/** Who asks: a saga of the family before it hears of what happened. */
type Asking = Pick<Relative, "definition" | "saga">;

/** The books after a call was answered. Reads that change nothing are not written down. */
export function settleInLedger(ledger: Ledger, { key, call, answer }: Answered, { definition, saga }: Asking): Ledger {
  if (call.kind !== "undo" && isDecided(saga, call.state)) return ledger;
  const state = stateIn(key, call.state);
  const participant = participantOf(definition, call.state);
  if (participant === null) return call.kind === "undo" && isTakenBack(answer) ? withMembersUndone(ledger, state, call.visit) : ledger;
  if (participant.kind === "readOnly") return ledger;

  const before = standingOf(ledger, state, call.visit);
  const isAcknowledged = participant.callsBack && call.kind === "action" && answer.kind === "ok";
  // What is only acknowledged may be done, or not yet.
  const said: Answer = isAcknowledged ? { kind: "unknown" } : answer;
  const standing = standingAfter(before, call, said, participant.verify?.conclusive === true);
  const effect = { state, visit: call.visit, kind: participant.kind, accepted: isAccepted(definition, call.state), standing };
  return withEffect(ledger, effect);
}

/** The books after a participant called back. A refusal leaves open what an earlier attempt did of which nothing was heard. */
export function callBackInLedger(
  ledger: Ledger,
  { key, state: path, isDone }: { readonly key: string; readonly state: string; readonly isDone: boolean },
  { definition, saga }: Asking,
): Ledger {
  const participant = participantOf(definition, path);
  if (participant === null || participant.kind === "readOnly") return ledger;

  const state = stateIn(key, path);
  const visit = saga.context.visits[path] ?? 1;
  const before = standingOf(ledger, state, visit);
  const afterRefusal = saga.context.steps[path]?.tainted === true ? before : "absent";
  const standing = isDone ? "applied" : afterRefusal;
  return withEffect(ledger, { state, visit, kind: participant.kind, accepted: isAccepted(definition, path), standing });
}

/** Whether a call has been decided by its callback already: its answer says nothing new. */
export function isDecided({ context }: Saga, state: string): boolean {
  const wait = context.waits[state];

  return wait?.kind === "callback" && wait.arrivedAt !== null;
}

function standingOf(ledger: Ledger, state: string, visit: number): Standing {
  return ledger[`${state}#${visit}`]?.standing ?? "absent";
}

function isAccepted({ graph }: CompiledSaga, state: string): boolean {
  return graph.nodes.some((node) => node.state === state && node.undo.kind === "irreversible");
}

/** A new effect goes last: the order of the books is the order of what happened. */
function withEffect(ledger: Ledger, effect: Effect): Ledger {
  const entry = `${effect.state}#${effect.visit}`;
  const before = standingOf(ledger, effect.state, effect.visit);
  if (effect.standing === before) return ledger;

  const { [entry]: _moved, ...others } = ledger;
  return before === "absent" ? { ...others, [entry]: effect } : { ...ledger, [entry]: effect };
}

/** One call undoes what all items of a block did (`batch`), or all participants of a group (`compensate`). */
function withMembersUndone(ledger: Ledger, state: string, visit: number): Ledger {
  const isMember = (effect: Effect): boolean =>
    effect.state.startsWith(`${state}#${visit}[`) || (effect.state.startsWith(`${state}.`) && effect.visit === visit);

  return Object.fromEntries(
    Object.entries(ledger).map(([entry, effect]) => [
      entry,
      effect.standing === "applied" && isMember(effect) ? { ...effect, standing: "undone" } : effect,
    ]),
  );
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
  if (isTakingBack(call.kind)) return isTakenBack(answer) ? "undone" : before;
  if (answer.kind === "ok" || answer.kind === "yes") return "applied";
  if (answer.kind === "no") return before === "maybe" && conclusive ? "absent" : before;
  if (!isSilent || answer.happened === false) return before;

  return answer.happened === true || before === "applied" ? "applied" : "maybe";
}

function isTakenBack(answer: Answer): boolean {
  return answer.kind === "ok" || (answer.kind === "unknown" && answer.happened === true);
}
