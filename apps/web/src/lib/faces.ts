// The vocabulary of looks. A face is always word + icon shape + colour, never colour alone.

/** Colour family of a face. Purple (`undo`) is for undoing alone, everywhere. */
export type Tone = "ok" | "run" | "wait" | "bad" | "undo" | "idle";

/** Shape of an icon; each reads without colour. */
export type IconName =
  | "check"
  | "arc"
  | "hourglass"
  | "cross"
  | "undoArc"
  | "undone"
  | "undoBroken"
  | "dash"
  | "hollow"
  | "bars"
  | "question"
  | "exclamation"
  | "split"
  | "parked"
  | "child"
  | "clock"
  | "stop";

/** How one status looks and reads. */
export interface Face {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** Class names of a tone, spelled out so that Tailwind finds them. */
export const TONE_CLASSES = {
  ok: { text: "text-ok", soft: "bg-ok-bg text-ok", bar: "bg-ok", border: "border-ok" },
  run: { text: "text-run", soft: "bg-run-bg text-run", bar: "bg-run", border: "border-run" },
  wait: { text: "text-wait", soft: "bg-wait-bg text-wait", bar: "bg-wait", border: "border-wait" },
  bad: { text: "text-bad", soft: "bg-bad-bg text-bad", bar: "bg-bad", border: "border-bad" },
  undo: { text: "text-undo", soft: "bg-undo-bg text-undo", bar: "bg-undo", border: "border-undo" },
  idle: { text: "text-idle", soft: "bg-idle-bg text-idle", bar: "bg-idle", border: "border-idle" },
} as const satisfies Record<Tone, { readonly text: string; readonly soft: string; readonly bar: string; readonly border: string }>;

/**
 * The face of a word in a table. A word the table does not know comes from a newer engine:
 * it is shown raw, never guessed.
 */
export function faceIn(table: Readonly<Record<string, Face>>, word: string): Face {
  return table[word] ?? { word, icon: "question", tone: "idle" };
}
