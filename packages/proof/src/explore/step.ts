import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall, SagaEvent } from "@skald/kernel";
import { type Answer, actionAnswers, type Observed, observe } from "../world/answer.ts";
import { type Happening, happenings } from "../world/happening.ts";
import { aCommand, type Position } from "../world/position.ts";

/** One thing that may happen next, with the answer of a participant where it is one. */
export interface Step {
  readonly event: SagaEvent;
  readonly answered: { readonly call: OpenCall; readonly answer: Answer; readonly observed: Observed } | null;
}

/** Everything that may happen next: each call with each answer (the good one first), and each wait that is over. */
export function stepsOf({ saga }: Position, definition: CompiledSaga): readonly Step[] {
  return happenings(saga).flatMap((happening) => stepsAt(happening, definition));
}

/** A person who cancels; where nobody may, the time that is over. */
export function interruptionOf({ saga }: Position, { timeout, policy }: CompiledSaga): readonly Step[] {
  const { context } = saga;
  if (context.turning[""] !== undefined || context.undoing[""] !== undefined || context.pivotPassed !== null) return [];
  if (timeout?.then === "suspend" || policy.cancel === "deny") return [{ event: { kind: "deadline" }, answered: null }];

  return [{ event: aCommand(saga, "cancel"), answered: null }];
}

function stepsAt(happening: Happening, definition: CompiledSaga): readonly Step[] {
  if (happening.kind === "due") return [{ event: { kind: "timer", name: happening.name }, answered: null }];

  const { call } = happening;
  const { callId, attempt } = call;
  return answersTo(call, definition).map((answer) => {
    const observed = observe(definition, call, answer);
    return { event: { kind: "result", callId, attempt, observation: observed.observation }, answered: { call, answer, observed } };
  });
}

function answersTo(call: OpenCall, definition: CompiledSaga): readonly Answer[] {
  if (call.kind === "undo") return [{ kind: "ok" }, { kind: "refused" }];
  if (call.kind === "verify") return [{ kind: "yes" }, { kind: "no" }, { kind: "none" }];
  const task = definition.states[call.state];

  return task?.type === "task" ? actionAnswers(task) : [{ kind: "ok" }];
}
