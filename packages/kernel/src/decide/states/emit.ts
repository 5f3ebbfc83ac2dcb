import { type CompiledEmit, type SentEventModel, stateMove } from "@skald/dsl";
import type { JsonObject } from "@skald/shared";
import { isHolding } from "../../evolve/steps.ts";
import { documentNames, type Names, undoNames } from "../../names/names.ts";
import type { EntryData } from "../../types/entry.ts";
import type { UndoEntry } from "../../types/saga.ts";
import type { Rendering } from "../calls/render-call.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { giveUpUndo } from "../undo/undo.ts";
import { failToEnter, failTooOften } from "../waits/visit-of-wait.ts";

/** `emit`: the event stands in the entry that is the step's success; a projection hands it out from there. */
export function emit(d: Deliberation, state: CompiledEmit): void {
  if (failTooOften(d, state)) return;
  const facts = visitFacts(d, state.name);
  // R18: nothing goes out while the saga is held.
  if (isHolding(d.saga.context)) return d.record("wait.due", { ...facts, outcome: "held" });

  const event = renderEvent(d, state.event, { id: idOf(d, facts), names: documentNames(d.saga, d.scope, state.name) });
  if (!event.ok) return failToEnter(d, state, `event.${event.detail}`);
  const undo: EntryData = state.compensate !== null && d.saga.context.pivotPassed === null ? { undo: "done" } : {};
  d.record("event.emitted", { ...facts, emitted: event.value, ...undo, move: stateMove(state.name, "succeeded") });
}

/** Undoes a state by an event that takes back what it sent, or what it was told. */
export function emitUndo(d: Deliberation, undo: UndoEntry, event: SentEventModel): void {
  const facts = { state: undo.state, visit: undo.visit };
  if (isHolding(d.saga.context)) return d.record("wait.due", { ...facts, outcome: "held" });

  const emitted = renderEvent(d, event, { id: `${idOf(d, facts)}/undo`, names: undoNames(d.saga, undo, d.scope) });
  if (emitted.ok) return d.record("undo.succeeded", { ...facts, emitted: emitted.value, move: stateMove(undo.state, "undo/succeeded") });
  const detail = `compensate.emit.${emitted.detail}`;
  giveUpUndo(d, facts, causeOf(d, undo.state, { type: "ExpressionError", category: "consistency", status: null, detail }));
}

function idOf(d: Deliberation, { state, visit }: { readonly state: string; readonly visit: number }): string {
  return `${d.saga.id}/${state}#${visit}`;
}

interface Sending {
  readonly id: string;
  readonly names: Names;
}

/** A CloudEvent 1.0. Its `time` is that of the entry it will stand in. */
function renderEvent(d: Deliberation, model: SentEventModel, { id, names }: Sending): Rendering<JsonObject> {
  const text = (field: "type" | "source" | "subject"): Rendering<string | null> => {
    const template = model[field];
    const rendered = template === null ? ({ ok: true, value: null } as const) : d.scope.expressions.renderText(template, names);
    return rendered.ok ? rendered : { ok: false, detail: `${field}: ${rendered.error.message}` };
  };
  const [type, source, subject] = [text("type"), text("source"), text("subject")];
  const data = d.scope.expressions.renderJson(model.data, names);
  if (!type.ok) return type;
  if (!source.ok) return source;
  if (!subject.ok) return subject;
  if (!data.ok) return { ok: false, detail: `data: ${data.error.message}` };

  const { namespace, definition } = d.saga;
  return {
    ok: true,
    value: {
      specversion: "1.0",
      id,
      source: source.value ?? `skald/${namespace}/${definition.name}`,
      type: type.value,
      ...(subject.value === null ? {} : { subject: subject.value }),
      time: d.at,
      datacontenttype: "application/json",
      data: data.value,
    },
  };
}
