import type { Report } from "../../diagnostics/report.ts";
import type { SagaDefinition } from "../check.ts";

/** States of a definition, those of its branches and bodies included. */
export const STATES_MAX = 500;
const SCOPE_DEPTH_MAX = 16;

/** A definition stays within 500 states and 16 nested scopes; branches are counted by the schema. */
export function limits({ chart, places }: Pick<SagaDefinition, "chart" | "places">, report: Report): void {
  const states = chart.scopes.reduce((sum, scope) => sum + scope.states.size, 0);
  if (states > STATES_MAX) {
    report({
      code: "TOO_MANY_STATES",
      at: places.keySpanOf(["states"]),
      message: `The definition has ${states} states; ${STATES_MAX} are allowed.`,
    });
  }
  const tooDeep = chart.scopes.find((scope) => scope.depth > SCOPE_DEPTH_MAX);
  if (tooDeep !== undefined) {
    report({
      code: "TOO_MANY_STATES",
      at: places.keySpanOf(tooDeep.path),
      message: `Scopes are nested more than ${SCOPE_DEPTH_MAX} deep here.`,
    });
  }
}
