import { type CompiledTask, stateMove } from "@skald/dsl";
import { placeAt } from "../../chart/place.ts";
import { isHolding } from "../../evolve/steps.ts";
import { outputOf } from "../../names/names.ts";
import type { EntryData } from "../../types/entry.ts";
import type { CallbackBody, SagaEvent } from "../../types/event.ts";
import type { Cause, SagaContext, StepRecord, Waiting } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, concludeFailure } from "../steps/conclude.ts";
import { succeedStep } from "../steps/succeed-step.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { ignore } from "./ignore.ts";
import { dueAfter } from "./visit-of-wait.ts";

// A task with `await` is acknowledged by a 2xx and decided by its callback. A callback may also come before the answer
// of the call, or while its outcome is asked about: it counts, and is acted on when nothing is under way (R5).

/** Waits for the callback of a call that was acknowledged. `facts` hold the answer. */
export function waitForCallback(d: Deliberation, task: CompiledTask, facts: EntryData): void {
  const about = { token: `${facts.state}#${facts.visit}` };
  const due = dueAfter(d, task.await?.timeoutMs ?? null);

  d.record("step.waiting", { ...facts, about, ...due, move: stateMove(task.name, "waiting") });
}

/** A callback came. One for a visit that is over, or that has been answered, is ignored (R12). */
export function hearCallback(d: Deliberation, { state, visit, body }: Extract<SagaEvent, { kind: "callback" }>): void {
  const task = d.definition.states[state];
  const step = d.saga.context.steps[state];
  if (task?.type !== "task" || task.await === null || step?.visit !== visit || !isOpen(d, task, step))
    return ignore(d, { state, visit, why: "the visit waits for no callback" });

  if (isHolding(d.saga.context) || isUnderWay(d.saga.context, state))
    return d.record("wait.due", { state, visit, ...factsOf(d, state, body) });
  settleCallback(d, task, { state, visit, ...callOf(d.saga.context, state), ...factsOf(d, state, body) });
}

/** Whether the visit may still be decided: it stands at its state, was sent, is not known to have failed, and has no callback yet. */
function isOpen(d: Deliberation, task: CompiledTask, step: StepRecord): boolean {
  const place = placeAt(d.saga, task.name);
  if (place?.lane !== "forward" || place.within === "locking") return false;
  if (step.status === "failed" && !step.tainted) return false;

  return (d.saga.context.waits[task.name]?.arrivedAt ?? null) === null;
}

function factsOf(d: Deliberation, state: string, body: CallbackBody): EntryData {
  if (body.outcome === "succeeded") return { outcome: "succeeded", ...(body.output === undefined ? {} : { output: body.output }) };

  const { type = "Refused", detail = "refused by its callback" } = body;
  return { outcome: "refused", error: causeOf(d, state, { type, category: "step", status: null, detail }) };
}

/** A call of the state that participants may be working on now. */
function isUnderWay({ open }: SagaContext, state: string): boolean {
  return Object.values(open).some((call) => call.state === state && !call.held);
}

/** The call, or the back-off, that a callback makes needless. */
function callOf({ open, backoff }: SagaContext, state: string): { readonly callId?: string } {
  const call = [...Object.values(open), ...Object.values(backoff)].find((one) => one.state === state);

  return call === undefined ? {} : { callId: call.callId };
}

/** The callback that has come for a state and was not acted on yet; null while there is none. */
export function arrivedCallback(d: Deliberation, state: string): EntryData | null {
  const wait = d.saga.context.waits[state];
  if (wait?.kind !== "callback" || wait.arrivedAt === null) return null;

  const { output, ...told } = d.scope.entryAt(wait.arrivedAt).data;
  return output === undefined ? told : { ...told, outputAt: wait.arrivedAt };
}

/** Acts on a callback that came while the saga was held. One whose call was under way `before` the saga went on waits for that. */
export function takeUpCallback(d: Deliberation, { state }: Waiting, before: SagaContext): void {
  const facts = arrivedCallback(d, state);
  const task = d.definition.states[state];
  if (facts === null || task?.type !== "task" || isUnderWay(before, state)) return;

  settleCallback(d, task, { ...callOf(d.saga.context, state), ...facts });
}

/**
 * Decides a step by its callback. A refusal is definite. A success whose output breaks its schema has happened and
 * cannot be used: like a 2xx of that kind its outcome is unknown, but the call is not made again, since the
 * participant would only give the same answer.
 */
export function settleCallback(d: Deliberation, task: CompiledTask, facts: EntryData): void {
  const released: EntryData = d.saga.context.incidents[task.name] === undefined ? {} : { incident: null };
  if (facts.error !== undefined) {
    const { error, outputAt: _none, ...told } = facts;
    const doubt = d.saga.context.steps[task.name]?.tainted === true ? "open" : "none";
    return concludeFailure(d, { task, type: "step.failed", error, facts: { ...told, ...released }, doubt });
  }

  const problem = outputProblem(d, task, facts);
  if (problem === null) return succeedStep(d, task, { ...facts, ...placeOfOutput(d, task, facts), ...released });
  const { output: _unusable, outputAt: _unused, ...told } = facts;
  failUnknown(d, task, { ...told, ...released }, problem);
}

/** Without an output of its own a callback confirms what the call had answered. */
function placeOfOutput(d: Deliberation, task: CompiledTask, { output, outputAt, body }: EntryData): { readonly outputAt?: number } {
  const answerAt = d.saga.context.steps[task.name]?.outputAt ?? null;

  return output !== undefined || outputAt !== undefined || body !== undefined || answerAt === null ? {} : { outputAt: answerAt };
}

function outputProblem(d: Deliberation, task: CompiledTask, { output, outputAt }: EntryData): Cause | null {
  const value = outputAt === undefined ? output : outputOf(d.scope.entryAt(outputAt));
  const problems = task.outputSchema === null || value === undefined ? [] : d.scope.expressions.valueProblems(task.outputSchema, value);
  if (problems.length === 0) return null;

  const detail = `the output of its callback does not fit: ${problems.map((one) => `${one.at} ${one.message}`.trim()).join("; ")}`;
  return causeOf(d, task.name, { type: "OutputInvalid", category: "consistency", status: null, detail });
}

/** The callback did not come in time: what the participant did is unknown (semantics.md, section 5). */
export function missCallback(d: Deliberation, task: CompiledTask): void {
  const error = causeOf(d, task.name, { type: "Timeout", category: "timeout", status: null, detail: "its callback did not come in time" });

  failUnknown(d, task, visitFacts(d, task.name), error);
}

/** Work that was acknowledged and is not known to be done: it may have happened, unless the step has no effect. */
export function failUnknown(d: Deliberation, task: CompiledTask, facts: EntryData, error: Cause): void {
  const told = { ...facts, outcome: "unknown" };
  if (task.kind === "readOnly") return concludeFailure(d, { task, type: "step.failed", error, facts: told, doubt: "none" });

  concludeFailure(d, { task, type: "step.unknown", error, facts: told, doubt: "open" });
}
