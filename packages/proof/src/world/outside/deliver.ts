import { type CompiledListen, type CompiledSaga, localName } from "@skald/dsl";
import { awaitedEvents, type Saga, type SagaEvent } from "@skald/kernel";
import type { Json, JsonObject } from "@skald/shared";
import { type Steering, UNSTEERED } from "../../partial/steering.ts";
import { unknown } from "../../partial/unknown.ts";
import type { Awaited } from "../happening.ts";
import type { Position } from "../position.ts";
import type { Incoming } from "./incoming.ts";

/** What comes, as the kernel takes it. */
export interface Delivery {
  readonly event: SagaEvent;
  readonly steering: Steering;
}

/** What comes to a state that waits, so that it fits: its key is that of the saga. @throws Error when nothing waits there: a defect. */
export function deliver(incoming: Incoming, { key, state }: Awaited, { family }: Position): Delivery {
  const relative = family[key];
  if (relative === undefined) throw new Error(`There is no saga at "${key}".`);
  const { definition, saga } = relative;
  const visit = saga.context.visits[state] ?? 1;

  switch (incoming.kind) {
    case "received":
      return receivedBy(listenAt(definition, state), incoming, { definition, saga });
    case "decided":
      return unsteered({ kind: "human", state, ...decisionOf(incoming, definition, state), actor: "a person", comment: null });
    case "done":
      return unsteered({
        kind: "callback",
        state,
        visit,
        body: {
          outcome: "succeeded",
          output: incoming.output === undefined ? unknown(`callback of ${localName(state)}`) : incoming.output,
        },
      });
    case "refused":
      return unsteered({
        kind: "callback",
        state,
        visit,
        body: { outcome: "refused", ...(incoming.type === undefined ? {} : { type: incoming.type }) },
      });
    case "granted":
    case "deadlock":
      return unsteered({ kind: "lock", state, visit, verdict: incoming.kind });
  }
}

function unsteered(event: SagaEvent): Delivery {
  return { event, steering: UNSTEERED };
}

function listenAt({ states }: CompiledSaga, name: string): CompiledListen {
  const state = states[name];
  if (state?.type !== "listen") throw new Error(`"${name}" waits for no event.`);

  return state;
}

type Decided = Extract<Incoming, { kind: "decided" }>;

function decisionOf({ outcome, form }: Decided, { states }: CompiledSaga, name: string): { readonly outcome: string; readonly form: Json } {
  const state = states[name];
  const asked = state?.type === "human" && state.form !== null ? unknown(`form of ${localName(name)}`) : null;

  return { outcome, form: form ?? asked };
}

interface Listener {
  readonly definition: CompiledSaga;
  readonly saga: Saga;
}

function receivedBy(listen: CompiledListen, { case: index, payload }: Extract<Incoming, { kind: "received" }>, at: Listener): Delivery {
  const awaits = listen.cases[index]?.awaits;
  if (awaits === undefined) throw new Error(`"${listen.name}" has no case ${index}.`);
  const data = payload === undefined ? unknown(awaits.kind === "event" ? awaits.type : awaits.name) : payload;
  if (awaits.kind === "signal") return unsteered({ kind: "signal", name: awaits.name, body: data });

  const rank = listen.cases.slice(0, index).filter((one) => one.awaits.kind === "event").length;
  const match = awaitedEvents(at.saga).filter(({ state }) => state === listen.name)[rank]?.match ?? "";
  const event: JsonObject = {
    specversion: "1.0",
    id: unknown("event.id"),
    source: awaits.source ?? unknown("event.source"),
    type: awaits.type,
    subject: awaits.key === null ? match : unknown("event.subject"),
    time: unknown("event.time"),
    datacontenttype: "application/json",
    data,
  };
  return { event: { kind: "event", event }, steering: steeringTo(listen, index, { match, definition: at.definition }) };
}

/** Lets the key of one case fit, and of no other; of conditions that stay open only its own holds. */
function steeringTo(
  listen: CompiledListen,
  index: number,
  { match, definition }: { readonly match: string; readonly definition: CompiledSaga },
): Steering {
  const values = new Map<string, Json>();
  const leanings = new Map<string, boolean>();
  const listens = Object.values(definition.states).filter((state) => state.type === "listen");
  for (const { awaits } of listens.flatMap(({ cases }) => cases)) {
    if (awaits.kind !== "event") continue;
    if (awaits.key !== null) values.set(awaits.key, unknown("another key"));
    if (awaits.where !== null) leanings.set(awaits.where.trim(), false);
  }
  const chosen = listen.cases[index]?.awaits;
  if (chosen?.kind === "event" && chosen.key !== null) values.set(chosen.key, match);
  if (chosen?.kind === "event" && chosen.where !== null) leanings.set(chosen.where.trim(), true);

  return { ...UNSTEERED, values, leanings };
}
