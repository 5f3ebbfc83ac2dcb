import type { Span } from "./diagnostic.ts";

/** A way through a document: names of fields and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** Where the parts of one document stand in its source text. A path that leads nowhere gives its nearest ancestor. */
export interface Places {
  /** Which of several `---` documents of one text, from 0. */
  readonly document: number;
  spanOf(path: Path): Span;
  /** The key of a field; for an item of a list its value. */
  keySpanOf(path: Path): Span;
  /** A stretch of a text value, in offsets of the value as it was read: escapes, quotes and indentation are accounted for. */
  spanWithin(path: Path, start: number, end: number): Span;
}
