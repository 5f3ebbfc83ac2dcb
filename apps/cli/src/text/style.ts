import { styleText } from "node:util";

/** What a text means; the colour follows from it. Colour is never the only sign. */
export type Tone = "good" | "bad" | "warning" | "quiet" | "strong" | "undo";

/** Dresses a text, or leaves it plain where nobody sees colours. */
export type Style = (tone: Tone, text: string) => string;

const FORMATS = { good: "green", bad: "red", warning: "yellow", quiet: "dim", strong: "bold", undo: "magenta" } as const satisfies Record<
  Tone,
  Parameters<typeof styleText>[0]
>;

/** A style with or without colours. */
export function createStyle(hasColour: boolean): Style {
  return hasColour ? (tone, text) => styleText(FORMATS[tone], text, { validateStream: false }) : (_tone, text) => text;
}
