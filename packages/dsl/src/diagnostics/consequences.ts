import { DIAGNOSTICS, type DiagnosticCode } from "./codes.ts";
import type { Span } from "./diagnostic.ts";
import type { Finding } from "./report.ts";

// One mistake is told once. What a later stage says of a value that an earlier stage has refused only repeats it in
// other words, and warnings are about what was meant: while the shape is wrong nobody knows what that is, nor which
// states an edge that cannot be read would have led to.

/** What the stages said of one document, in their order. */
export interface StageFindings {
  readonly source: readonly { readonly code: DiagnosticCode; readonly span: Span }[];
  readonly shape: readonly Finding[];
  readonly checks: readonly Finding[];
}

/** The findings of shape and checks without those that only repeat an earlier one. */
export function withoutConsequences({ source, shape, checks }: StageFindings): readonly Finding[] {
  const refused = new Set(source.map(({ span }) => keyOf(span)));
  const told = shape.filter(({ at }) => !refused.has(keyOf(at)));
  for (const { code, at } of shape) if (!IN_PLACE.has(code)) refused.add(keyOf(at));
  const isMisshapen = source.length > 0 || shape.some(({ code }) => code !== "NOT_YET_RUNNABLE");

  return [...told, ...checks.filter(({ code, at }) => !refused.has(keyOf(at)) && !(isMisshapen && isAboutMeaning(code)))];
}

function isAboutMeaning(code: DiagnosticCode): boolean {
  return DIAGNOSTICS[code].severity === "warning" || code === "UNREACHABLE_STATE";
}

// These leave the value as it is; what is wrong inside it is told too.
const IN_PLACE: ReadonlySet<DiagnosticCode> = new Set(["NOT_YET_RUNNABLE", "UNKNOWN_FIELD"]);

function keyOf({ start, end }: Span): string {
  return `${start} ${end}`;
}
