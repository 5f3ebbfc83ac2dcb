import type { CommandType } from "@skald/shared";
import type { Answer } from "../world/answer.ts";
import type { Awaited } from "../world/happening.ts";
import type { Incoming } from "../world/outside/incoming.ts";

/** What happens to one state, call by call; the last answer stands for all that follow. */
export interface ScriptedCalls {
  /** The lane of the call. */
  readonly lane: "action" | "undo" | "verify";
  readonly state: string;
  /** Only this visit; null: every visit that has no line of its own. */
  readonly visit: number | null;
  readonly answers: readonly Answer[];
}

/** Something from outside, or nothing until the time of the wait is over. */
export type ScriptedIncoming = Incoming | { readonly kind: "nothing" };

/**
 * What comes from outside to one state, in order: what does not fit is followed by the next, and a later visit goes on
 * where the one before stopped. The last stands for the visits that follow.
 */
export interface ScriptedArrivals {
  readonly of: Awaited["of"];
  readonly state: string;
  /** Only this visit; null: every visit that has no line of its own. */
  readonly visit: number | null;
  readonly incoming: readonly ScriptedIncoming[];
}

/** The way a switch goes: the number of a case, from 0, or its default. */
export interface ScriptedChoice {
  readonly state: string;
  readonly way: number | "default";
}

/** A command an operator gives before the `turn`-th event of the world, from 1. */
export interface ScriptedCommand {
  readonly turn: number;
  readonly type: CommandType;
}

/**
 * What a made-up world does. Calls that are not named succeed; a verify that is not named tells the truth; to a wait that
 * is not named comes the first that may: the first case, the first outcome, a good callback, the locks.
 */
export interface Script {
  readonly calls: readonly ScriptedCalls[];
  readonly arrivals: readonly ScriptedArrivals[];
  readonly choices: readonly ScriptedChoice[];
  readonly commands: readonly ScriptedCommand[];
}

export const EMPTY_SCRIPT: Script = { calls: [], arrivals: [], choices: [], commands: [] };
