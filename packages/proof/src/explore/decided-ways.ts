import { type CompiledSaga, localName } from "@skald/dsl";
import { stateIn } from "../world/family.ts";
import type { Incoming } from "../world/outside/incoming.ts";
import type { Came } from "../world/outside/ledger-after.ts";
import type { Facts } from "./configuration-key.ts";

/**
 * Which way an event or a person chose is known for good, and expressions may read it later. It is a fact of a
 * configuration where some text of the definitions reads the output of that state; elsewhere nothing depends on it.
 */
export class DecidedWays {
  readonly #read: ReadonlySet<string>;

  constructor(definitions: readonly CompiledSaga[]) {
    this.#read = new Set(definitions.flatMap(statesRead));
  }

  /** The facts after something came to a state. */
  after(facts: Facts, { key, state, incoming }: Came): Facts {
    const way = wayOf(incoming);
    if (way === null || !this.#read.has(state)) return facts;

    const place = `${stateIn(key, state)} took `;
    const others = Object.entries(facts).filter(([text]) => !text.startsWith(place));
    return { ...Object.fromEntries(others), [`${place}${way}`]: true };
  }
}

function wayOf(incoming: Incoming): string | null {
  if (incoming.kind === "decided") return incoming.outcome;

  return incoming.kind === "received" ? `case ${incoming.case}` : null;
}

/** States with several ways whose output is read: by its name, or as what a branch or an item gives. */
function statesRead(definition: CompiledSaga): readonly string[] {
  const text = JSON.stringify(definition.states);

  return Object.values(definition.states).flatMap((state): readonly string[] => {
    if (state.type === "forEach") return statesRead(state.body);
    if (state.type !== "listen" && state.type !== "human") return [];
    const ways = state.type === "listen" ? state.cases.length : Object.keys(state.outcomes).length;
    const isRead = new RegExp(`steps(?:\\.\\??${localName(state.name)}\\b|\\[)`).test(text);
    const isGiven = state.type === "listen" && state.cases.some(({ next }) => next === null);
    return ways > 1 && (isRead || isGiven) ? [state.name] : [];
  });
}
