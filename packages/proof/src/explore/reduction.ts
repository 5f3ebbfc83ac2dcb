import type { CompiledSaga } from "@skald/dsl";
import type { Happening } from "../world/happening.ts";
import type { Position } from "../world/position.ts";
import { ConfigurationKeys, type Facts } from "./configuration-key.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import type { Ordering } from "./write-stack.ts";

/** What an exploration need not look at twice. It may spare configurations and never a finding or a kind of end. */
export interface Reduction {
  /** Equal for positions with the same future. */
  keyOf(position: Position, facts: Facts): string;
  /** Happenings without those that can wait. */
  chosen(all: readonly Happening[], position: Position): readonly Happening[];
}

/**
 * All that is known to be the same, of one exploration of a definition, its child sagas with it. With an exact ordering
 * the same steps follow on equal keys, too.
 */
export function fullReduction(definitions: readonly CompiledSaga[], ordering: Ordering): Reduction {
  const keys = new ConfigurationKeys(definitions, ordering);

  return { keyOf: (position, facts) => keys.keyOf(position, facts), chosen: oneAtATime };
}
