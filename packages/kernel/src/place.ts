import { isJsonObject } from "@skald/shared";
import type { Saga } from "./types/saga.ts";

/** Where the chart stands: in a forward state, in an undo, choosing the next undo, or before or after everything. */
export interface Place {
  readonly lane: "forward" | "undoing" | "outside";
  readonly state: string | null;
  /** Substate, such as `calling`, `backoff`, `stuck`; null where there is none. */
  readonly within: string | null;
}

/** Reads the place out of the chart's value. */
export function placeOf(saga: Saga): Place {
  const { value } = saga;
  if (!isJsonObject(value)) return { lane: "outside", state: null, within: null };

  const lane = value["forward"] === undefined ? "undoing" : "forward";
  const inside = value[lane];
  if (!isJsonObject(inside)) return { lane, state: null, within: null };
  const [state, within] = Object.entries(inside)[0] ?? [null, null];
  return { lane, state, within: typeof within === "string" ? within : null };
}
