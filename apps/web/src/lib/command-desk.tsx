"use client";

import type { CommandType } from "@skald/shared";
import { createContext, useContext } from "react";

/** A command somebody wants to look at: nothing is sent before its dialog is confirmed. */
export interface WantedCommand {
  readonly type: CommandType;
  readonly state: string | null;
  readonly lane: "action" | "undo" | null;
}

/** A command that was sent from this page and whose effect is still to be seen. */
export interface RequestedCommand extends WantedCommand {
  /** The revision the person saw. */
  readonly revision: number;
  readonly atMs: number;
}

/** Where pages of a saga ask for commands. The dialogs are behind it. */
export interface CommandDesk {
  open(command: WantedCommand): void;
  readonly requested: RequestedCommand | null;
}

const DeskContext = createContext<CommandDesk>({ open: () => undefined, requested: null });

export const CommandDeskProvider = DeskContext.Provider;

export function useCommandDesk(): CommandDesk {
  return useContext(DeskContext);
}
