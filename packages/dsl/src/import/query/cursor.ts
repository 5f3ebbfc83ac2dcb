/** One lexeme of a query language. */
interface Lexeme {
  readonly kind: "name" | "quoted" | "number" | "text" | "variable" | "mark" | "end";
  /** What stands there; of a text its value, of a quoted name the name. */
  readonly text: string;
  /** As it is written. */
  readonly written: string;
  readonly at: number;
  /** Whether white space stands before it. */
  readonly isApart: boolean;
}

/** Reads lexemes one after another. */
export interface Cursor {
  readonly source: string;
  peek(ahead?: number): Lexeme;
  next(): Lexeme;
  /** Takes the mark or name if it is the next lexeme. */
  take(text: string): boolean;
}

/** The source is not of the part of the language that is understood. Caught where parsing began. */
export class NotUnderstood extends Error {}

const LEXEME =
  /(?:\s|\/\*[\s\S]*?\*\/)+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\$\$?[A-Za-z_]\w*|\$\$|[A-Za-z_]\w*|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`[^`]*`|\.\.|\/\/|:=|==|!=|<=|>=|&&|\|\||~>|\?\?|[\s\S]/gy;

/** How lexemes begin; whatever begins otherwise is a mark. */
const BEGINNINGS = [
  ["space", /^(?:\s|\/\*)/],
  ["number", /^\d/],
  ["variable", /^\$[$\w]/],
  ["name", /^[A-Za-z_]/],
  ["text", /^["'][\s\S]/],
  ["quoted", /^`[\s\S]/],
] as const;

const LEXEMES_MAX = 4_000;

/**
 * Cuts a query into lexemes.
 *
 * @throws NotUnderstood when it is longer than any query people write.
 */
export function cursorOf(source: string): Cursor {
  const lexemes = lexemesOf(source);
  let at = 0;
  const end: Lexeme = { kind: "end", text: "", written: "", at: source.length, isApart: false };
  const cursor: Cursor = {
    source,
    peek: (ahead = 0) => lexemes[at + ahead] ?? end,
    next: () => {
      const lexeme = cursor.peek();
      at += 1;
      return lexeme;
    },
    take: (text) => {
      const { kind, text: found } = cursor.peek();
      const fits = found === text && (kind === "mark" || kind === "name");
      if (fits) at += 1;
      return fits;
    },
  };
  return cursor;
}

function lexemesOf(source: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let isApart = false;
  for (const { 0: written, index: at } of source.matchAll(LEXEME)) {
    if (lexemes.length > LEXEMES_MAX) throw new NotUnderstood("it is too long");
    const kind = BEGINNINGS.find(([, beginning]) => beginning.test(written))?.[0] ?? "mark";
    if (kind !== "space") lexemes.push({ kind, text: textOf(kind, written), written, at, isApart });
    isApart = kind === "space";
  }
  return lexemes;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function textOf(kind: Lexeme["kind"], written: string): string {
  if (kind === "quoted") return written.slice(1, -1);

  return kind === "text" ? unescaped(written.slice(1, -1)) : written;
}

/** What a text between quotes means. */
export function unescaped(written: string): string {
  return written.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, character: string) =>
    code === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/**
 * Takes a mark that must be there.
 *
 * @throws NotUnderstood naming it when it is not.
 */
export function require(cursor: Cursor, mark: string): void {
  if (!cursor.take(mark)) throw new NotUnderstood(`"${mark}" is expected before "${cursor.peek().text || "the end"}"`);
}

/**
 * Parses what stands between commas up to a closing mark.
 *
 * @throws NotUnderstood when it is not closed.
 */
export function parseSeparated<Item>(cursor: Cursor, close: string, parseItem: () => Item): readonly Item[] {
  const items: Item[] = [];
  while (!cursor.take(close)) {
    if (items.length > 0) require(cursor, ",");
    items.push(parseItem());
  }
  return items;
}

/** How deeply a query may be nested: parsers call themselves. */
export const NESTING_MAX = 60;
