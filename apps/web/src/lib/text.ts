// Payloads are hostile text. They are only ever rendered as text nodes, and what would change
// the direction or hide inside a line is shown as an escape (security.md, Console 8).

const DECEIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with control and direction characters made visible: `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(DECEIVING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A value as indented JSON, cut at `max` characters. */
export function prettyJson(value: unknown, max = 200_000): { readonly text: string; readonly cut: boolean } {
  const text = visibleText(String(JSON.stringify(value, null, 2)));
  return text.length > max ? { text: text.slice(0, max), cut: true } : { text, cut: false };
}

/** The body of a call: indented when it is JSON, as it is otherwise. */
export function prettyBody(body: string): string {
  try {
    return prettyJson(JSON.parse(body)).text;
  } catch {
    // Not JSON: the participant's words, unchanged.
    return visibleText(body).slice(0, 200_000);
  }
}

/** The first and last characters of an id: `0199…c3a1`. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}

/** `1 step`, `3 steps`. */
export function plural(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

/** A share as a percentage: `3.1 %`; a dash when there is none. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}
