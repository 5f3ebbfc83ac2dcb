import type { Json, JsonObject } from "@skald/shared";
import type { END, FlowNode } from "../../flow/flow.ts";
import type { LiveValues } from "../../flow/live-values.ts";
import { nameFor, type Session } from "../../session.ts";
import type { Term } from "../../term/term.ts";
import type { Listed } from "../unread.ts";

/** A workflow of Serverless Workflow 0.8, with its definitions by name. */
export interface Workflow {
  readonly session: Session;
  readonly live: LiveValues;
  readonly json: JsonObject;
  readonly states: Definitions;
  /** The name of the state it begins with. */
  readonly start: string;
  readonly functions: Definitions;
  readonly events: Definitions;
  readonly retries: Definitions;
  /** Errors by their names here. */
  readonly errors: Definitions;
  readonly constants: Term;
  readonly triggers: Json[];
}

/** Definitions by name, each with its place. */
export type Definitions = ReadonlyMap<string, Listed>;

/** Where a way leads. */
export type Target = string | typeof END;

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
