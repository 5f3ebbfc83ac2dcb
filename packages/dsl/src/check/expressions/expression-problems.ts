import type { DiagnosticCode } from "../../diagnostics/codes.ts";
import type { ExpressionProblemCode } from "../../expression/check.ts";
import { membersAt } from "../../model/read-json.ts";
import type { Check, WithExpressions } from "../check.ts";
import type { ExpressionSite } from "../sites/site.ts";

/** Expressions can be read, name what is in scope, call what exists, and their types fit. */
export const expressionProblems: Check<WithExpressions> = ({ sites, places }, report) => {
  for (const site of sites) {
    for (const problem of site.template.problems) {
      // The source stage has told of expressions that are not closed.
      if (problem.code === "UNCLOSED_EXPRESSION") continue;
      report({ code: "EXPRESSION_SYNTAX", at: places.spanWithin(site.path, problem.start, problem.end), message: problem.message });
    }
    for (const { problems, start, source } of site.expressions) {
      for (const problem of problems) {
        const code = CODES[problem.code] ?? "EXPRESSION_TYPE";
        report({
          code,
          at: places.spanWithin(site.path, start + problem.start, start + Math.max(problem.end, problem.start + 1)),
          message: problem.message,
          suggestion:
            problem.suggestion ?? (code === "UNKNOWN_REFERENCE" ? fullName(source.slice(problem.start, problem.end), site) : undefined),
        });
      }
    }
  }
};

// A name that is known one level further in: a state, or a field of what may be read here.
function fullName(name: string, { names, place }: ExpressionSite): string | undefined {
  if (place?.scope.states.has(name) === true && Object.hasOwn(names, "steps")) return `steps.${name}.output`;
  const holder = Object.keys(names).find((each) => membersAt(names[each], "properties").some(([field]) => field === name));

  return holder === undefined ? undefined : `${holder}.${name}`;
}

const CODES: Readonly<Partial<Record<ExpressionProblemCode, DiagnosticCode>>> = {
  EXPRESSION_SYNTAX: "EXPRESSION_SYNTAX",
  EXPRESSION_TOO_COMPLEX: "EXPRESSION_TOO_COMPLEX",
  NAME_REFUSED: "EXPRESSION_SYNTAX",
  UNKNOWN_NAME: "UNKNOWN_REFERENCE",
  UNKNOWN_FUNCTION: "UNKNOWN_FUNCTION",
  UNKNOWN_PROPERTY: "UNDECLARED_PROPERTY",
  NUMBER_NOT_EXACT: "NUMBER_NOT_EXACT",
};
