import type { ProofView } from "@skald/shared";
import type { Style } from "./style.ts";
import { visibleLine } from "./visible-text.ts";

/** What was proven of one saga, in its head line: `checked 190 configurations, complete`. */
export function coverageText({ configurations, complete }: ProofView): string {
  return complete
    ? `checked ${configurations} configurations, complete`
    : `checked up to ${configurations.toLocaleString("en")}, not complete`;
}

/** Each violation with the shortest way to it. */
export function violationsText({ violations }: ProofView, style: Style): string {
  return violations
    .map(({ code, message, story }) =>
      [`  ${style("bad", code)}  ${visibleLine(message)}`, `    ${style("quiet", visibleLine(story.join(" → ")))}`].join("\n"),
    )
    .join("\n");
}

/** How sagas of a definition come to rest, each with a shortest way. */
export function endsText({ ends }: ProofView, style: Style): string {
  return ends
    .map(({ status, reason, state, story }) => {
      const why = reason === null ? "" : ` (${reason}${state === null ? "" : ` at ${state}`})`;
      return `  ${status}${why}\n    ${style("quiet", visibleLine(story.join(" → ")))}`;
    })
    .join("\n");
}
