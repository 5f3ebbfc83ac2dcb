import { DOCUMENT_NAME, ERROR_TYPE, NAME } from "../schema/patterns.ts";

const LENGTH_MAX = 64;
/** Names of the language, but no keys of a document. */
const RESERVED: readonly string[] = ["constructor", "prototype"];
const [name, documentName, errorType] = [NAME, DOCUMENT_NAME, ERROR_TYPE].map((pattern) => new RegExp(pattern)) as [RegExp, RegExp, RegExp];

/** Gives each name out once. */
export interface Names {
  /** A name for a state, a branch or a value, as near to what was meant as the language allows. */
  give(meant: string): string;
}

/** Names that are taken from the start are given to nobody. */
export function createNames({ taken = [], suffix }: { readonly taken?: readonly string[]; readonly suffix: string }): Names {
  const given = new Set(taken);

  return {
    give: (meant) => {
      const wanted = validName(meant, suffix);
      let found = wanted;
      for (let number = 2; given.has(found); number += 1) found = `${wanted.slice(0, LENGTH_MAX - String(number).length)}${number}`;
      given.add(found);
      return found;
    },
  };
}

/** The nearest name a state, value or operation may have. A word of CEL, or one no key may be, gets the suffix. */
export function validName(meant: string, suffix = "Call"): string {
  if (isName(meant)) return meant;
  const joined = camelCase(meant).slice(0, LENGTH_MAX);
  if (isName(joined)) return joined;

  return /^[A-Za-z]/.test(joined)
    ? `${joined.slice(0, LENGTH_MAX - suffix.length)}${suffix}`
    : `${suffix.toLowerCase()}${joined}`.slice(0, LENGTH_MAX);
}

function isName(text: string): boolean {
  return name.test(text) && !RESERVED.includes(text);
}

/** The nearest name a document may have: words with hyphens. */
export function validDocumentName(meant: string): string {
  const words = meant
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z0-9_]+/g, "-")
    .toLowerCase()
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, LENGTH_MAX);

  return documentName.test(words) ? words : "imported";
}

/** The nearest name an error may have. */
export function validErrorType(meant: string): string {
  if (errorType.test(meant)) return meant;
  const cleaned = meant
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .replaceAll(/^[^A-Za-z]+|-+$/g, "")
    .slice(0, 100);

  return errorType.test(cleaned) ? cleaned : "Failed";
}

function camelCase(text: string): string {
  const words = text
    .normalize("NFKD")
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== "");

  return words.map((word, index) => (index === 0 ? word : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)).join("");
}
