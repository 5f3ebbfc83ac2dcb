import type { Json } from "@skald/shared";
import { durationAt, listAt, memberOf, objectAt, textAt, writtenAt } from "../read-json.ts";
import type { AwaitedModel, EmitState, ListenState, SentEventModel, UndoByEvent } from "../state-model.ts";
import { buildCallWith, buildCatches, nextOf, targetOf } from "./build-parts.ts";

/** A state that waits for one of several events or signals. One case may be written flat. */
export function buildListen(name: string, json: Json): ListenState {
  const cases = listAt(json, "cases").map((one) => ({ awaits: buildAwaited(one), next: targetOf(one) }));

  return {
    type: "listen",
    name,
    cases: memberOf(json, "cases") === undefined ? [{ awaits: buildAwaited(json), next: nextOf(json) }] : cases,
    timeoutMs: durationAt(json, "timeout"),
    onTimeout: textAt(json, "onTimeout"),
    compensate: buildUndoByEvent(memberOf(json, "compensate")),
    catch: buildCatches(json),
  };
}

function buildAwaited(json: Json): AwaitedModel {
  const signal = textAt(json, "signal");
  if (signal !== null) return { kind: "signal", name: signal };

  const event = memberOf(json, "event");
  return {
    kind: "event",
    type: writtenAt(event, "type"),
    source: textAt(event, "source"),
    key: textAt(event, "key"),
    match: textAt(event, "match"),
    where: textAt(event, "where"),
  };
}

/** A state that sends an event. */
export function buildEmit(name: string, json: Json): EmitState {
  return {
    type: "emit",
    name,
    event: buildSentEvent(memberOf(json, "event")),
    compensate: buildUndoByEvent(memberOf(json, "compensate")),
    next: nextOf(json),
  };
}

function buildSentEvent(json: Json | undefined): SentEventModel {
  return {
    type: writtenAt(json, "type"),
    source: textAt(json, "source"),
    subject: textAt(json, "subject"),
    data: memberOf(json, "data") ?? null,
  };
}

function buildUndoByEvent(json: Json | undefined): UndoByEvent | null {
  const event = objectAt(json, "emit");
  if (event !== null) return { kind: "emit", event: buildSentEvent(event) };

  const call = buildCallWith(json);
  return call === null ? null : { kind: "call", ...call };
}
