import { type AwaitedModel, type CompiledListen, scopeOf, stateMove } from "@skald/dsl";
import type { Json, JsonObject } from "@skald/shared";
import { isHolding } from "../../evolve/steps.ts";
import { documentNames, type Names } from "../../names/names.ts";
import { requireState } from "../../require-state.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Deliberation } from "../deliberation.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { leaveTurning } from "../undo/leave-turning.ts";
import { type AwaitedCase, awaitedCases, openListens } from "../waits/awaited-events.ts";
import { ignore } from "../waits/ignore.ts";
import { dueAfter, failToEnter, failTooOften } from "../waits/visit-of-wait.ts";

type AwaitedEvent = Extract<AwaitedModel, { kind: "event" }>;

/** `listen`: what each case has to match is rendered now and compared with whatever comes. */
export function startListening(d: Deliberation, state: CompiledListen): void {
  if (failTooOften(d, state)) return;

  const names = documentNames(d.saga, d.scope, state.name);
  const cases: AwaitedCase[] = [];
  for (const [index, { awaits }] of state.cases.entries()) {
    if (awaits.kind === "signal") {
      cases.push({ kind: "signal", name: awaits.name });
      continue;
    }
    const match = renderMatch(d, awaits, names);
    if (!match.ok) return failToEnter(d, state, `cases[${index}].match: ${match.detail}`);
    cases.push({ kind: "event", type: awaits.type, source: awaits.source, match: match.text });
  }

  d.record("listen.started", {
    ...visitFacts(d, state.name),
    about: { cases: cases as unknown as Json },
    ...dueAfter(d, state.timeoutMs),
  });
}

type Match = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly detail: string };

function renderMatch(d: Deliberation, { match }: AwaitedEvent, names: Names): Match {
  const rendered = match === null ? ({ ok: true, value: d.saga.key } as const) : d.scope.expressions.evaluate(match, names);
  if (!rendered.ok) return { ok: false, detail: rendered.error.message };

  const text = textOfKey(rendered.value);
  if (text !== null) return { ok: true, text };
  return { ok: false, detail: match === null ? "the saga has no key" : "it is neither a text nor a number" };
}

/** Correlation compares texts, so that it can be indexed: the number 7 fits the text "7". Null: it fits nothing. */
function textOfKey(value: Json): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** A CloudEvent came: the listen that has waited longest, and its first case that fits, take it. */
export function hearEvent(d: Deliberation, event: JsonObject): void {
  for (const { state } of openListens(d.saga)) {
    const listen = requireState(d.definition, state, "listen");
    const rendered = awaitedCases(d.saga, state);
    const index = listen.cases.findIndex(({ awaits }, at) => awaits.kind === "event" && fits(d, { listen, awaits, event }, rendered[at]));
    if (index >= 0) return arrive(d, listen, { index, output: event });
  }

  // An event is offered to every saga it may concern; only one that names this saga leaves a trace here.
  if (event["skaldsaga"] === d.saga.id) ignore(d, { why: `no state waits for the event "${String(event["type"])}"` });
}

interface Offer {
  readonly listen: CompiledListen;
  readonly awaits: AwaitedEvent;
  readonly event: JsonObject;
}

function fits(d: Deliberation, { listen, awaits, event }: Offer, rendered: AwaitedCase | undefined): boolean {
  if (event["type"] !== awaits.type || (awaits.source !== null && event["source"] !== awaits.source)) return false;

  const { expressions } = d.scope;
  const key = awaits.key === null ? ({ ok: true, value: event["subject"] ?? null } as const) : expressions.evaluate(awaits.key, { event });
  const text = key.ok ? textOfKey(key.value) : null;
  if (text === null || rendered?.kind !== "event" || text !== rendered.match) return false;
  if (awaits.where === null) return true;

  const holds = expressions.evaluateBoolean(awaits.where, { ...documentNames(d.saga, d.scope, listen.name), event });
  return holds.ok && holds.value;
}

/** A signal came: it names the saga, so it leaves a trace even when nobody waits for it. */
export function hearSignal(d: Deliberation, name: string, body: Json): void {
  for (const { state } of openListens(d.saga)) {
    const listen = requireState(d.definition, state, "listen");
    const index = listen.cases.findIndex(({ awaits }) => awaits.kind === "signal" && awaits.name === name);
    if (index >= 0) return arrive(d, listen, { index, output: body });
  }
  ignore(d, { why: `no state waits for the signal "${name}"` });
}

function arrive(d: Deliberation, listen: CompiledListen, { index, output }: { readonly index: number; readonly output: Json }): void {
  if (isHolding(d.saga.context)) return d.record("wait.due", { ...visitFacts(d, listen.name), outcome: "arrived", case: index, output });

  receive(d, listen, { case: index, output });
}

/** Goes on with what came; its undo is registered in the same entry (R1). `facts` say which case, and hold the output or its place. */
export function receive(d: Deliberation, listen: CompiledListen, facts: EntryData): void {
  const { context } = d.saga;
  const undo: EntryData = listen.compensate !== null && context.pivotPassed === null ? { undo: "done" } : {};
  const told: EntryData = { ...visitFacts(d, listen.name), ...facts, ...undo };
  if (context.turning[scopeOf(listen.name)] !== undefined) return leaveTurning(d, listen.name, "step.succeeded", told);

  d.record("step.succeeded", { ...told, move: stateMove(listen.name, `case/${facts.case}`) });
}
