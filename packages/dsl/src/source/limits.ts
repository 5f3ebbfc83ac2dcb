// The bounds of section 10 of the language, and those that keep reading within 250 ms.

/** UTF-8 bytes of one document. */
const DOCUMENT_BYTES_MAX = 256 * 1024;
/** UTF-16 code units of a text with several documents. */
const TEXT_LENGTH_MAX = 2 * 1024 * 1024;
export const DOCUMENTS_MAX = 100;
/** Levels of lists and objects. */
export const DEPTH_MAX = 64;
const ALIASES_MAX = 100;
/** Values of one document after its aliases are unfolded. */
const VALUES_MAX = 50_000;
/**
 * Lexemes of one document. The lexer and parser of `yaml` take 2 µs for one on a slow machine, 256 KiB of commas are
 * 262,144; a definition of 500 states has 25,000 to 40,000.
 */
const LEXEMES_MAX = 60_000;
/** What a text may hold at most, and whether `${` means anything in it. */
export interface TextRules {
  readonly textLengthMax: number;
  readonly documentBytesMax: number;
  readonly lexemesMax: number;
  readonly valuesMax: number;
  readonly aliasesMax: number;
  /** Whether it is a text of this language: expressions are looked at, numbers must be exact, versions be quoted. */
  readonly isOwn: boolean;
}

export const OWN_TEXT: TextRules = {
  textLengthMax: TEXT_LENGTH_MAX,
  documentBytesMax: DOCUMENT_BYTES_MAX,
  lexemesMax: LEXEMES_MAX,
  valuesMax: VALUES_MAX,
  aliasesMax: ALIASES_MAX,
  isOwn: true,
};

/**
 * A description in another format, read once by a person's command and never by an engine: descriptions of services
 * with 300 operations have 3 MiB and take three seconds.
 */
export const FOREIGN_TEXT: TextRules = {
  textLengthMax: 4 * 1024 * 1024,
  documentBytesMax: 4 * 1024 * 1024,
  lexemesMax: 2_000_000,
  valuesMax: 1_000_000,
  aliasesMax: 2_000,
  isOwn: false,
};

/** Problems the parser may report before the rest of a document is given up. */
export const SYNTAX_PROBLEMS_MAX = 20;
