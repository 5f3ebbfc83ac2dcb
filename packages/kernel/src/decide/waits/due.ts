import { type CompiledListen, type HumanState, stateMove } from "@skald/dsl";
import { undoScopeOf } from "../../chart/place.ts";
import { isHolding } from "../../evolve/steps.ts";
import { requireKnown } from "../../require-known.ts";
import { requireState, requireTask } from "../../require-state.ts";
import type { SagaContext, Waiting } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { takeAnswer } from "../states/human.ts";
import { receive } from "../states/listen.ts";
import { causeOf, leaveFailed } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { waitsInOrder } from "./awaited-events.ts";
import { missCallback, takeUpCallback } from "./callbacks.ts";
import { failLock } from "./locks.ts";

/** The time of a wait is over. While the saga is held it is only recorded, and acted on when it goes on (R18). */
export function fireWait(d: Deliberation, wait: Waiting): void {
  if (wait.due) return;
  if (isHolding(d.saga.context)) return d.record("wait.due", { state: wait.state });

  endWait(d, wait);
}

/**
 * Acts on everything that came, or whose time was over, while the saga was held. `before` is how it was held:
 * a call that was not sent then is not under way, though it is open now.
 */
export function takeUpDue(d: Deliberation, before: SagaContext): void {
  if (isHolding(d.saga.context)) return;

  for (const wait of waitsInOrder(d.saga)) if (wait.due) takeUp(d, wait, before);
}

function takeUp(d: Deliberation, wait: Waiting, before: SagaContext): void {
  const { state, kind, arrivedAt } = wait;
  if (arrivedAt === null) return endWait(d, wait);

  const { case: index, outcome } = d.scope.entryAt(arrivedAt).data;
  if (outcome === "held") return sendHeld(d, state);
  if (kind === "callback") return takeUpCallback(d, wait, before);
  if (kind === "lock") return failLock(d, wait, "DeadlockDetected");
  if (kind === "event")
    return receive(d, requireState(d.definition, state, "listen"), { case: requireKnown(index, "case"), outputAt: arrivedAt });

  takeAnswer(d, requireState(d.definition, state, "human"), {
    ...visitFacts(d, state),
    outcome: requireKnown(outcome, "outcome"),
    outputAt: arrivedAt,
  });
}

/** An event that was not sent while the saga was held: the state asks for it again. */
function sendHeld(d: Deliberation, state: string): void {
  const type = undoScopeOf(d.saga, state) === null ? "fx.emit" : "fx.undo";

  d.followUps.push({ kind: "effect", effect: { type, state, kind: "" }, from: null });
}

/** What the end of the time means to the state that waits. */
function endWait(d: Deliberation, wait: Waiting): void {
  const { state, kind } = wait;
  switch (kind) {
    case "callback":
      return missCallback(d, requireTask(d.definition, state));
    case "lock":
      return failLock(d, wait, "LockTimeout");
    case "event":
      return timeOut(d, requireState(d.definition, state, "listen"), "no event that fits came");
    case "person":
      return timeOut(d, requireState(d.definition, state, "human"), "nobody answered");
    default:
      return d.record("wait.elapsed", { state, move: stateMove(state, "elapsed") });
  }
}

/** A `listen` or a `human` ran out of time: the exit the document gives, else the error `Timeout`. */
function timeOut(d: Deliberation, state: CompiledListen | HumanState, awaited: string): void {
  const error = causeOf(d, state.name, { type: "Timeout", category: "timeout", status: null, detail: `${awaited} in time` });
  const facts = visitFacts(d, state.name);
  if (state.onTimeout !== null) return d.record("step.failed", { ...facts, error, move: stateMove(state.name, "timedOut") });
  leaveFailed(d, { state, type: "step.failed", error, facts });
}
