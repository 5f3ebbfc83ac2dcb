import type { Entry } from "@skald/kernel";
import type { Reached } from "./model.ts";

/** A configuration that was reached, by a way to it. */
export interface Node extends Reached {
  /** Equal for configurations with the same future. */
  readonly key: string;
  /** Steps on the way; an interruption counts for several. */
  readonly cost: number;
}

/** Which of the steps was taken, and which of its ways. */
export interface Turn {
  readonly step: number;
  readonly way: number;
}

/** Entries of the whole way, in order. */
export function wayTo(node: Node): readonly Entry[] {
  return node.position.told.entries;
}
