import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Finding } from "../diagnostics/report.ts";
import { DOCUMENTS_MAX, type TextRules } from "./limits.ts";

/** What is wrong with a text before anything of it is parsed. An empty answer means: parse it. */
export function guardText(lines: Lines, rules: TextRules): readonly Finding[] {
  const { length } = lines.text;
  if (length > rules.textLengthMax) {
    const message = `The text has ${length} characters; ${rules.textLengthMax} are allowed.`;
    return [{ code: "DOCUMENT_TOO_LARGE", at: spanBetween(lines, 0, 0), message }];
  }

  const markers = documentMarkers(lines);
  const tooLarge = findTooLarge(lines, [0, ...markers], rules) ?? findTooMany(lines, markers);

  return tooLarge === undefined ? findCharacters(lines) : [tooLarge];
}

function findTooLarge(lines: Lines, starts: readonly number[], { documentBytesMax }: TextRules): Finding | undefined {
  for (const [index, start] of starts.entries()) {
    const size = utf8Length(lines.text, start, starts[index + 1] ?? lines.text.length);
    if (size > documentBytesMax) {
      return {
        code: "DOCUMENT_TOO_LARGE",
        at: spanBetween(lines, start, start),
        message: `The document has ${size} bytes; ${documentBytesMax} are allowed.`,
      };
    }
  }
  return undefined;
}

function findTooMany(lines: Lines, markers: readonly number[]): Finding | undefined {
  // A marker may stand before the first document too.
  const first = markers[DOCUMENTS_MAX + 1];
  if (first === undefined) return undefined;

  return {
    code: "SEVERAL_DOCUMENTS",
    at: spanBetween(lines, first, first + 3),
    message: `The text holds more than ${DOCUMENTS_MAX} documents.`,
  };
}

// A line that begins with `---` ends a document whatever it stands in.
function documentMarkers(lines: Lines): readonly number[] {
  return lines.starts.filter((start) => start > 0 && lines.text.startsWith("---", start) && /\s|^$/.test(lines.text.charAt(start + 3)));
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800 || isHighSurrogate(code) || isLowSurrogate(code)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

// Control characters (U+009B alone steers a terminal), line and paragraph separators, direction overrides (a text must
// read as it means), halves of surrogate pairs, byte order marks, and U+FFFF. Built from numbers: written out they
// could not be read.
const SUSPECT = new RegExp(
  `[${[
    [0x00, 0x08],
    [0x0b, 0x0c],
    [0x0e, 0x1f],
    [0x7f, 0x9f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xd800, 0xdfff],
    [0xfeff, 0xfeff],
    [0xffff, 0xffff],
  ]
    .map((range) => range.map((code) => `\\u${code.toString(16).padStart(4, "0")}`).join("-"))
    .join("")}]`,
  "g",
);

// Ten places are enough to see what kind of text this is.
const CHARACTERS_SHOWN = 10;

function findCharacters(lines: Lines): readonly Finding[] {
  const findings: Finding[] = [];
  for (const match of lines.text.matchAll(SUSPECT)) {
    const at = match.index;
    if (isAllowed(lines.text, at)) continue;

    const code = isTagAt(lines.text, at) ? lines.text.codePointAt(at) : lines.text.charCodeAt(at);
    findings.push({
      code: "INVALID_CHARACTER",
      at: spanBetween(lines, at, at + 1),
      message: `The character ${escapeOf(Number(code))} may not stand in a document.`,
    });
    if (findings.length === CHARACTERS_SHOWN) break;
  }
  return findings;
}

function isAllowed(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0xfeff) return at === 0;
  if (isHighSurrogate(code)) return isLowSurrogate(text.charCodeAt(at + 1)) && !isTagAt(text, at);
  if (isLowSurrogate(code)) return isHighSurrogate(text.charCodeAt(at - 1));

  return false;
}

// U+E0000 to U+E007F spell ASCII that is never shown: a way to hide words from people and not from programs.
function isTagAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0xdb40 && text.charCodeAt(at + 1) <= 0xdc7f;
}

function escapeOf(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The first character of a value that no document may hold, written as an escape; undefined if there is none. */
export function forbiddenCharacter(value: string): string | undefined {
  const nul = value.indexOf("\0");
  const at = nul === -1 && !value.isWellFormed() ? value.search(HALF_PAIR) : nul;
  if (at === -1) return undefined;

  return escapeOf(value.charCodeAt(at));
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
