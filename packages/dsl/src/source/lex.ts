import { CST, Lexer, Parser } from "yaml";
import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Finding } from "../diagnostics/report.ts";
import { shown } from "../diagnostics/shown.ts";
import { DEPTH_MAX, SYNTAX_PROBLEMS_MAX, type TextRules } from "./limits.ts";
import type { RawFinding } from "./raw-finding.ts";
import { createExpressionScan, type Lexeme } from "./scan-expressions.ts";

/** A text taken apart. `tokens` is null when a limit was passed: nothing after that may be composed. */
export interface Lexed {
  readonly tokens: readonly CST.Token[] | null;
  readonly findings: readonly Finding[];
  /** Offset of the first finding whose consequences the parser would report again; infinity if there is none. */
  readonly brokenFrom: number;
}

/** The stack of the parser holds the document and the value being read beside the lists and objects around it. */
const STACK_MAX = DEPTH_MAX + 2;
const TOO_COMPLEX = { code: "DOCUMENT_TOO_COMPLEX", message: "The document has too many parts to be read." } as const;
const TOO_DEEP = { code: "TOO_DEEP", message: `Lists and objects are nested more than ${DEPTH_MAX} levels deep.` } as const;

/**
 * Runs lexer and parser of `yaml` side by side, so that the limits hold while they work, and looks at every lexeme
 * for what the language refuses or explains better than a parser could. `shift` is 1 behind a byte order mark.
 */
export function lex(lines: Lines, shift: number, { lexemesMax, aliasesMax, isOwn }: TextRules): Lexed {
  const text = lines.text.slice(shift);
  const parser = new Parser();
  const scan = createExpressionScan(text);
  const counts = { lexemes: 0, aliases: 0 };
  const tokens: CST.Token[] = [];
  const findings: Finding[] = [];
  let offset = 0;
  let type = "";
  let brokenFrom = Number.POSITIVE_INFINITY;

  for (const source of new Lexer().lex(text)) {
    type = type === "scalar" ? "text" : String(CST.tokenType(source));
    const lexeme: Lexeme = { type, source, at: offset };
    if (type === "doc-start") Object.assign(counts, { lexemes: 0, aliases: 0 });
    counts.lexemes += 1;
    if (type === "alias") counts.aliases += 1;

    const expression = isOwn ? scan(lexeme) : undefined;
    const broken = expression ?? openQuote(lexeme);
    if (broken !== undefined) brokenFrom = Math.min(brokenFrom, broken.start);
    // A text full of tags is told by a few of them.
    const isTold = findings.length >= SYNTAX_PROBLEMS_MAX;
    const found = broken ?? (isTold ? undefined : refuse(lexeme, counts.aliases, aliasesMax));
    if (found !== undefined) findings.push({ ...found, at: spanBetween(lines, found.start + shift, found.end + shift) });

    for (const token of parser.next(source)) tokens.push(token);
    if (counts.lexemes > lexemesMax || parser.stack.length > STACK_MAX) {
      const at = spanBetween(lines, offset + shift, offset + 1 + shift);
      findings.push(counts.lexemes > lexemesMax ? { ...TOO_COMPLEX, at } : { ...TOO_DEEP, at });
      return { tokens: null, findings, brokenFrom };
    }
    if (!isControl(type)) offset += source.length;
  }
  for (const token of parser.end()) tokens.push(token);

  return { tokens: counts.aliases > aliasesMax ? null : tokens, findings, brokenFrom };
}

// The parser would tell it at the end of the text; it is wanted where the quote was opened.
function openQuote({ type, source, at }: Lexeme): RawFinding | undefined {
  const isClosed = type === "double-quoted-scalar" ? isClosedDouble(source) : type !== "single-quoted-scalar" || isClosedSingle(source);

  return isClosed ? undefined : { code: "SYNTAX", start: at, end: at + 1, message: "The quote that is opened here is never closed." };
}

// The lexer ends at the first quote that closes: only the last characters must be looked at.
function isClosedDouble(source: string): boolean {
  return source.length > 1 && source.endsWith('"') && runBefore(source, "\\", source.length - 1) % 2 === 0;
}

function isClosedSingle(source: string): boolean {
  return runBefore(source, "'", source.length) % 2 === 1;
}

/** How often a character stands directly before a place, the first character of the text aside. */
function runBefore(text: string, character: string, end: number): number {
  let at = end;
  while (at > 1 && text[at - 1] === character) at -= 1;

  return end - at;
}

function refuse({ type, source, at }: Lexeme, aliases: number, aliasesMax: number): RawFinding | undefined {
  // Asked of every lexeme: a text of 250 KiB has 60,000 before it is given up.
  if (type !== "tag" && type !== "directive-line" && type !== "alias") return undefined;

  const place = { start: at, end: at + source.length };
  if (type === "tag") return { code: "TAG_NOT_ALLOWED", ...place, message: `The tag "${shown(source.trim(), 40)}" is not allowed.` };
  if (type === "directive-line" && source.trim() !== "%YAML 1.2") {
    return { code: "DIRECTIVE_NOT_ALLOWED", ...place, message: `The directive "${shown(source.trim(), 40)}" is not allowed.` };
  }
  if (type === "alias" && aliases === aliasesMax + 1) {
    return { code: "TOO_MANY_ALIASES", ...place, message: `A document may hold ${aliasesMax} aliases; this is one more.` };
  }
  return undefined;
}

// These lexemes are signs between lexer and parser and stand for no text.
function isControl(type: string): boolean {
  return type === "doc-mode" || type === "flow-error-end" || type === "scalar";
}
