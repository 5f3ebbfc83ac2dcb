import type { EntryData } from "../../types/entry.ts";
import type { Deliberation } from "../deliberation.ts";

/** Ignored results that are journalled; the rest is only counted (R12). */
const IGNORED_MAX = 100;

/** Something came that changes nothing: late, twice, or for nobody. */
export function ignore(d: Deliberation, facts: EntryData & { readonly why: string }): void {
  const { ended, ignored } = d.saga.context;
  if (ended !== null || ignored >= IGNORED_MAX) return;

  d.record("result.ignored", facts);
}
