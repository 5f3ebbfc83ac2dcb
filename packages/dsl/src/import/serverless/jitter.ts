import type { Json } from "@skald/shared";
import { type Place, tellAt } from "./place.ts";

/** How the delays of a retry are spread; `of` names the retry. */
export function jitterOf(spot: Pick<Place, "session" | "at">, given: Json | undefined, of: string): "none" | "full" {
  if (given === undefined) return "none";
  tellAt(spot, "changed", [
    `The delays of ${of} are spread as its jitter says; here each is anything between nothing and its length.`,
    "Choose a delay that is long enough.",
  ]);

  return "full";
}
