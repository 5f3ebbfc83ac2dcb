import { requireKnown } from "../../require-known.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Deliberation } from "../deliberation.ts";

/** Where an entry about the latest visit of a state stands. */
export function visitFacts(d: Deliberation, state: string): EntryData & { readonly state: string; readonly visit: number } {
  return { state, visit: requireKnown(d.saga.context.visits[state], "visit") };
}
