import { fail } from "./values/failure.ts";

// One number type: the JSON number. CEL has three; the syntax tree never holds the other two, because literals
// pass `numberFromLiteral`, and every operation below is on doubles. A result beyond ±2^53, where integers
// begin to share doubles, is an error and never a silently rounded amount.

/** Integers up to here are exact. */
const NUMBER_MAX = 2 ** 53;

/** The number, when it is finite and within ±2^53. */
export function requireExact(value: number): number {
  if (!(value <= NUMBER_MAX && value >= -NUMBER_MAX)) fail("NUMBER_NOT_EXACT", outside(String(value)));

  return value;
}

function outside(text: string): string {
  return `The number ${text} is outside ±2^53, where numbers are exact. Use a string.`;
}

/** The double of a literal, undefined when an integer is not exact. CEL's `5u` and `0x1F` are 5 and 31. */
export function numberFromLiteral(literal: bigint | number): number | undefined {
  const value = Number(literal);

  return value > NUMBER_MAX || (typeof literal === "bigint" && BigInt(value) !== literal) ? undefined : value;
}

/** `left + right`, or an error when the sum is not exact. */
export function add(left: number, right: number): number {
  return settle(left + right, () => BigInt(left) + BigInt(right), left, right);
}

/** `left - right`, or an error when the difference is not exact. */
export function subtract(left: number, right: number): number {
  return settle(left - right, () => BigInt(left) - BigInt(right), left, right);
}

/** `left * right`, or an error when the product is not exact. */
export function multiply(left: number, right: number): number {
  return settle(left * right, () => BigInt(left) * BigInt(right), left, right);
}

/** `left / right`; it never truncates. */
export function divide(left: number, right: number): number {
  if (right === 0) fail("EXPRESSION_FAILED", "Division by zero.");

  return requireExact(left / right + 0);
}

/** The remainder, with the sign of `left`. */
export function remainder(left: number, right: number): number {
  if (right === 0) fail("EXPRESSION_FAILED", "Remainder of a division by zero.");

  return (left % right) + 0;
}

// Exactly at the limit a double may stand for its unrepresentable neighbour: 2^53 + 1 gives 2^53.
// Adding zero turns -0, which JSON does not keep, into 0.
function settle(result: number, exactly: () => bigint, left: number, right: number): number {
  if (Math.abs(result) === NUMBER_MAX && Number.isInteger(left) && Number.isInteger(right) && exactly() !== BigInt(result)) {
    fail("NUMBER_NOT_EXACT", outside(String(exactly())));
  }

  return requireExact(result + 0);
}

/** `int(x)`: towards zero. */
export function truncate(value: number): number {
  return Math.trunc(requireExact(value)) + 0;
}

/** `round(x)`: to the nearest integer, halves away from zero. */
export function round(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(requireExact(value))) + 0;
}

/** `int("42")`. */
export function integerFromText(text: string): number {
  if (!/^[+-]?\d{1,20}$/.test(text)) return fail("EXPRESSION_FAILED", `"${text.slice(0, 60)}" is no integer.`);

  return numberFromLiteral(BigInt(text.replace("+", ""))) ?? fail("NUMBER_NOT_EXACT", outside(text));
}

/** `double("1.5")`. Infinity and NaN are no JSON numbers. */
export function numberFromText(text: string): number {
  if (!/^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?$/.test(text)) {
    return fail("EXPRESSION_FAILED", `"${text.slice(0, 60)}" is no number.`);
  }

  return /^[+-]?\d+$/.test(text) ? integerFromText(text) : requireExact(Number(text)) + 0;
}

/** A position in a list: the number must be integral, and becomes an integer again. */
export function requireIndex(value: number): number {
  if (!Number.isInteger(value)) fail("EXPRESSION_FAILED", `A list index must be an integer, not ${value}.`);

  return value;
}
