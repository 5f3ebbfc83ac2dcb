import type { ApiError } from "@skald/shared";
import { visibleText } from "./visible-text.ts";

/** A refusal in words: what, why, each wrong place, and what to do now. */
export function problemText({ problem, retryAfterSeconds }: ApiError): string {
  const places = (problem.errors ?? []).map(({ at, message, suggestion }) => {
    const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    return `  ${at === undefined ? "" : `${at}  `}${message}${hint}`;
  });
  const again = retryAfterSeconds === undefined ? [] : [`Come again in ${retryAfterSeconds} s.`];

  return visibleText([`${problem.title} (${problem.code}).`, problem.detail, ...places, problem.remedy, ...again].join("\n"));
}
