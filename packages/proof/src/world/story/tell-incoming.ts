import type { CompiledSaga } from "@skald/dsl";
import type { Incoming } from "../outside/incoming.ts";

/** What came to a state, in the words of its document: the type of an event, an outcome, `refused (NoDriver)`. */
export function tellIncoming(incoming: Incoming | { readonly kind: "nothing" }, { states }: CompiledSaga, name: string): string {
  switch (incoming.kind) {
    case "received": {
      const state = states[name];
      const awaits = state?.type === "listen" ? state.cases[incoming.case]?.awaits : undefined;
      return awaits === undefined ? `case ${incoming.case + 1}` : nameOf(awaits);
    }
    case "decided":
      return incoming.outcome;
    case "done":
      return "ok";
    case "refused":
      return incoming.type === undefined ? "refused" : `refused (${incoming.type})`;
    case "granted":
    case "deadlock":
      return incoming.kind;
    case "nothing":
      return "nothing in time";
  }
}

function nameOf(awaits: { readonly kind: "event"; readonly type: string } | { readonly kind: "signal"; readonly name: string }): string {
  return awaits.kind === "event" ? awaits.type : awaits.name;
}
