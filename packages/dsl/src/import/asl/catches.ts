import type { Json, JsonObject } from "@skald/shared";
import { documentOf, type Environment, type FlowEdge, type Way, withDocument, withValues } from "../flow/flow.ts";
import { objectOf, type Term, tight } from "../term/term.ts";
import { assignedOf, behindJsonata, writtenTo } from "./data-flow.ts";
import { errorNames, errorTypes, ownErrors } from "./errors.ts";
import { type AslState, fieldOf, objectsOf, requireState } from "./machine.ts";

/** Marks a catcher before whose handler everything is undone. No source has this field: the reader refuses the character. */
export const UNDO_FIRST = "\u0000undoFirst";

/** What a handler reads of an error. */
const ERROR: Term = objectOf([
  ["Error", tight("error.type")],
  ["Cause", tight("error.detail")],
]);

/** The ways of a state's catchers. */
export function catchEdges(state: AslState): readonly FlowEdge[] {
  return objectsOf(fieldOf(state, "Catch")).map((catcher, index) => ({
    id: `catch ${index}`,
    to: requireState(state, typeof catcher["Next"] === "string" ? catcher["Next"] : "", ["Catch", index, "Next"]),
    isNext: false,
  }));
}

/** What a catcher's handler can read. */
export function behindCatch(state: AslState, environment: Environment, edge: string): Environment {
  const index = Number(edge.slice("catch ".length));
  const catcher = objectsOf(fieldOf(state, "Catch"))[index] ?? {};
  const place: AslState = { ...state, json: catcher, at: [...state.at, "Catch", index] };
  if (state.usesJsonata) return behindJsonata(place, environment, { error: ERROR });

  const assigned = assignedOf(place, environment, { document: ERROR });
  const written = writtenTo(place, { environment, input: documentOf(environment), value: ERROR, path: catcher["ResultPath"] });
  return withDocument(withValues(environment, assigned), written);
}

/** The `catch` of a state; empty when nothing is caught. */
export function catchField(state: AslState, way: (edge: string) => Way): { readonly catch?: Json } {
  const entries = objectsOf(fieldOf(state, "Catch")).map((catcher, index): JsonObject => {
    const target = way(`catch ${index}`);
    return {
      errors: errorTypes(errorNames(catcher["ErrorEquals"])),
      ...(catcher[UNDO_FIRST] === true ? { compensate: true } : {}),
      next: "next" in target ? target.next : "",
    };
  });

  return entries.length === 0 ? {} : { catch: entries };
}

/** The names of errors a participant gives that a state catches. */
export function caughtErrors(state: AslState): readonly string[] {
  return objectsOf(fieldOf(state, "Catch")).flatMap((catcher) => ownErrors(errorNames(catcher["ErrorEquals"])));
}
