import type { Incident, Saga } from "../types/saga.ts";

/** The incident at a state, or the first there is when none is named; null when nobody has to look. */
export function incidentOf({ context }: Saga, state: string | null = null): Incident | null {
  if (state !== null) return context.incidents[state] ?? null;

  return incidentsOf({ context })[0] ?? null;
}

/** Everything a person has to look at, oldest first. */
export function incidentsOf({ context }: Pick<Saga, "context">): readonly Incident[] {
  return Object.values(context.incidents).toSorted((left, right) => left.since.localeCompare(right.since));
}
