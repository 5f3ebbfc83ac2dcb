import { operationOf } from "../../model/resolve.ts";
import type { TaskState } from "../../model/saga-model.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** Error types the engine itself gives (section 5). */
const BUILT_IN = [
  "Refused",
  "Timeout",
  "Unknown",
  "NotDone",
  "Unavailable",
  "BadReply",
  "InputInvalid",
  "OutputInvalid",
  "ExpressionError",
  "LockTimeout",
  "DeadlockDetected",
  "TooManyVisits",
  "JoinFailed",
  "ChildFailed",
  "SagaTimeout",
  "Cancelled",
];

/** `catch` names errors that exist, and refusals a catalogue declares are caught. */
export const errorTypes: Check = (definition, report) => {
  for (const state of definition.model.states) {
    if (state.type !== "task") continue;
    const declared = declaredErrors(state, definition);
    if (declared === null) continue;

    reportUnknown(state, declared, { definition, report });
    reportUncaught(state, declared, { definition, report });
  }
};

interface To {
  readonly definition: SagaDefinition;
  readonly report: Parameters<Check>[1];
}

function declaredErrors(state: TaskState, { services }: SagaDefinition): readonly string[] | null {
  const operation = operationOf(state, services);
  if (operation === null && state.call.kind === "operation") return null;

  return [...new Set([...(state.errors ?? []), ...(operation?.errors ?? [])].map((rule) => rule.type))];
}

function reportUnknown(state: TaskState, declared: readonly string[], { definition, report }: To): void {
  const known = [...declared, ...BUILT_IN];
  for (const [entry, { errors }] of state.catch.entries()) {
    for (const [index, type] of errors.entries()) {
      if (type === "*" || known.includes(type)) continue;
      report({
        code: "UNKNOWN_ERROR_TYPE",
        at: definition.places.spanOf(["states", state.name, "catch", entry, "errors", index]),
        message: `Nothing this step calls declares the error "${type}".`,
        suggestion: { word: type, among: known },
      });
    }
  }
}

function reportUncaught(state: TaskState, declared: readonly string[], { definition, report }: To): void {
  const caught = new Set(state.catch.flatMap((entry) => entry.errors));
  const missing = declared.filter((type) => !caught.has(type) && !caught.has("*"));
  if (missing.length === 0 || state.optional) return;

  report({
    code: "ERROR_NOT_CAUGHT",
    at: definition.places.spanOf(["states", state.name, "call"]),
    message: `"${state.name}" can fail with ${missing.map((type) => `"${type}"`).join(", ")}, and nothing catches it: the saga is undone.`,
  });
}
