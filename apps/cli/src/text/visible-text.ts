// What engine, documents and participants say is hostile text: in a terminal a control character can hide
// lines or type for the person. Line ends and tabs stay.
const DECEIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with control and direction characters as escapes: `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(DECEIVING, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same, for one cell of a table. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll(/[\n\t]+/g, " ");
}
