import type { OpenCall } from "@skald/kernel";
import { type Steering, UNSTEERED } from "../partial/steering.ts";
import { type Answer, answersTo, observe } from "../world/answer.ts";
import type { FamilyEvent } from "../world/family.ts";
import { type Awaited, type Happening, happenings, overtakingCallbacks } from "../world/happening.ts";
import { deliver } from "../world/outside/deliver.ts";
import { type Incoming, incomingTo } from "../world/outside/incoming.ts";
import { aCommand, type Position, rootOf } from "../world/position.ts";
import type { Reduction } from "./reduction.ts";

/** One thing that may happen next, with what it means to the world around the saga. */
export interface Step extends FamilyEvent {
  readonly steering: Steering;
  /** The answer of a participant, where it is one. */
  readonly answered: { readonly call: OpenCall; readonly answer: Answer } | null;
  /** What came from outside, where it is that. */
  readonly came: { readonly state: string; readonly incoming: Incoming } | null;
}

/**
 * Everything that may happen next and has to be looked at: each call with each answer (the good one first), each wait with everything that may
 * come, and each wait that is over.
 */
export function stepsOf(position: Position, { chosen }: Pick<Reduction, "chosen">): readonly Step[] {
  const all = [...inOrder(happenings(position)), ...inOrder(overtakingCallbacks(position))];

  return chosen(all, position).flatMap((happening) => stepsAt(happening, position));
}

/** Positions with one key have their steps in one order: a step is found again by its place. */
function inOrder<T extends Happening>(all: readonly T[]): readonly T[] {
  return all.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}

function nameOf(happening: Happening): string {
  switch (happening.kind) {
    case "call":
      return `${happening.key} 1 ${happening.call.callId}`;
    case "awaited":
      return `${happening.key} 2 ${happening.state}`;
    case "due":
      return `${happening.key} 3 ${happening.name}`;
  }
}

/** An event that no participant and nobody outside has part in. */
export function plainStep(event: FamilyEvent["event"], key = ""): Step {
  return { key, event, steering: UNSTEERED, answered: null, came: null };
}

/**
 * A person who cancels, and the time that is over where that is something else: where it stops for a person, or where
 * nobody may cancel.
 */
export function interruptionsOf(position: Position): readonly Step[] {
  const { saga, definition } = rootOf(position);
  const { context } = saga;
  if (context.turning[""] !== undefined || context.undoing[""] !== undefined || context.pivotPassed !== null) return [];
  const mayCancel = definition.policy.cancel !== "deny";
  const isTimed = definition.timeout?.then === "suspend" || !mayCancel;

  return [...(mayCancel ? [plainStep(aCommand(saga, "cancel"))] : []), ...(isTimed ? [plainStep({ kind: "deadline" })] : [])];
}

function stepsAt(happening: Happening, position: Position): readonly Step[] {
  switch (happening.kind) {
    case "call":
      return answerSteps(happening, position);
    case "awaited":
      return incomingTo(happening, position).map((incoming) => incomingStep(incoming, happening, position));
    case "due":
      return [plainStep({ kind: "timer", name: happening.name }, happening.key)];
  }
}

function answerSteps({ key, call }: Extract<Happening, { kind: "call" }>, { family }: Position): readonly Step[] {
  const definition = family[key]?.definition;
  if (definition === undefined) return [];

  const { callId, attempt } = call;
  return answersTo(definition, call).map((answer) => {
    const { observation, steering } = observe(definition, call, answer);
    return { ...plainStep({ kind: "result", callId, attempt, observation }, key), steering, answered: { call, answer } };
  });
}

function incomingStep(incoming: Incoming, awaited: Awaited, position: Position): Step {
  const { event, steering } = deliver(incoming, awaited, position);

  return { ...plainStep(event, awaited.key), steering, came: { state: awaited.state, incoming } };
}
