import type { Json, JsonObject } from "@skald/shared";
import { documentOf, type Environment, type FlowEdge, type WayOf, withDocument, withValues } from "../../flow/flow.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { assignedOf, behindJsonata, writtenTo } from "../data/data-flow.ts";
import { type AslState, entriesOf, fieldOf, leadOf } from "../machine.ts";
import { errorTypes, namesIn, ownErrors } from "./errors.ts";

/** Marks a catcher before whose handler everything is undone. No source has this field: the reader refuses the character. */
export const UNDO_FIRST = "\u0000undoFirst";

/** A catcher of a state: which errors it takes, and what is known where it leads. */
export interface Catcher {
  readonly edge: FlowEdge;
  /** As the source names them. */
  readonly errors: readonly string[];
  readonly undoesFirst: boolean;
  readonly behind: (entry: Environment) => Environment;
}

/** What a handler reads of an error. */
const ERROR: Term = objectOf([
  ["Error", tight("error.type")],
  ["Cause", tight("error.detail")],
]);

/**
 * The catchers of a state.
 *
 * @throws Refusal when one of them catches nothing or leads nowhere.
 */
export function catchersOf(state: AslState): readonly Catcher[] {
  return entriesOf(state, "Catch").map((catcher, index) => ({
    edge: { id: `catch ${index}`, to: leadOf(catcher, "Next"), isNext: false },
    errors: namesIn(catcher),
    undoesFirst: fieldOf(catcher, UNDO_FIRST) === true,
    behind: (entry) => behindCatcher(catcher, entry),
  }));
}

function behindCatcher(catcher: AslState, entry: Environment): Environment {
  if (catcher.usesJsonata) return behindJsonata(catcher, entry, { error: ERROR });

  const assigned = assignedOf(catcher, entry, { document: ERROR });
  const written = writtenTo(catcher, documentOf(entry), ERROR);
  return withDocument(withValues(entry, assigned), written);
}

/** What is known behind a state that is left by an edge: one of a catcher, or the way of success. */
export function leavingBy(edge: string, catchers: readonly Catcher[], behind: Catcher["behind"]): Catcher["behind"] {
  return catchers.find((catcher) => catcher.edge.id === edge)?.behind ?? behind;
}

/** The `catch` of a state; empty when nothing is caught. */
export function catchField(catchers: readonly Catcher[], way: WayOf): { readonly catch?: Json } {
  const entries = catchers.map(
    ({ edge, errors, undoesFirst }): JsonObject => ({
      errors: errorTypes(errors),
      ...(undoesFirst ? { compensate: true } : {}),
      next: way(edge.id).next,
    }),
  );

  return entries.length === 0 ? {} : { catch: entries };
}

/** The names of errors a participant gives that a state catches. */
export function caughtErrors(catchers: readonly Catcher[]): readonly string[] {
  return catchers.flatMap(({ errors }) => ownErrors(errors));
}
