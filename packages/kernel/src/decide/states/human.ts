import { type HumanState, stateMove } from "@skald/dsl";
import type { ErrorCode, Json } from "@skald/shared";
import { isHolding } from "../../evolve/steps.ts";
import { documentNames } from "../../names/names.ts";
import type { Verdict } from "../../types/decision.ts";
import type { EntryData } from "../../types/entry.ts";
import type { SagaEvent } from "../../types/event.ts";
import type { Deliberation } from "../deliberation.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { dueAfter, failToEnter, failTooOften } from "../waits/visit-of-wait.ts";

type Answer = Extract<SagaEvent, { kind: "human" }>;

/** `human`: waits for a person to choose one of the outcomes. */
export function askPerson(d: Deliberation, state: HumanState): void {
  if (failTooOften(d, state)) return;
  const assign = d.scope.expressions.renderJson(state.assign, documentNames(d.saga, d.scope, state.name));
  if (!assign.ok) return failToEnter(d, state, `assign: ${assign.error.message}`);

  d.record("human.asked", { ...visitFacts(d, state.name), about: { assign: assign.value }, ...dueAfter(d, state.timeoutMs) });
}

/** Judges what a person answered. A form that does not fit is told to the person and changes nothing. */
export function hearPerson(d: Deliberation, answer: Answer): Verdict {
  const state = d.definition.states[answer.state];
  const wait = d.saga.context.waits[answer.state];
  if (state?.type !== "human" || wait === undefined || wait.due)
    return refuse("COMMAND_NOT_ALLOWED", `"${answer.state}" does not wait for a person now.`);
  const refused = refusalOf(d, state, answer);
  if (refused !== null) return refused;

  const { outcome, form, comment, actor } = answer;
  const facts: EntryData = { ...visitFacts(d, state.name), outcome, output: { outcome, form, comment, actor }, by: actor };
  if (isHolding(d.saga.context)) {
    d.record("wait.due", facts);
    return { kind: "applied", result: `"${outcome}" is recorded; the saga takes it up when it goes on` };
  }
  takeAnswer(d, state, facts);
  return { kind: "applied", result: `"${state.name}" was answered with "${outcome}"` };
}

/** Goes on by the outcome a person chose. */
export function takeAnswer(d: Deliberation, { name }: HumanState, facts: EntryData): void {
  d.record("step.succeeded", { ...facts, move: stateMove(name, `outcome/${facts.outcome}`) });
}

function refusalOf(d: Deliberation, state: HumanState, { outcome, form, actor }: Answer): Verdict | null {
  if (!Object.hasOwn(state.outcomes, outcome)) {
    const known = Object.keys(state.outcomes).map((one) => `"${one}"`);
    return refuse("COMMAND_NOT_ALLOWED", `"${state.name}" has no outcome "${outcome}"; it has ${known.join(", ")}.`);
  }
  if (state.fourEyes && actor === d.saga.context.startedBy)
    return refuse("POLICY_DENIED", `"${state.name}" needs four eyes: "${actor}" started the saga, so somebody else has to answer.`);

  const problems = state.form === null ? [] : d.scope.expressions.valueProblems(state.form, form);
  if (problems.length === 0) return null;
  const detail = `OutputInvalid: the form does not fit: ${problems.map((one) => `${one.at} ${one.message}`.trim()).join("; ")}.`;
  return { ...refuse("INPUT_INVALID", detail), extensions: { errors: problems as unknown as Json } };
}

function refuse(code: ErrorCode, detail: string): Extract<Verdict, { kind: "refused" }> {
  return { kind: "refused", code, detail };
}
