import { ownMember } from "@skald/shared";
import { RE2JS } from "re2js";
import type { BoundedCache } from "../values/bounded-cache.ts";
import { OPERATIONS_MAX, PATTERN_MAX, PATTERN_WEIGHT_MAX } from "../values/bounds.ts";
import { fail } from "../values/failure.ts";
import { weighPattern } from "../values/pattern-weight.ts";
import { clip } from "../values/times.ts";
import { kindOf } from "../values/value.ts";

/**
 * The names an expression can read: plain JSON, and functions of one string (`done` in assertions).
 * Nothing in it is ever changed.
 */
export interface ExpressionScope {
  readonly [name: string]: unknown;
}

/** What one evaluation owns. */
export interface Frame {
  readonly scope: ExpressionScope;
  /** Variables of the comprehensions around the current node, outermost first. */
  readonly locals: unknown[];
  readonly patterns: BoundedCache<RE2JS>;
  readonly operationsMax: number;
  operations: number;
}

/** One node of a syntax tree, compiled. */
export type Evaluate = (frame: Frame) => unknown;

/** A frame for one evaluation. */
export function createFrame(scope: ExpressionScope, patterns: BoundedCache<RE2JS>, operationsMax = OPERATIONS_MAX): Frame {
  return { scope, locals: [], patterns, operationsMax, operations: 0 };
}

/** Counts operations and stops an expression that needs too many. */
export function spend(frame: Frame, operations: number): void {
  frame.operations += operations;
  if (frame.operations > frame.operationsMax) fail("BUDGET_EXCEEDED", `The expression needs more than ${frame.operationsMax} operations.`);
}

/** Work on a text or list is paid by its length: one operation for every `perOperation` elements. */
export function spendFor(frame: Frame, length: number, perOperation: number): void {
  spend(frame, Math.ceil(length / perOperation));
}

/** A value of the scope: its own, and never one of a prototype. Undefined when it is not there. */
export function readScope(scope: ExpressionScope, name: string): unknown {
  return ownMember(scope, name);
}

/** A member of a map: its own, and never one of a prototype. Undefined when there is none, or no map. */
export function readOwn(object: unknown, name: string): unknown {
  return kindOf(object) === "map" ? ownMember(object as Readonly<Record<string, unknown>>, name) : undefined;
}

/** A pattern for the linear-time engine, undefined when it is no RE2 pattern. What counts is the length of what was `written`. */
export function compilePattern(pattern: string, written = pattern): RE2JS | undefined {
  if (written.length > PATTERN_MAX || weighPattern(pattern) > PATTERN_WEIGHT_MAX) return undefined;
  try {
    return RE2JS.compile(pattern);
  } catch {
    // The engine refuses by throwing: look-around, back references, and repetitions that grow too large.
    return undefined;
  }
}

// The slowest patterns step at about 0.3 µs for each character and instruction (measured on 2 cores, 2026-11),
// so 20 of those an operation keep a whole budget below 100 ms.
const MATCH_STEPS_PER_OPERATION = 20;

/** Whether a text contains a match. Its time is linear in the text, and paid for. */
export function matchPattern(frame: Frame, text: string, pattern: string): boolean {
  const compiled = frame.patterns.get(pattern) ?? compilePattern(pattern);
  if (compiled === undefined) return fail("EXPRESSION_FAILED", `"${clip(pattern)}" is no regular expression of RE2.`);

  frame.patterns.set(pattern, compiled);
  spendFor(frame, text.length * compiled.programSize(), MATCH_STEPS_PER_OPERATION);
  return compiled.test(text);
}
