import type { Json } from "@skald/shared";
import { flagAt, listAt, memberOf, membersAt, textAt, writtenAt } from "./read-json.ts";

/** A reference from one state to another, with the place it stands at. */
interface ChartEdge {
  readonly to: string;
  readonly path: readonly (string | number)[];
  readonly kind: "next" | "case" | "default" | "catch" | "catchCompensate" | "timeout" | "outcome";
}

/** One state of any type of the language. */
export interface ChartState {
  readonly name: string;
  readonly type: string;
  readonly path: readonly (string | number)[];
  /** The state as it is written. */
  readonly json: Json;
  readonly edges: readonly ChartEdge[];
  /** Inside a branch or body: it ends here. */
  readonly ends: boolean;
}

/** The saga, a branch or a body: a goto never leaves it. */
export interface Scope {
  readonly kind: "saga" | "branch" | "body";
  /** Path of the object that holds `start` and `states`. */
  readonly path: readonly (string | number)[];
  readonly depth: number;
  /** The block a branch or body belongs to, in the scope it stands in; null for the saga. */
  readonly outer: { readonly scope: Scope; readonly block: string } | null;
  readonly start: string;
  readonly states: ReadonlyMap<string, ChartState>;
  /** Names a body of forEach may read. */
  readonly itemNames: readonly string[];
}

/** All states of a document with their edges, whether they can run or not. The first scope is the saga itself. */
export interface Chart {
  readonly root: Scope;
  readonly scopes: readonly Scope[];
}

// Deeper nesting is refused by its own check; what lies below is not looked at.
const SCOPE_DEPTH_MAX = 20;

/** Reads the chart of a document of `kind: saga`. Whatever the document, there is a chart. */
export function chartOf(document: Json): Chart {
  const root = scopeOf(document, { kind: "saga", path: [], depth: 0, outer: null, itemNames: [] });
  const scopes = [root];
  collectInner(document, root, scopes);

  return { root, scopes };
}

/** A scope and those around it, innermost first. */
export function withOuterScopes(scope: Scope): readonly Scope[] {
  return scope.outer === null ? [scope] : [scope, ...withOuterScopes(scope.outer.scope)];
}

function scopeOf(json: Json, place: Omit<Scope, "start" | "states">): Scope {
  const states = membersAt(json, "states").map(([name, state]): [string, ChartState] => [
    name,
    stateOf(name, state, [...place.path, "states", name]),
  ]);

  return { ...place, start: writtenAt(json, "start"), states: new Map(states) };
}

function collectInner(json: Json, outer: Scope, scopes: Scope[]): void {
  if (outer.depth > SCOPE_DEPTH_MAX) return;
  for (const [block, state] of membersAt(json, "states")) {
    const path = [...outer.path, "states", block];
    const place = { depth: outer.depth + 1, outer: { scope: outer, block }, itemNames: outer.itemNames };
    for (const [branch, inner] of membersAt(state, "branches"))
      add(inner, { ...place, kind: "branch", path: [...path, "branches", branch] });

    const body = memberOf(state, "body");
    const itemNames = [...outer.itemNames, writtenAt(state, "each", "item"), writtenAt(state, "at", "index")];
    if (body !== undefined) add(body, { ...place, kind: "body", path: [...path, "body"], itemNames });
  }

  function add(inner: Json, place: Omit<Scope, "start" | "states">): void {
    const scope = scopeOf(inner, place);
    scopes.push(scope);
    collectInner(inner, scope, scopes);
  }
}

function stateOf(name: string, json: Json, path: ChartState["path"]): ChartState {
  return {
    name,
    type: writtenAt(json, "type"),
    path,
    json,
    edges: [...forwardEdges(json, path), ...catchEdges(json, path)],
    ends: flagAt(json, "end"),
  };
}

function forwardEdges(json: Json, path: ChartState["path"]): readonly ChartEdge[] {
  const single = (field: string, kind: ChartEdge["kind"]): readonly ChartEdge[] => {
    const to = textAt(json, field);
    return to === null ? [] : [{ to, path: [...path, field], kind }];
  };
  const cases = listAt(json, "cases").flatMap((item, index): readonly ChartEdge[] => {
    const to = textAt(item, "next");
    return to === null ? [] : [{ to, path: [...path, "cases", index, "next"], kind: "case" }];
  });
  const outcomes = membersAt(json, "outcomes").flatMap(([outcome, to]): readonly ChartEdge[] =>
    typeof to === "string" ? [{ to, path: [...path, "outcomes", outcome], kind: "outcome" }] : [],
  );
  // `default` is a field of switch alone; elsewhere the schema has told it.
  return [...single("next", "next"), ...cases, ...single("default", "default"), ...outcomes, ...single("onTimeout", "timeout")];
}

function catchEdges(json: Json, path: ChartState["path"]): readonly ChartEdge[] {
  return listAt(json, "catch").flatMap((entry, index): readonly ChartEdge[] => {
    const to = textAt(entry, "next");
    return to === null
      ? []
      : [{ to, path: [...path, "catch", index, "next"], kind: flagAt(entry, "compensate") ? "catchCompensate" : "catch" }];
  });
}
