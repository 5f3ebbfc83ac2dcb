import { type Session, valueNameFor } from "../session.ts";
import { keyOfTerm } from "../term/term-key.ts";
import { type Built, END, type Environment, type FlowNode, type FlowScope } from "./flow.ts";
import { type JoinValue, type Merged, mergeEnvironments } from "./merge-environments.ts";

/** A way into a node. `from` null is the start of the scope. */
interface Entry {
  readonly from: string | null;
  readonly edge: string;
}

/** A node with what is known when it is entered. */
export interface Followed {
  readonly node: FlowNode;
  readonly entry: Environment;
  readonly entries: readonly Entry[];
  /** Values that the ways into it set; feeds in the order of `entries`. */
  readonly values: readonly JoinValue[];
}

// Two rounds are common, one more for each loop inside a loop. After this many, whole documents become values.
const PATIENCE = 12;
const ROUNDS_MAX = 40;

/** Follows the document through a scope until what is known at every node stays the same. Nodes never entered are left out. */
export function follow(scope: FlowScope, start: Environment, session: Session): ReadonlyMap<string, Followed> {
  const order = orderOf(scope);
  const entries = entriesOf(scope, order);
  const differed = new Map(order.map(({ id }) => [id, new Set<string>()]));
  const known = new Map<string, { readonly key: string; readonly merged: Merged; readonly built: Built }>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let hasChanged = false;
    for (const node of order) {
      const ways = environmentsInto(entries.get(node.id) ?? [], { start, left: (from, edge) => known.get(from)?.built.leave(edge) });
      const mine = differed.get(node.id) ?? new Set();
      if (round > PATIENCE && ways.length > 1) for (const name of ways[0]?.keys() ?? []) mine.add(name);
      const merged = mergeEnvironments(ways, {
        differed: mine,
        nameFor: (part) => valueNameFor(session, `${scope.id}/${node.id}/${part}`, lastOf(part)),
      });
      const key = keyOf(merged.environment);
      if (known.get(node.id)?.key === key) {
        known.set(node.id, { key, merged, built: known.get(node.id)?.built ?? node.build(merged.environment) });
        continue;
      }
      session.spend();
      known.set(node.id, { key, merged, built: session.quietly(() => node.build(merged.environment)) });
      hasChanged = true;
    }
    if (!hasChanged) break;
  }
  return new Map(order.flatMap((node) => followed(node, known.get(node.id)?.merged, entries.get(node.id) ?? [])));
}

function followed(node: FlowNode, merged: Merged | undefined, entries: readonly Entry[]): readonly (readonly [string, Followed])[] {
  return merged === undefined ? [] : [[node.id, { node, entry: merged.environment, entries, values: merged.values }]];
}

function lastOf(part: string): string {
  const last = part.split("\n").at(-1) ?? "";

  return last === "$" || last === "" ? "data" : last.replace(/^\$/, "");
}

function keyOf(environment: Environment): string {
  return [...environment].map(([name, term]) => `${name}=${keyOfTerm(term)}`).join("\n");
}

interface Leaving {
  readonly start: Environment;
  readonly left: (from: string, edge: string) => Environment | undefined;
}

// A way that comes back is not known in the first round.
function environmentsInto(entries: readonly Entry[], { start, left }: Leaving): readonly Environment[] {
  return entries.flatMap(({ from, edge }) => {
    const environment = from === null ? start : left(from, edge);
    return environment === undefined ? [] : [environment];
  });
}

function entriesOf(scope: FlowScope, order: readonly FlowNode[]): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>();
  const add = (to: string | typeof END, entry: Entry): void => {
    if (to !== END) entries.set(to, [...(entries.get(to) ?? []), entry]);
  };
  add(scope.start, { from: null, edge: "start" });
  for (const node of order) for (const edge of node.edges) add(edge.to, { from: node.id, edge: edge.id });

  return entries;
}

// Most nodes come after those that lead to them: the order in which a depth-first walk leaves them, reversed.
function orderOf(scope: FlowScope): readonly FlowNode[] {
  const finished: FlowNode[] = [];
  const seen = new Set<string>();
  const stack: { readonly node: FlowNode; next: number }[] = [];
  const enter = (to: string | typeof END): void => {
    const node = to === END ? undefined : scope.nodes.get(to);
    if (node === undefined || seen.has(node.id)) return;
    seen.add(node.id);
    stack.push({ node, next: 0 });
  };
  enter(scope.start);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    // Last edge first, so that the reversed order has the way of success before the ways of failure.
    const edge = frame.node.edges.at(-1 - frame.next);
    frame.next += 1;
    if (edge === undefined) finished.push(...stack.splice(-1).map(({ node }) => node));
    else enter(edge.to);
  }
  return finished.reverse();
}
