import type { CommandType } from "@skald/shared";
import type { Answer } from "../world/answer.ts";

/** What happens to one state, call by call; the last answer stands for all that follow. */
export interface ScriptedCalls {
  /** The lane of the call. */
  readonly lane: "action" | "undo" | "verify";
  readonly state: string;
  /** Only this visit; null: every visit that has no line of its own. */
  readonly visit: number | null;
  readonly answers: readonly Answer[];
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

/** What a made-up world does. Calls that are not named succeed; a verify that is not named tells the truth. */
export interface Script {
  readonly calls: readonly ScriptedCalls[];
  readonly choices: readonly ScriptedChoice[];
  readonly commands: readonly ScriptedCommand[];
}

export const EMPTY_SCRIPT: Script = { calls: [], choices: [], commands: [] };
