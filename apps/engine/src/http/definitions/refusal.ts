import type { DiagnosticView } from "@skald/shared";
import { ProblemError, type ProblemItem } from "@skald/shared";

/** A text that is refused, with everything that is wrong with it. */
export function refusal(code: "DOCUMENT_INVALID" | "NOT_YET_RUNNABLE", diagnostics: readonly DiagnosticView[]): ProblemError {
  const wrong = diagnostics.filter(({ severity }) => severity === "error");
  const errors = wrong.map(
    ({ code: diagnostic, message, line, column, suggestion }): ProblemItem => ({
      code: diagnostic,
      message,
      at: `${line}:${column}`,
      ...(suggestion === null ? {} : { suggestion }),
    }),
  );
  const [first] = wrong;
  const detail = `The text has ${wrong.length} ${wrong.length === 1 ? "error" : "errors"}. Line ${first?.line ?? 1}: ${first?.message ?? ""}`;

  return new ProblemError(code, detail, { errors, extensions: { diagnostics } });
}
