import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, type Environment, type FlowNode, withDocument } from "../../flow/flow.ts";
import type { LiveValues } from "../../flow/live-values.ts";
import { nameFor, type Session } from "../../session.ts";
import { layOver, literal, objectOf, type Term, tight } from "../../term/term.ts";
import { fieldAt, type Place, textIn } from "../place.ts";

/** A workflow of Serverless Workflow 0.8, with its definitions by name. */
export interface Workflow {
  readonly session: Session;
  readonly live: LiveValues;
  readonly json: JsonObject;
  readonly functions: Definitions;
  readonly events: Definitions;
  readonly retries: Definitions;
  readonly errors: Definitions;
  readonly constants: Term;
  readonly triggers: Json[];
}

/** Definitions by name, each with its place. */
export type Definitions = ReadonlyMap<string, { readonly json: JsonObject; readonly at: Path }>;

/** The definitions under a field, whatever its shape. */
export function definitionsIn(json: JsonObject, field: string): Definitions {
  const listed = fieldAt(json, field);
  const found = new Map<string, { readonly json: JsonObject; readonly at: Path }>();
  if (listed === undefined || !isJsonArray(listed)) return found;
  for (const [index, each] of listed.entries()) {
    const name = isJsonObject(each) ? textIn(each, "name") : undefined;
    if (isJsonObject(each) && name !== undefined && !found.has(name)) found.set(name, { json: each, at: [field, index] });
  }
  return found;
}

/** A scope of states or actions that is being read. */
export interface Scoped {
  readonly workflow: Workflow;
  readonly scopeId: string;
  readonly nodes: Map<string, FlowNode>;
  /** Names that states have; actions keep off them. */
  readonly reserved: ReadonlySet<string>;
}

/** The name a node has in the saga. */
export function stateNameOf({ workflow, scopeId }: Scoped, id: string): string {
  return nameFor(workflow.session, `state ${scopeId}/${id}`, id);
}

/** The key under which a branch or body gathers what its actions gave. */
export const GATHERED = "gathered";

/** What expressions read at a place: `.` is the document. */
export function placeIn(
  workflow: Workflow,
  at: Path,
  { environment, document }: { readonly environment: Environment; readonly document?: Term },
): Place {
  return {
    session: workflow.session,
    at,
    root: (name) => {
      switch (name) {
        case ".":
        case "$":
          return document ?? documentOf(environment);
        case "$CONST":
          return workflow.constants;
        case "$WORKFLOW":
          return objectOf([
            ["id", tight("saga.name")],
            ["instanceId", tight("saga.id")],
          ]);
        case "the step":
          return literal(String(at.at(-1) ?? "id"));
        default:
          return environment.get(name);
      }
    },
  };
}

/** What was given by an action, merged into the document, and gathered where a branch or body asks for it. */
export function merged(environment: Environment, value: Term): Environment {
  const after = withDocument(environment, layOver(documentOf(environment), value));
  const gathered = after.get(GATHERED);

  return gathered === undefined ? after : new Map([...after, [GATHERED, layOver(gathered, value)]]);
}
