import { type CompiledSaga, type CompiledState, expressions } from "@skald/dsl";
import { type ErrorCode, type Json, parseDuration } from "@skald/shared";

/** What a caller gave. */
export interface StartGiven {
  readonly input: Json;
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A start with everything its definition evaluates once, at the start. */
export interface PreparedStart {
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly deadlineMs: number | null;
  readonly idempotencyKey: string | null;
}

export type Prepared =
  | { readonly ok: true; readonly start: PreparedStart }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail: string };

/**
 * Evaluates `key`, `idempotency.key`, `labels` and `timeout` of a definition. No step has an output yet.
 * `defaultTimeoutMs` applies only to definitions that do not wait.
 */
export function prepareStart(definition: CompiledSaga, given: StartGiven, defaultTimeoutMs: number): Prepared {
  const names = {
    input: given.input,
    steps: {},
    vars: {},
    saga: { namespace: definition.namespace, name: definition.name, version: definition.version },
  };
  const key = given.key !== null || definition.key === null ? ({ ok: true, text: given.key } as const) : keyText(definition.key, names);
  if (!key.ok)
    return {
      ok: false,
      code: "KEY_INVALID",
      detail: `The business key of ${definition.namespace}/${definition.name} cannot be computed: ${key.why}.`,
    };
  const idempotencyKey = definition.idempotency === null ? ({ ok: true, text: null } as const) : keyText(definition.idempotency.key, names);
  if (!idempotencyKey.ok)
    return {
      ok: false,
      code: "KEY_INVALID",
      detail: `idempotency.key of ${definition.namespace}/${definition.name} cannot be computed: ${idempotencyKey.why}.`,
    };

  const labels = { ...renderLabels(definition, names), ...given.labels };
  const deadline = deadlineOf(definition, names, defaultTimeoutMs);
  if (typeof deadline === "string") return { ok: false, code: "KEY_INVALID", detail: deadline };
  return { ok: true, start: { key: key.text, labels, deadlineMs: deadline, idempotencyKey: idempotencyKey.text } };
}

type KeyText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

function keyText(template: string, names: Readonly<Record<string, unknown>>): KeyText {
  const value = expressions.renderJson(template, names);
  if (!value.ok) return { ok: false, why: value.error.message };
  if (typeof value.value !== "string" && typeof value.value !== "number") return { ok: false, why: "it is no text" };

  const text = String(value.value);
  if (text === "") return { ok: false, why: "it is empty" };
  return text.length > 255 ? { ok: false, why: "it is longer than 255 characters" } : { ok: true, text };
}

function renderLabels(definition: CompiledSaga, names: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(definition.labels).map(([name, template]) => {
    const value = expressions.renderText(template, names);
    return [name, value.ok ? value.value : template] as const;
  });

  return Object.fromEntries(entries);
}

/** Whether a state may wait for as long as the world outside likes (dsl.md, section 2). */
function isOpenEnded(state: CompiledState): boolean {
  return ["wait", "listen", "human", "saga"].includes(state.type) || (state.type === "task" && state.await !== null);
}

function deadlineOf(definition: CompiledSaga, names: Readonly<Record<string, unknown>>, defaultTimeoutMs: number): number | null | string {
  const after = definition.timeout?.after;
  if (after === undefined) return Object.values(definition.states).some(isOpenEnded) ? null : defaultTimeoutMs;
  if (typeof after === "number") return after;

  const value = expressions.renderJson(after, names);
  if (!value.ok) return `timeout.after cannot be evaluated: ${value.error.message}.`;
  const ms = typeof value.value === "number" ? value.value * 1000 : parseDuration(String(value.value));
  return ms === undefined || !(ms > 0) ? "timeout.after gives no duration." : Math.round(ms);
}
