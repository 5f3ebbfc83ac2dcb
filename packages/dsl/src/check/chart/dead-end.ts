import { isJsonObject, type JsonObject } from "@skald/shared";
import { closest } from "../../diagnostics/closest.ts";
import type { Path } from "../../diagnostics/places.ts";
import type { ChartState, Scope } from "../../model/chart.ts";
import { valueAt } from "../../model/read-json.ts";
import type { Check } from "../check.ts";

const FINAL = new Set(["succeed", "fail"]);
const KNOWN = new Set([
  "task",
  "switch",
  "parallel",
  "forEach",
  "wait",
  "listen",
  "human",
  "emit",
  "saga",
  "transaction",
  "set",
  "compensate",
]);

/** Every state that is not an end leads somewhere; `end: true` and `succeed` stand where they may. */
export const deadEnd: Check = ({ chart, document, places }, report) => {
  for (const scope of chart.scopes) {
    for (const state of scope.states.values()) {
      const problem = deadEndOf(state, scope);
      if (problem !== undefined && !isMeantToLead(document, state.path))
        report({ code: "DEAD_END", at: places.keySpanOf(state.path), message: problem });
      if (!state.ends || !state.edges.some((edge) => edge.kind === "next")) continue;
      report({
        code: "EXCLUSIVE_FIELDS",
        at: places.keySpanOf([...state.path, "end"]),
        message: `"${state.name}" needs exactly one of the fields next, end.`,
      });
    }
  }
};

// A field that is mistyped or has no text is told where it stands.
function isMeantToLead(document: JsonObject, path: Path): boolean {
  const state = valueAt(document, path);

  return isJsonObject(state) && Object.keys(state).some((name) => name !== "end" && closest(name, ["next", "end"]) !== undefined);
}

/** Why a state that is no end leads nowhere; undefined if it leads somewhere or is an end where it may be. */
export function deadEndOf(state: ChartState, scope: Scope): string | undefined {
  const isInner = scope.depth > 0;
  if (state.type === "succeed" && isInner) return `"${state.name}" cannot succeed inside a branch or body: use end: true.`;
  if (FINAL.has(state.type) || !KNOWN.has(state.type)) return undefined;
  if (state.ends) return isInner ? undefined : `"${state.name}" cannot end here: end: true is for branches and bodies; give it next.`;

  const leads = state.edges.some(
    (edge) => edge.kind === "next" || edge.kind === "case" || edge.kind === "default" || edge.kind === "outcome",
  );
  return leads ? undefined : `"${state.name}" leads nowhere: it has no next.`;
}
