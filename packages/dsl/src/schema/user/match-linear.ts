import type { RE2JS } from "re2js";
import { compileLinear } from "./linear-pattern.ts";

// The slowest patterns step at about 0.08 µs for each character and instruction (measured on 2 cores, 2026-11),
// so all patterns of one value together take less than 2 s.
const STEPS_MAX = 20_000_000;

/** Thrown when the patterns of a schema would take too long to match against a value. */
export class TooManySteps extends Error {
  constructor() {
    super("takes too long to match: shorten its texts, or use simpler patterns");
  }
}

let stepsLeft = STEPS_MAX;

/** Begins to check another value. */
export function startMatching(): void {
  stepsLeft = STEPS_MAX;
}

/**
 * The engine of the patterns of an author's schema: linear in the text, however it is written. A pattern it does not know
 * was refused with the document, and matches nothing.
 */
export function matchLinear(pattern: string): { readonly test: (text: string) => boolean; readonly toString: () => string } {
  const compiled = compileLinear(pattern);

  // The validator tells patterns apart by their text.
  return { test: (text) => compiled !== undefined && testWithin(compiled, text), toString: () => pattern };
}
matchLinear.code = "matchLinear";

function testWithin(pattern: RE2JS, text: string): boolean {
  stepsLeft -= text.length * pattern.programSize();
  if (stepsLeft < 0) throw new TooManySteps();

  return pattern.test(text);
}
