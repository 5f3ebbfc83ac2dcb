import { type CompiledSaga, localName, scopeOf, scopesAround } from "@skald/dsl";
import { isFirstPhase, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { nearest } from "../chart/place.ts";
import { requireKnown } from "../require-known.ts";
import type { CallRequest, OpenedCall } from "../types/call.ts";
import type { Scope } from "../types/decision.ts";
import type { Entry } from "../types/entry.ts";
import type { MembersRecord, Saga, UndoEntry } from "../types/saga.ts";

/** Names an expression may read, in the places of dsl.md section 7. */
export type Names = Readonly<Record<string, unknown>>;

// A memo of parsed answers, keyed by the entry that holds the text: it can change no answer.
const answers = new WeakMap<Entry, Json>();

/**
 * Names of the saga document for a state: input, steps, vars, saga, and `error` behind a catch. A state reads the
 * scopes around it, innermost first; an item reads those of its parent's block too.
 */
export function documentNames(saga: Saga, scope: Scope, state: string): Names {
  const { context } = saga;
  const caught = nearest(context.caught, state);
  const around = scopesAround(state).toReversed();
  const outer = scope.outer ?? {};

  return {
    ...outer,
    // What an item was given: its value and its index, under the names its block chose.
    ...(scope.outer === undefined ? { input: saga.input } : (saga.input as JsonObject)),
    steps: { ...(outer["steps"] as Names | undefined), ...stepNames(saga, scope, around) },
    vars: Object.assign({}, outer["vars"], ...around.map((one) => context.vars[one])) as Names,
    saga: outer["saga"] ?? sagaNames(saga),
    env: scope.env,
    ...(caught === undefined ? {} : { error: { ...caught, status: caught.status ?? 0 } }),
  };
}

/** Names of a catalogue's call: what `with` gave, and who asks. */
export function callNames(saga: Saga, params: Json, scope: Scope): Names {
  return { params, saga: { id: saga.id, key: saga.key }, env: scope.env };
}

/** Names of an undo, frozen as they were in the forward call. `output` and `response` are absent when there was no answer. */
export function undoNames(saga: Saga, undo: UndoEntry, scope: Scope): Names {
  const opened = openedAction(scope.entryAt(undo.openedAt), undo);
  const output = undo.outputAt === null ? null : scope.entryAt(undo.outputAt);
  const answer = undo.answeredAt === undefined ? output : scope.entryAt(undo.answeredAt);
  const { context } = saga;
  const members = context.members[undo.state];
  const cause = nearest(context.turning, undo.state)?.cause ?? context.cause ?? nearest(context.caught, undo.state) ?? null;

  return {
    params: opened?.params ?? sentData(scope.definition, undo.state, output),
    ...(opened === undefined ? {} : { request: requestNames(opened.request) }),
    ...(output === null ? {} : { output: outputOf(output) }),
    ...(answer?.data.body === undefined
      ? {}
      : { response: { status: requireKnown(answer.data.status, "status"), body: bodyJson(answer.data.body) } }),
    ...(members === undefined ? {} : { items: itemsNames(scope, members) }),
    saga: sagaNames(saga),
    input: saga.input,
    ...(cause === null ? {} : { cause }),
    env: scope.env,
  };
}

/** What an event carried, for the undo of a state that sent it or waited for it. */
function sentData({ states }: CompiledSaga, state: string, entry: Entry | null): Json {
  const type = states[state]?.type;
  const event = entry !== null && (type === "emit" || type === "listen") ? outputOf(entry) : null;

  return isJsonObject(event) ? (event["data"] ?? null) : null;
}

/**
 * What a batch undo reads of the items of a forEach: those that completed, in item order.
 *
 * They have no `params`: an item is a saga of its own (ADR 5), so what its steps were called with stands in its journal
 * and not in its parent's. None is unknown either: an item resolves that in its own saga before it settles, and one that
 * failed has undone itself there. Instead of copying the params of up to 10,000 items into the parent, `item` is what
 * each was given and `output` what it came to.
 */
function itemsNames(scope: Scope, { givenAt, completed, settled }: MembersRecord): readonly Names[] {
  const given = requireKnown(scope.entryAt(givenAt).data.items, "members");

  return completed
    .toSorted((left, right) => left - right)
    .map((index) => {
      const { settledAt } = requireKnown(settled[index], "member");
      const told = scope.entryAt(settledAt).data.members?.find((one) => one.index === index);
      return { index, item: given[index], output: requireKnown(told, "member").output };
    });
}

/** What `with` rendered to when the action of a visit was opened. */
export function frozenParams(scope: Scope, step: { readonly state: string; readonly visit: number; readonly openedAt: number }): Json {
  return openedAction(scope.entryAt(step.openedAt), step)?.params ?? null;
}

/** The output an entry holds: what `output` made of the answer, the event that was sent, else the answer's own body. */
export function outputOf(entry: Entry): Json {
  if (entry.data.output !== undefined) return entry.data.output;
  if (entry.data.emitted !== undefined) return entry.data.emitted;

  const known = answers.get(entry);
  if (known !== undefined) return known;
  const parsed = bodyJson(entry.data.body ?? "");
  answers.set(entry, parsed);
  return parsed;
}

/** A raw body as expressions see it: JSON where it is JSON, the text where it is not, null where there is none. */
export function bodyJson(body: string): Json {
  if (body === "") return null;
  try {
    return JSON.parse(body) as Json;
  } catch {
    // Not JSON is a normal answer; the text itself is what an expression may read.
    return body;
  }
}

/** The action of a visit as an entry opened it; undefined when the visit called nobody. */
export function openedAction(entry: Entry, step: { readonly state: string; readonly visit: number }): OpenedCall | undefined {
  return entry.data.opened?.find((call) => isFirstPhase(call.kind) && call.state === step.state && call.visit === step.visit);
}

function requestNames(request: CallRequest): JsonObject {
  return { method: request.method, target: request.target, headers: request.headers, body: bodyJson(request.body ?? "") };
}

function sagaNames(saga: Saga): JsonObject {
  const { name, version } = saga.definition;

  return { id: saga.id, key: saga.key, namespace: saga.namespace, name, version, startedAt: saga.startedAt };
}

function stepNames(saga: Saga, scope: Scope, around: readonly string[]): Names {
  const steps: Record<string, unknown> = {};
  for (const inScope of around) {
    for (const state of effectsIn(scope.definition, inScope)) steps[localName(state)] = stepName(saga, scope, state);
  }
  return steps;
}

function stepName(saga: Saga, scope: Scope, state: string): Names {
  const step = saga.context.steps[state];
  if (step === undefined) return { status: "pending" };

  const output = step.outputAt !== null && step.status === "succeeded" ? { output: outputOf(scope.entryAt(step.outputAt)) } : {};
  const error = step.error === null ? {} : { error: step.error };
  return { status: step.status, ...output, ...error };
}

const EFFECTS: ReadonlySet<string> = new Set(["task", "parallel", "forEach", "saga", "transaction", "listen", "human", "emit"]);
const effectsByScope = new WeakMap<CompiledSaga, ReadonlyMap<string, readonly string[]>>();

/** Paths of the states of a scope that can have an output. A memo by definition: it can change no answer. */
function effectsIn(definition: CompiledSaga, scope: string): readonly string[] {
  const known = effectsByScope.get(definition) ?? groupEffects(definition);
  effectsByScope.set(definition, known);

  return known.get(scope) ?? [];
}

function groupEffects(definition: CompiledSaga): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const state of Object.values(definition.states)) {
    if (!EFFECTS.has(state.type)) continue;
    const scope = scopeOf(state.name);
    grouped.set(scope, [...(grouped.get(scope) ?? []), state.name]);
  }
  return grouped;
}
