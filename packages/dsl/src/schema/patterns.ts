import type { DiagnosticCode } from "../diagnostics/codes.ts";

/** Words of CEL: `steps.in.output` could not be read. */
const CEL_WORDS = [
  ..."true false null in as break const continue else for function if import let loop namespace package return var void while".split(" "),
] as const;

const NOT_A_WORD = `(?!(?:${CEL_WORDS.join("|")})$)`;

/** States, branches, items, values, operations. */
export const NAME = `^${NOT_A_WORD}[A-Za-z][A-Za-z0-9_]{0,63}$`;
/** Namespaces, definitions and services: they stand in addresses and in `namespace/name@version`. */
export const DOCUMENT_NAME = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";
export const VERSION = "^(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$";
const RANGE_PART = "(?:\\^|~|>=|=)?(?:\\*|\\d{1,9}(?:\\.(?:\\*|x|\\d{1,9})){0,2}(?:-[0-9A-Za-z.-]+)?)";
/** `namespace/name@range`; both ends may be left out. */
export const SERVICE_REFERENCE = `^(?:[A-Za-z][A-Za-z0-9_-]{0,63}/)?[A-Za-z][A-Za-z0-9_-]{0,63}(?:@${RANGE_PART})?$`;
export const OPERATION_REFERENCE = "^[A-Za-z][A-Za-z0-9_-]{0,63}\\.[A-Za-z][A-Za-z0-9_]{0,63}$";
export const DURATION =
  "^(?:(?:\\d{1,15}(?:ms|s|m|h|d))+|P(?=.)(?:\\d{1,9}D)?(?:T(?=.)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,3})?S)?)?)$";
export const DURATION_OR_FOREVER = `${DURATION}|^forever$`;
/** A duration, or a text with an expression. */
export const DURATION_OR_EXPRESSION = `${DURATION}|\\$\\{`;
export const ERROR_TYPE = "^[A-Za-z][A-Za-z0-9_.-]{0,99}$";
export const ERROR_TYPE_OR_ANY = "^(?:\\*|[A-Za-z][A-Za-z0-9_.-]{0,99})$";
export const PATH = "^/|^\\$\\{";
export const HEADER_NAME = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$";
export const TOLERANCE = "^(?:100|\\d{1,2})%$";

/** What is said of a text that does not fit one of the patterns. */
export const PATTERN_PROBLEMS: ReadonlyMap<string, { readonly code: DiagnosticCode; readonly form: string }> = new Map([
  [NAME, { code: "BAD_NAME", form: "a letter, then letters, digits and underscores, at most 64, and no word of CEL" }],
  [DOCUMENT_NAME, { code: "BAD_NAME", form: "a letter, then letters, digits, underscores and hyphens, at most 64" }],
  [VERSION, { code: "BAD_VERSION", form: "three numbers such as 1.0.0" }],
  [SERVICE_REFERENCE, { code: "BAD_FORMAT", form: "namespace/name@range, for example shop/inventory@^1.0" }],
  [OPERATION_REFERENCE, { code: "BAD_FORMAT", form: "service.operation" }],
  [DURATION, { code: "BAD_DURATION", form: "a duration such as 100ms, 5s, 1h30m, 7d or PT5S" }],
  [DURATION_OR_FOREVER, { code: "BAD_DURATION", form: 'a duration such as 30d, or "forever"' }],
  [DURATION_OR_EXPRESSION, { code: "BAD_DURATION", form: "a duration such as 5m, or an expression" }],
  [ERROR_TYPE, { code: "BAD_NAME", form: "a letter, then letters, digits, dots, hyphens and underscores, at most 100" }],
  [ERROR_TYPE_OR_ANY, { code: "BAD_NAME", form: 'the name of an error type, or "*"' }],
  [PATH, { code: "BAD_FORMAT", form: 'a path that begins with "/"' }],
  [HEADER_NAME, { code: "BAD_NAME", form: "the name of an HTTP header" }],
  [TOLERANCE, { code: "BAD_FORMAT", form: 'a number of items, or a share such as "10%"' }],
]);
