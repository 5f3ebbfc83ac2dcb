import type { AllowedCommand, CommandType, RiskClass } from "@skald/shared";

/** How a command is named, explained and pressed. */
export interface CommandFace {
  readonly verb: string;
  /** What it means, in one line of the menu. */
  readonly meaning: string;
  /** Purple for what undoes, red for what cannot be taken back, plain for the rest. */
  readonly tone: "plain" | "undo" | "bad";
  /** Reasons people give most; each fills the reason field in one click. */
  readonly reasons: readonly string[];
}

/** One row per command; labels of buttons, menus and dialogs come from here alone. */
export const COMMANDS = {
  pause: { verb: "Pause", meaning: "Send nothing new until resumed", tone: "plain", reasons: [] },
  resume: { verb: "Resume", meaning: "Open the gate and go on", tone: "plain", reasons: [] },
  retry: {
    verb: "Retry",
    meaning: "Reset the attempts and call again with the same key",
    tone: "plain",
    reasons: ["The service is healthy again", "The cause has been fixed"],
  },
  compensate: { verb: "Compensate", meaning: "Undo what has been done, in reverse order", tone: "undo", reasons: [] },
  cancel: { verb: "Cancel", meaning: "Stop going forward, then undo", tone: "undo", reasons: [] },
  terminate: { verb: "Terminate", meaning: "Close for ever and undo nothing", tone: "bad", reasons: [] },
  complete: { verb: "Mark as done", meaning: "It was done by hand; record the evidence", tone: "plain", reasons: [] },
  "waive-undo": { verb: "Waive undo", meaning: "Accept that this will not be undone", tone: "bad", reasons: [] },
  "resolve-unknown": { verb: "Resolve outcome", meaning: "Answer whether the call happened", tone: "plain", reasons: [] },
} as const satisfies Record<CommandType, CommandFace>;

/** What each risk class means to the person who presses the button. */
export const RISK = {
  R1: { word: "Reversible", weight: 1 },
  R2: { word: "Repeatable", weight: 2 },
  R3: { word: "Has effects", weight: 3 },
  R4: { word: "Cannot be taken back", weight: 4 },
} as const satisfies Record<RiskClass, { readonly word: string; readonly weight: number }>;

/** The text of a command's button: verb and object, with an ellipsis when a dialog decides more. */
export function commandLabel(command: AllowedCommand): string {
  const { verb } = COMMANDS[command.type];
  if (command.state === null) return `${verb}…`;
  if (command.type === "retry" && command.lane === "undo") return `Retry undo of “${command.state}”…`;
  if (command.type === "waive-undo") return `Waive undo of “${command.state}”…`;

  return `${verb} “${command.state}”…`;
}

const URGENCY: readonly CommandType[] = [
  "resume",
  "resolve-unknown",
  "retry",
  "compensate",
  "complete",
  "waive-undo",
  "pause",
  "cancel",
  "terminate",
];

/** The commands beside the title (at most two) and those behind More: the possible ones first, the most useful of them on top. */
export function splitCommands(commands: readonly AllowedCommand[]): {
  readonly shown: readonly AllowedCommand[];
  readonly more: readonly AllowedCommand[];
} {
  const ordered = [...commands].sort((a, b) => URGENCY.indexOf(a.type) - URGENCY.indexOf(b.type));
  const shown = ordered.filter((command) => command.allowed && command.type !== "terminate" && command.type !== "waive-undo").slice(0, 2);

  const rest = ordered.filter((command) => !shown.includes(command));
  return { shown, more: [...rest.filter((command) => command.allowed), ...rest.filter((command) => !command.allowed)] };
}
