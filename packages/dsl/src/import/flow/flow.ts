import type { JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { mustGet } from "../../model/must-get.ts";
import type { Term } from "../term/term.ts";

/** What the source can read at a place: its document under `$`, its variables under their names. */
export type Environment = ReadonlyMap<string, Term>;

/** Where a way ends that leads out of its scope. */
export const END = Symbol("end");

/** A way from one node to another. `next` is the way of success; the others cannot carry `end: true`. */
export interface FlowEdge {
  readonly id: string;
  readonly to: string | typeof END;
  readonly isNext: boolean;
}

/** How a state names the way it takes. */
export type Way = { readonly next: string } | { readonly end: true };

/** Where each edge of a state leads. Only the way of success can end a scope. */
export interface WayOf {
  (edge: "next"): Way;
  (edge: string): { readonly next: string };
}

/** A node as it is when its document is known. */
export interface Built {
  /** What can be read after leaving by an edge. */
  readonly leave: (edge: string) => Environment;
  /** The state, once it is known where each edge leads. Null: it only passes on. */
  readonly state: ((way: WayOf) => JsonObject) | null;
}

/** One state of the source. */
export interface FlowNode {
  readonly id: string;
  readonly at: Path;
  readonly edges: readonly FlowEdge[];
  build(entry: Environment): Built;
}

/** A saga, a branch or a body of the source. */
export interface FlowScope {
  /** Unique among the scopes of an import. */
  readonly id: string;
  readonly at: Path;
  readonly start: string | typeof END;
  readonly nodes: ReadonlyMap<string, FlowNode>;
}

/** The key of the document in an environment. */
export const DOCUMENT = "$";

/** The document in an environment. */
export function documentOf(environment: Environment): Term {
  return mustGet(environment, DOCUMENT);
}

/** The environment with some of its values replaced. */
export function withValues(environment: Environment, values: Iterable<readonly [string, Term]>): Environment {
  return new Map([...environment, ...values]);
}

/** The environment with another document. */
export function withDocument(environment: Environment, document: Term): Environment {
  return withValues(environment, [[DOCUMENT, document]]);
}
