// A document as it is written, for the printer: what a value is, where it stood, and in which style. Values alone
// would lose the order of fields, anchors, block texts and the places of comments.

/** Where something stood in the source, end exclusive. Comments are attached by it. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** A block text (`|` or `>`): its lines without their indentation. */
export interface BlockLines {
  readonly mark: "|" | ">";
  readonly lines: readonly string[];
}

export interface WrittenScalar extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** A number as it was written: 1.50 stays 1.50. */
  readonly source: string;
  readonly block: BlockLines | null;
  readonly anchor: string | null;
}

/** `*name`, with what it stands for. */
interface WrittenAlias extends Place {
  readonly kind: "alias";
  readonly target: WrittenScalar | WrittenCollection;
}

/** A field of an object, or an item of a list (then without a key). */
export interface WrittenEntry {
  /** Comments are kept by it: it stays when entries are put in order. */
  readonly id: number;
  readonly key: WrittenScalar | null;
  readonly value: Written;
  /** Where the key begins, or the dash of the item. */
  readonly start: number;
  /** Whether an empty line stood above it. */
  readonly isSpaced: boolean;
}

export interface WrittenCollection extends Place {
  readonly kind: "map" | "list";
  readonly id: number;
  /** In braces or brackets. */
  readonly isFlow: boolean;
  /** Column of its entries; of no meaning in braces. */
  readonly column: number;
  readonly entries: readonly WrittenEntry[];
  /** Where the entries begin, rising. */
  readonly starts: readonly number[];
  readonly anchor: string | null;
}

export type Written = WrittenScalar | WrittenAlias | WrittenCollection;

/** A comment with its `#`. */
export interface Comment {
  readonly text: string;
  /** Whether an empty line stood above it. */
  readonly isSpaced: boolean;
}

/** The comments of a document, by the ids of entries and collections. */
export interface Comments {
  /** At the top, about the whole document. */
  readonly head: readonly Comment[];
  /** Whether an empty line follows the head. */
  readonly isHeadApart: boolean;
  readonly before: ReadonlyMap<number, readonly Comment[]>;
  /** At the end of the entry's line. */
  readonly behind: ReadonlyMap<number, string>;
  /** Below the last entry of a collection. */
  readonly below: ReadonlyMap<number, readonly Comment[]>;
}

/** One of the documents of a text. */
export interface WrittenDocument {
  readonly root: Written;
  readonly comments: Comments;
}
