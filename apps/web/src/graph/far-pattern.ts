import type { IconName } from "#lib/faces.ts";

/** The pattern of a box that is too small for words: bad is hatched, waiting is dotted, undoing is chequered. */
export function farPattern(icon: IconName): string {
  switch (icon) {
    case "cross":
    case "undoBroken":
    case "question":
    case "exclamation":
      return "far-failed";
    case "hourglass":
      return "far-waiting";
    case "undoArc":
    case "undone":
      return "far-undo";
    default:
      return "";
  }
}
