// The bounds of section 10 of the language, and those that keep reading within 250 ms.

/** UTF-8 bytes of one document. */
export const DOCUMENT_BYTES_MAX = 256 * 1024;
/** UTF-16 code units of a text with several documents. */
export const TEXT_LENGTH_MAX = 2 * 1024 * 1024;
export const DOCUMENTS_MAX = 100;
/** Levels of lists and objects. */
export const DEPTH_MAX = 64;
export const ALIASES_MAX = 100;
/** Values of one document after its aliases are unfolded. */
export const VALUES_MAX = 50_000;
/**
 * Lexemes of one document. The lexer and parser of `yaml` take 2 µs for one on a slow machine, 256 KiB of commas are
 * 262,144; a definition of 500 states has about 25,000.
 */
export const LEXEMES_MAX = 60_000;
/** Problems the parser may report before the rest of a document is given up. */
export const SYNTAX_PROBLEMS_MAX = 20;
