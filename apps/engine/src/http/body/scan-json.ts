/** What one pass over the text of a JSON value finds, before it is parsed. Says nothing about its syntax. */
export interface JsonScan {
  readonly depth: number;
  /** Members of all objects together, as the text has them. */
  readonly members: number;
  /** Whether some number is so long, or has an exponent, that a double may not hold it. */
  readonly hasLongNumber: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** Up to 15 significant digits a double holds every decimal number. */
const DIGITS_SAFE = 15;

/** Scans a text for what JSON.parse does not tell: nesting, repeated members, numbers it would round. */
export function scanJson(text: string): JsonScan {
  let depth = 0;
  let level = 0;
  let members = 0;
  let digits = 0;
  let hasLongNumber = false;

  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits > DIGITS_SAFE) hasLongNumber = true;
      continue;
    }
    if (digits > 0 && (code === 0x65 || code === 0x45)) hasLongNumber = true;
    // A point belongs to its number.
    if (code !== 0x2e) digits = 0;

    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COLON) members += 1;
    else if (code === 0x7b || code === 0x5b) {
      level += 1;
      if (level > depth) depth = level;
    } else if (code === 0x7d || code === 0x5d) level -= 1;
  }
  return { depth, members, hasLongNumber };
}

/** Place of the closing quote; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
