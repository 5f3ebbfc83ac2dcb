import { parseExpression } from "./syntax/parse.ts";
import { infer } from "./types/infer.ts";
import { createInference, type ExpressionProblem, type ScopeCall, settle } from "./types/inference.ts";
import type { Reference } from "./types/references.ts";
import type { ScopeTypes } from "./types/scope-types.ts";

export type { ExpressionProblemCode } from "./types/inference.ts";
export type { Reference } from "./types/references.ts";
export type { ScopeType, ScopeTypes } from "./types/scope-types.ts";

/** All that can be said about an expression before it runs. */
export interface CheckedExpression {
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
  /** Calls of functions of the scope, such as `done("capture")`. */
  readonly calls: readonly ScopeCall[];
  /** `string`, `number`, `bool`, `null`, `list`, `map`, `timestamp`, `duration`, `optional`, `type` or `dyn`. */
  readonly resultType: string;
}

/** Checks one bare expression: syntax, names, functions, types. Offsets are within `source`. Never throws. */
export function checkExpression(source: string, declared: ScopeTypes): CheckedExpression {
  const parsed = parseExpression(source);
  if (!parsed.ok) return { problems: [parsed.problem], references: [], calls: [], resultType: "dyn" };

  const inference = createInference(declared, infer);
  const type = settle(parsed.node, { inference, variables: [], known: [] });
  return { problems: inference.problems, references: inference.references, calls: inference.calls, resultType: type.kind };
}
