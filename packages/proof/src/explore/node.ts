import type { Entry } from "@skald/kernel";
import type { Position } from "../world/position.ts";
import type { Facts } from "./configuration-key.ts";

/** A configuration that was reached, and the shortest way there. */
export interface Node {
  readonly position: Position;
  readonly facts: Facts;
  /** Steps on the way; an interruption counts for several. */
  readonly cost: number;
  /** What was recorded on the last step of the way. */
  readonly entries: readonly Entry[];
  /** What was asked of a participant on the last step, such as a verify that was answered. */
  readonly answered: boolean;
}

/** Entries of the whole way, in order. */
export function wayTo(node: Node): readonly Entry[] {
  return node.position.journal.entries;
}
