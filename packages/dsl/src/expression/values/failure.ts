/** Why an expression or a template gave no value. The codes are stable. */
export type ExpressionErrorCode =
  | "EXPRESSION_SYNTAX"
  | "EXPRESSION_TOO_COMPLEX"
  | "EXPRESSION_FAILED"
  | "UNKNOWN_NAME"
  | "UNKNOWN_FUNCTION"
  | "NAME_REFUSED"
  | "NUMBER_NOT_EXACT"
  | "BUDGET_EXCEEDED"
  | "RESULT_TOO_LARGE"
  | "RESULT_TOO_DEEP"
  | "RESULT_NOT_JSON"
  | "RESULT_NOT_BOOLEAN"
  | "SPLICE_NOT_SCALAR"
  | "PATH_SEGMENT_REFUSED";

/** What went wrong, in one sentence, and the source of the expression it went wrong in. */
export interface ExpressionError {
  readonly code: ExpressionErrorCode;
  readonly message: string;
  readonly expression: string;
}

/** How evaluation stops inside this folder. It never leaves it: `render.ts` turns it into a value. */
export class EvaluationFailure extends Error {
  readonly code: ExpressionErrorCode;

  constructor(code: ExpressionErrorCode, message: string) {
    super(message);
    this.name = "EvaluationFailure";
    this.code = code;
  }
}

/** Stops the evaluation of the current expression. */
export function fail(code: ExpressionErrorCode, message: string): never {
  throw new EvaluationFailure(code, message);
}

/**
 * Whether `&&`, `||`, `all` and `exists` may overlook this failure when the other side decides. A spent budget is
 * final, and a name that does not exist is an error wherever it stands.
 */
export function isAbsorbable(thrown: unknown): thrown is EvaluationFailure {
  return thrown instanceof EvaluationFailure && (thrown.code === "EXPRESSION_FAILED" || thrown.code === "NUMBER_NOT_EXACT");
}

/** The failure as data. A stack overflow is a bound too; anything else is a defect, reported like a failure. */
export function errorFromThrown(thrown: unknown, expression: string): ExpressionError {
  if (thrown instanceof EvaluationFailure) return { code: thrown.code, message: thrown.message, expression };
  if (thrown instanceof RangeError) return { code: "EXPRESSION_TOO_COMPLEX", message: "The expression is nested too deeply.", expression };

  return { code: "EXPRESSION_FAILED", message: "The expression could not be evaluated.", expression };
}
