import { requireKnown } from "../require-known.ts";
import type { EntryData } from "../types/entry.ts";
/** The state an entry is about. @throws Error when it names none: a defect. */
export function stateOf({ state }: EntryData): string {
  return requireKnown(state, "state");
}

/** A record without one of its keys; the same record when it does not have it. */
export function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, key)) return record;
  const { [key]: _left, ...rest } = record;

  return rest;
}
