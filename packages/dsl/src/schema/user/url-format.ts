// As ajv-formats has it, but for the user before the host: there, two runs of the same characters stood behind each
// other, and a text that is no URL was tried in the square of its length.
const LETTER = "[a-z0-9\\u{00a1}-\\u{ffff}]";
const PRIVATE =
  "(?!(?:10|127)(?:\\.\\d{1,3}){3})(?!(?:169\\.254|192\\.168)(?:\\.\\d{1,3}){2})(?!172\\.(?:1[6-9]|2\\d|3[0-1])(?:\\.\\d{1,3}){2})";
const NUMBERS =
  "(?:[1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3])(?:\\.(?:1?\\d{1,2}|2[0-4]\\d|25[0-5])){2}(?:\\.(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4]))";
const LABEL = `(?:${LETTER}+-)*${LETTER}+`;
const NAMES = `(?:${LABEL})(?:\\.${LABEL})*(?:\\.(?:[a-z\\u{00a1}-\\u{ffff}]{2,}))`;

/** The format `url` of a schema, in linear time. */
export const URL_FORMAT = new RegExp(
  `^(?:https?|ftp):\\/\\/(?:\\S+@)?(?:${PRIVATE}${NUMBERS}|${NAMES})(?::\\d{2,5})?(?:\\/[^\\s]*)?$`,
  "iu",
);
