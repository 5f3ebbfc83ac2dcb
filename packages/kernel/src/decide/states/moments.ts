import { type CompiledState, scopeOf, stateMove } from "@skald/dsl";
import { type Json, parseDuration } from "@skald/shared";
import { nearest } from "../../chart/place.ts";
import { documentNames } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, leaveFailed, scoped } from "../steps/conclude.ts";
import { completeSaga } from "./finish.ts";

// States that call nobody: they are left in the decision that entered them, or when a clock says so.

type Of<T extends CompiledState["type"]> = Extract<CompiledState, { type: T }>;

/** `switch`: the first case that holds, else the default. */
export function choose(d: Deliberation, state: Of<"switch">): void {
  const names = documentNames(d.saga, d.scope, state.name);
  for (const [index, one] of state.cases.entries()) {
    const holds = d.scope.expressions.evaluateBoolean(one.when, names);
    if (!holds.ok) return breakDown(d, state.name, `cases[${index}].when: ${holds.error.message}`);
    if (holds.value) return d.record("switch.chosen", { state: state.name, case: index, move: stateMove(state.name, `case/${index}`) });
  }
  d.record("switch.chosen", { state: state.name, case: "default", move: stateMove(state.name, "default") });
}

/** `set`: values for later states of the same scope. */
export function assign(d: Deliberation, state: Of<"set">): void {
  const names = documentNames(d.saga, d.scope, state.name);
  const values: Record<string, Json> = {};
  for (const [name, template] of Object.entries(state.values)) {
    const value = d.scope.expressions.renderJson(template, names);
    if (!value.ok) return breakDown(d, state.name, `values.${name}: ${value.error.message}`);
    values[name] = value.value;
  }
  d.record("set.assigned", { state: state.name, ...scoped(scopeOf(state.name)), values, move: stateMove(state.name, "assigned") });
}

/** `wait`: a durable timer. */
export function startWait(d: Deliberation, state: Of<"wait">): void {
  const dueAtMs = state.forMs === null ? dueOf(d, state) : d.scope.nowMs + state.forMs;
  if (typeof dueAtMs === "string") return breakDown(d, state.name, dueAtMs);

  d.record("wait.started", { state: state.name, dueAt: new Date(dueAtMs).toISOString() });
}

/** The instant an `until` names, or why it names none. A duration counts from now. */
function dueOf(d: Deliberation, state: Of<"wait">): number | string {
  const value = d.scope.expressions.evaluate(requireKnown(state.until, "until"), documentNames(d.saga, d.scope, state.name));
  if (!value.ok) return `until: ${value.error.message}`;

  const text = String(value.value);
  const atMs = Date.parse(text);
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return d.scope.nowMs + durationMs;
  return Number.isNaN(atMs) ? `until: "${text.slice(0, 100)}" is no timestamp` : atMs;
}

/** `succeed`: the saga ends well. */
export function succeed(d: Deliberation, state: Of<"succeed">): void {
  const names = documentNames(d.saga, d.scope, state.name);
  const output = state.output === null ? ({ ok: true, value: null } as const) : d.scope.expressions.renderJson(state.output, names);
  if (!output.ok) return breakDown(d, state.name, `output: ${output.error.message}`);

  completeSaga(d, state.name, output.value);
}

/** A `fail` state raises its own error. Reached through a catch it speaks of the step that failed. In a branch it fails the block. */
export function fail(d: Deliberation, state: Of<"fail">): void {
  const { type, status, detail } = state.error;
  const scope = scopeOf(state.name);
  const said = d.scope.expressions.renderJson(detail, documentNames(d.saga, d.scope, state.name));
  const text = said.ok ? textOf(said.value) : `${type} (its detail cannot be evaluated: ${said.error.message})`;
  const place = nearest(d.saga.context.caught, state.name)?.state ?? state.name;
  const cause = causeOf(d, place, { type, category: "step", status, detail: text });
  const way =
    scope === ""
      ? ({ cause, undoing: { goal: { kind: "end" }, since: 0, within: [] } } as const)
      : ({ scope, branch: "failed", error: cause } as const);

  d.record("fail.raised", { state: state.name, ...way, move: stateMove(state.name, "raised") });
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An expression of a state that sends nothing failed: back before the pivot, a person after it. */
function breakDown(d: Deliberation, state: string, detail: string): void {
  const error = causeOf(d, state, { type: "ExpressionError", category: "consistency", status: null, detail });

  leaveFailed(d, { state: { name: state }, type: "step.failed", error, facts: { state } });
}
