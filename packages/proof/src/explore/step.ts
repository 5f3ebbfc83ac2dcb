import type { OpenCall } from "@skald/kernel";
import { type Answer, answersTo, type Observed, observe } from "../world/answer.ts";
import type { FamilyEvent } from "../world/family.ts";
import { type Happening, happenings } from "../world/happening.ts";
import { aCommand, type Position, rootOf } from "../world/position.ts";

/** One thing that may happen next, with the answer of a participant where it is one. */
export interface Step extends FamilyEvent {
  readonly answered: { readonly call: OpenCall; readonly answer: Answer; readonly observed: Observed } | null;
}

/** Everything that may happen next: each call with each answer (the good one first), and each wait that is over. */
export function stepsOf(position: Position): readonly Step[] {
  return happenings(position).flatMap((happening) => stepsAt(happening, position));
}

/** A person who cancels; where nobody may, the time that is over. */
export function interruptionOf(position: Position): readonly Step[] {
  const { saga, definition } = rootOf(position);
  const { context } = saga;
  if (context.turning[""] !== undefined || context.undoing[""] !== undefined || context.pivotPassed !== null) return [];
  const { timeout, policy } = definition;
  if (timeout?.then === "suspend" || policy.cancel === "deny") return [{ key: "", event: { kind: "deadline" }, answered: null }];

  return [{ key: "", event: aCommand(saga, "cancel"), answered: null }];
}

function stepsAt(happening: Happening, { family }: Position): readonly Step[] {
  const { key } = happening;
  const definition = family[key]?.definition;
  if (happening.kind === "due" || definition === undefined)
    return happening.kind === "due" ? [{ key, event: { kind: "timer", name: happening.name }, answered: null }] : [];

  const { call } = happening;
  const { callId, attempt } = call;
  return answersTo(definition, call).map((answer) => {
    const observed = observe(definition, call, answer);
    return { key, event: { kind: "result", callId, attempt, observation: observed.observation }, answered: { call, answer, observed } };
  });
}
