import type { Path } from "../../../diagnostics/places.ts";
import { DOCUMENT, documentOf, type Environment, withDocument, withValues } from "../../flow/flow.ts";
import { writeMember } from "../../term/read-term.ts";
import { layOver, objectOf, type Term, tight } from "../../term/term.ts";
import { fieldAt } from "../fields.ts";
import { type Place, plainPath, tellAt, valueAt } from "../place.ts";
import type { Listed } from "../unread.ts";
import type { Workflow } from "./workflow.ts";

/** What expressions read at a place: `.` is the document. */
export function placeIn(
  workflow: Workflow,
  at: Path,
  { environment, document = documentOf(environment) }: { readonly environment: Environment; readonly document?: Term },
): Place {
  return {
    session: workflow.session,
    at,
    root: (name) => {
      switch (name) {
        case ".":
        case "$":
          return document;
        case "$CONST":
          return workflow.constants;
        case "$WORKFLOW":
          return objectOf([
            ["id", tight("saga.name")],
            ["instanceId", tight("saga.id")],
          ]);
        default:
          return environment.get(name);
      }
    },
  };
}

/** What is under `data`, or the document. */
export function dataAt(workflow: Workflow, { json, at }: Listed, environment: Environment): Term {
  const data = fieldAt(json, "data");

  return data === undefined ? documentOf(environment) : valueAt(data, placeIn(workflow, [...at, "data"], { environment }));
}

const GATHERED = "gathered";

/** An environment that gathers what is merged into the document: what a branch or a body gives. */
export function gathering(environment: Environment): Environment {
  return withValues(environment, [[GATHERED, objectOf([])]]);
}

/** The environment with what was gathered as its document. */
export function withGathered(environment: Environment): Environment {
  return withValues(
    environment,
    [...environment].filter(([name]) => name === GATHERED).map(([, gathered]) => [DOCUMENT, gathered]),
  );
}

/** A value that is merged into the document, and where: at the top where no target is given. */
export interface Kept {
  readonly value: Term;
  readonly target: string | undefined;
  /** The place of the target in the source. */
  readonly at: Path;
}

/** The environment behind a value that was merged into the document, and gathered where a branch or body asks for it. */
export function merged(workflow: Workflow, environment: Environment, { value, target = ".", at }: Kept): Environment {
  const { session } = workflow;
  const path = plainPath(target);
  if (path === null)
    tellAt({ session, at }, "changed", [
      "The place where a result is kept is no plain path; it is merged into the document.",
      "Read steps.<name>.output where the result is needed.",
    ]);
  // A result kept deep inside the document leaves its neighbours alone.
  const write = (term: Term): Term =>
    path === null || path.length === 0 ? layOver(term, value) : writeMember(term, path, { value, note: session.noteRead });
  const gathered = environment.get(GATHERED);
  const after = withDocument(environment, write(documentOf(environment)));

  return gathered === undefined ? after : withValues(after, [[GATHERED, write(gathered)]]);
}
