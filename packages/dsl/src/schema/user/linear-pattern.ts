import type { RE2JS } from "re2js";
import { compilePattern } from "../../expression/evaluate/frame.ts";

// JavaScript counts more characters as white space than RE2, and leaves more line ends out of the dot.
const SPACES = "\\s\\x{b}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
const NO_SPACES =
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}" +
  "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
const DOT = "[^\\n\\r\\x{2028}\\x{2029}]";

const PIECE =
  /\\u(?<high>[dD][89abAB][\da-fA-F]{2})\\u(?<low>[dD][c-fC-F][\da-fA-F]{2})|\\u(?:\{(?<braced>[\da-fA-F]+)\}|(?<four>[\da-fA-F]{4}))|\\c(?<control>[A-Za-z])|\\[\s\S]|\[\^?\]|[[\].]/g;

/**
 * The pattern of a JSON Schema for the linear-time engine, where it means what it means to JavaScript with the flag `u`.
 * Undefined when it is no pattern of both: look-around and back references have no linear time.
 */
export function compileLinear(pattern: string): RE2JS | undefined {
  return isOfJavaScript(pattern) ? compilePattern(inRe2(pattern), pattern) : undefined;
}

/** Whether JavaScript reads a text as a pattern. Nothing is ever matched by it. */
export function isOfJavaScript(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    // Not a regular expression: that is the answer.
    return false;
  }
}

function inRe2(pattern: string): string {
  let translated = "";
  let inClass = false;
  let end = 0;
  for (const { 0: piece, index, groups = {} } of pattern.matchAll(PIECE)) {
    translated += pattern.slice(end, index) + (codeOf(groups) ?? (inClass ? IN_CLASS : ALONE)[piece] ?? piece);
    // Inside of a class an opening bracket is a character like any other.
    if (/^\[|\]$/.test(piece)) inClass = !piece.endsWith("]");
    end = index + piece.length;
  }

  return translated + pattern.slice(end);
}

const IN_CLASS: Readonly<Record<string, string>> = { "\\s": SPACES, "\\S": NO_SPACES, "\\b": "\\x{8}" };
const ALONE: Readonly<Record<string, string>> = {
  "\\s": `[${SPACES}]`,
  "\\S": `[${NO_SPACES}]`,
  ".": DOT,
  "[]": "[^\\x{0}-\\x{10ffff}]",
  "[^]": "[\\x{0}-\\x{10ffff}]",
};

function codeOf({ high, low, braced, four, control }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (high !== undefined && low !== undefined) {
    return escaped(0x10000 + ((Number.parseInt(high, 16) - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00));
  }
  if (control !== undefined) return escaped(control.charCodeAt(0) % 32);
  const code = braced ?? four;

  return code === undefined ? undefined : escaped(Number.parseInt(code, 16));
}

function escaped(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
