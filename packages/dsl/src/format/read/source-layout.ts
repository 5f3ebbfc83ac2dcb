import { lexemesOf } from "../lexemes.ts";

/** A comment where it stands. */
export interface PlacedComment {
  readonly at: number;
  readonly text: string;
  readonly column: number;
  /** Whether it has a line of its own. */
  readonly isAlone: boolean;
  /** Whether an empty line is above it. */
  readonly isSpaced: boolean;
}

/** What the nodes of `yaml` do not tell of a text: comments, dashes and markers in their places. */
export interface SourceLayout {
  readonly text: string;
  readonly comments: readonly PlacedComment[];
  /** Offsets of the dashes of block lists. */
  readonly dashes: readonly number[];
  /** Offsets of the markers that part documents, `---` and `...`. */
  readonly markers: readonly number[];
}

/** Finds comments, dashes and markers of a text that was read without a problem. */
export function layoutOf(text: string): SourceLayout {
  const comments: PlacedComment[] = [];
  const dashes: number[] = [];
  const markers: number[] = [];
  for (const { type, source, at } of lexemesOf(text)) {
    if (type === "comment") comments.push(commentAt(text, { at, text: source.trimEnd() }));
    if (type === "seq-item-ind") dashes.push(at);
    if (type === "doc-start" || type === "doc-end") markers.push(at);
  }
  return { text, comments, dashes, markers };
}

function commentAt(source: string, { at, text }: { readonly at: number; readonly text: string }): PlacedComment {
  const isAlone = source.slice(lineStart(source, at), at).trim() === "";

  return { at, text, column: columnAt(source, at), isAlone, isSpaced: isAlone && isBelowEmptyLine(source, at) };
}

export function columnAt(source: string, at: number): number {
  return at - lineStart(source, at);
}

/** Whether what stands at `at` begins its line, list marks aside, and the line above is empty. */
export function isBelowEmptyLine(source: string, at: number): boolean {
  const start = lineStart(source, at);
  if (start === 0 || !/^[ \t]*(?:[-?][ \t]+)*$/.test(source.slice(start, at))) return false;

  return source.slice(lineStart(source, start - 1), start - 1).trim() === "";
}

function lineStart(source: string, at: number): number {
  return at === 0 ? 0 : source.lastIndexOf("\n", at - 1) + 1;
}
