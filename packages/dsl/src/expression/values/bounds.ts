// Every bound of the expression language in one place. They are part of the language: a document that
// stays below them means the same in the engine, in the command line tool and in the browser.

/** Longest source text of one expression, in characters. */
export const SOURCE_MAX = 16_384;
/** Deepest nesting an author can write (brackets, calls, members). */
export const NESTING_MAX = 64;
/** Deepest syntax tree, which chains such as `a + b + c` make deeper than their nesting. */
export const TREE_DEPTH_MAX = 256;
/** Most nodes of one expression. */
export const NODES_MAX = 2_000;
/** Most operations one expression may spend. */
export const OPERATIONS_MAX = 10_000;
/** Most operations all expressions of one template may spend together. */
export const TEMPLATE_OPERATIONS_MAX = 40_000;
/** Deepest result. */
export const RESULT_DEPTH_MAX = 64;
/** Largest result, in characters of its JSON text. */
export const RESULT_MAX = 256 * 1024;
/** Longest regular expression, in characters. */
export const PATTERN_MAX = 1_000;
/** Most pieces of a regular expression, each counted as often as it is repeated by number: compiling takes about 10 µs for each. */
export const PATTERN_WEIGHT_MAX = 5_000;
/** Texts longer than this are compiled anew each time, so the caches stay small in bytes too. */
export const CACHED_TEXT_MAX = 16_384;
