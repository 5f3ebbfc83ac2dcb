import type { WrittenScalar } from "../written.ts";

/** Where a text stands: in braces more characters have a meaning. */
export type Context = "block" | "flow";

/** A value on one line. */
export function scalarText({ value, source }: Pick<WrittenScalar, "value" | "source">, context: Context): string {
  if (typeof value === "number") return source;
  if (typeof value !== "string") return String(value);

  return textFor(value, context);
}

/** A text: plain where YAML reads it as the same text, else in quotes. */
export function textFor(value: string, context: Context): string {
  return isPlain(value, context) ? value : quotedText(value);
}

/** A text in quotes: double ones, and single ones where double ones would need backslashes. */
export function quotedText(value: string): string {
  const isSimple = /["\\]/.test(value) && !value.includes("'") && !isUnseen(value);

  return isSimple ? `'${value}'` : jsonText(value);
}

/** A text as JSON, with everything escaped that no document may hold as it is. */
export function jsonText(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u00a0\u00ad\u2028-\u202e\u2060-\u206f\ufeff\uffff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// What cannot be seen, or would not be read back from a plain text.
const UNSEEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\uffff]/;

const LEADING_MARK = /^(?:[!&*|>'"%@`#,[\]{}=:?]|-(?:\s|$)|---|\.\.\.|<<)/;
const SURROUNDED = /^\s|\s$/;
const CUT = /:(?:\s|$)|\s#/;
const FLOW_MARK = /[,[\]{}]/;
// Words that YAML 1.2 or 1.1 reads as something other than a text: tools of both are in use.
const WORD = /^(?:~|null|true|false|yes|no|on|off|[-+]?\.inf|\.nan)$/i;
const NUMBER = /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-f]+)$/i;

function isPlain(value: string, context: Context): boolean {
  if (value === "" || WORD.test(value) || NUMBER.test(value)) return false;
  if (LEADING_MARK.test(value) || SURROUNDED.test(value) || CUT.test(value) || isUnseen(value)) return false;

  return context === "block" || !FLOW_MARK.test(value);
}

// Pairs of surrogates are seen; only halves are not.
function isUnseen(value: string): boolean {
  return UNSEEN.test(value.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""));
}
