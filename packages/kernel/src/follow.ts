import { type CompiledState, expressions, stateMove } from "@skald/dsl";
import { type Json, parseDuration } from "@skald/shared";
import { causeOf } from "./conclude.ts";
import type { Deliberation, FollowUp } from "./deliberation.ts";
import { documentNames } from "./expression-scope.ts";
import { failUnrendered } from "./settle-action.ts";
import { failVerify } from "./settle-verify.ts";
import type { EntryData } from "./types/entry.ts";
import { giveUpUndo, unwind } from "./undo.ts";

type Of<T extends CompiledState["type"]> = Extract<CompiledState, { type: T }>;

/** A loop of states that take no time is refused by validation; this bounds what a defect could do. */
const FOLLOW_UPS_MAX = 10_000;

/** Decides everything the recorded entries ask for, until the saga waits for something from outside. */
export function followAll(d: Deliberation): void {
  for (let count = 0; ; count += 1) {
    const next = d.followUps.shift();
    if (next === undefined) return;
    if (count >= FOLLOW_UPS_MAX) throw new Error("The saga does not come to rest.");
    follow(d, next);
  }
}

function follow(d: Deliberation, next: FollowUp): void {
  const { effect } = next;
  if (next.kind === "unrendered") return failCall(d, effect.state, effect.kind, next.failure);
  if (effect.type === "fx.unwind") return unwind(d);

  const state = d.definition.states[effect.state];
  switch (state?.type) {
    case "switch":
      return choose(d, state);
    case "set":
      return assign(d, state);
    case "wait":
      return startWait(d, state);
    case "succeed":
      return succeed(d, state);
    case "fail":
      return fail(d, state);
    default:
      throw new Error(`The chart asks for "${effect.type}" of "${effect.state}".`);
  }
}

function failCall(d: Deliberation, state: string, kind: string, failure: { readonly type: string; readonly detail: string }): void {
  if (kind === "action") return failUnrendered(d, state, failure);
  if (kind === "verify") return failVerify(d, state, failure.detail);

  const visit = d.saga.context.undo.findLast((one) => one.state === state && one.setAside !== true)?.visit ?? 1;
  giveUpUndo(d, { state, visit }, causeOf(d, state, { type: failure.type, category: "consistency", status: null, detail: failure.detail }));
}

function choose(d: Deliberation, state: Of<"switch">): void {
  const names = documentNames(d.saga, d.scope);
  for (const [index, one] of state.cases.entries()) {
    const holds = expressions.evaluateBoolean(one.when, names);
    if (!holds.ok) return breakDown(d, state.name, `cases[${index}].when: ${holds.error.message}`);
    if (holds.value) return d.record("switch.chosen", { state: state.name, case: index, move: stateMove(state.name, `case/${index}`) });
  }
  d.record("switch.chosen", { state: state.name, case: "default", move: stateMove(state.name, "default") });
}

function assign(d: Deliberation, state: Of<"set">): void {
  const names = documentNames(d.saga, d.scope);
  const values: Record<string, Json> = {};
  for (const [name, template] of Object.entries(state.values)) {
    const value = expressions.renderJson(template, names);
    if (!value.ok) return breakDown(d, state.name, `values.${name}: ${value.error.message}`);
    values[name] = value.value;
  }
  d.record("set.assigned", { state: state.name, values, move: stateMove(state.name, "assigned") });
}

function startWait(d: Deliberation, state: Of<"wait">): void {
  const dueAtMs = state.forMs === null ? dueOf(d, state) : d.scope.nowMs + state.forMs;
  if (typeof dueAtMs === "string") return breakDown(d, state.name, dueAtMs);

  d.record("wait.started", { state: state.name, dueAt: new Date(dueAtMs).toISOString() });
}

/** The instant an `until` names, or why it names none. A duration counts from now. */
function dueOf(d: Deliberation, state: Of<"wait">): number | string {
  const value = expressions.evaluate(state.until ?? "", documentNames(d.saga, d.scope));
  if (!value.ok) return `until: ${value.error.message}`;

  const text = String(value.value);
  const atMs = Date.parse(text);
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return d.scope.nowMs + durationMs;
  return Number.isNaN(atMs) ? `until: "${text.slice(0, 100)}" is no timestamp` : atMs;
}

function succeed(d: Deliberation, state: Of<"succeed">): void {
  const output =
    state.output === null ? ({ ok: true, value: null } as const) : expressions.renderJson(state.output, documentNames(d.saga, d.scope));
  if (!output.ok) return breakDown(d, state.name, `output: ${output.error.message}`);

  d.record("saga.completed", { state: state.name, output: output.value, move: "saga.completed" });
}

/** A `fail` state raises its own error. Reached through a catch it speaks of the step that failed. */
function fail(d: Deliberation, state: Of<"fail">): void {
  const { type, status, detail } = state.error;
  const said = expressions.renderJson(detail, documentNames(d.saga, d.scope));
  const text = said.ok ? textOf(said.value) : `${type} (its detail cannot be evaluated: ${said.error.message})`;
  const place = d.saga.context.caught?.state ?? state.name;
  const cause = causeOf(d, place, { type, category: "step", status, detail: text });

  d.record("fail.raised", { state: state.name, cause, undoing: { goal: { kind: "end" }, keep: 0 }, move: stateMove(state.name, "raised") });
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An expression of a state that sends nothing failed: back before the pivot, a person after it. */
function breakDown(d: Deliberation, state: string, detail: string): void {
  const error = causeOf(d, state, { type: "ExpressionError", category: "consistency", status: null, detail });
  const facts: EntryData = { state, error };
  if (d.saga.context.pivotPassed !== null || d.definition.recovery === "forward") {
    const incident = { reason: "stuck_forward", state, lane: "action", since: d.at } as const;
    return d.record("step.failed", { ...facts, incident, move: stateMove(state, "stuck") });
  }

  d.record("step.failed", { ...facts, cause: error, undoing: { goal: { kind: "end" }, keep: 0 }, move: stateMove(state, "failed") });
}
