import type { DiagnosticCode } from "../../diagnostics/codes.ts";
import type { ExpressionProblemCode } from "../../expression/check.ts";
import type { Check, WithExpressions } from "../check.ts";

/** Expressions can be read, name what is in scope, call what exists, and their types fit. */
export const expressionProblems: Check<WithExpressions> = ({ sites, places }, report) => {
  for (const site of sites) {
    for (const problem of site.template.problems) {
      // The source stage has told of expressions that are not closed.
      if (problem.code === "UNCLOSED_EXPRESSION") continue;
      report({ code: "EXPRESSION_SYNTAX", at: places.spanWithin(site.path, problem.start, problem.end), message: problem.message });
    }
    for (const { problems, start } of site.expressions) {
      for (const problem of problems) {
        const code = CODES[problem.code] ?? "EXPRESSION_TYPE";
        report({
          code,
          at: places.spanWithin(site.path, start + problem.start, start + Math.max(problem.end, problem.start + 1)),
          message: problem.message,
          suggestion: problem.suggestion,
        });
      }
    }
  }
};

const CODES: Readonly<Partial<Record<ExpressionProblemCode, DiagnosticCode>>> = {
  EXPRESSION_SYNTAX: "EXPRESSION_SYNTAX",
  EXPRESSION_TOO_COMPLEX: "EXPRESSION_TOO_COMPLEX",
  NAME_REFUSED: "EXPRESSION_SYNTAX",
  UNKNOWN_NAME: "UNKNOWN_REFERENCE",
  UNKNOWN_FUNCTION: "UNKNOWN_FUNCTION",
  UNKNOWN_PROPERTY: "UNDECLARED_PROPERTY",
  NUMBER_NOT_EXACT: "NUMBER_NOT_EXACT",
};
