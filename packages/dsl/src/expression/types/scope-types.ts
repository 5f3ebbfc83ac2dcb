import type { JsonObject } from "@skald/shared";

/** What is known about a name of the scope: a kind, or the JSON Schema of its value. `function`: a function of strings. */
export type ScopeType = "dyn" | "string" | "number" | "bool" | "list" | "map" | "function" | JsonObject;

/** The names an expression may read. */
export interface ScopeTypes {
  readonly [name: string]: ScopeType;
}
