import { mustGet } from "../../model/must-get.ts";
import { type Session, TooComplex, valueNameFor } from "../session.ts";
import { NOTHING } from "../term/term.ts";
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

/**
 * Follows the document through a scope until what is known at every node stays the same. Nodes never entered are left out.
 *
 * @throws TooComplex when that takes longer than for anything that people write.
 */
export function follow(scope: FlowScope, start: Environment, session: Session): ReadonlyMap<string, Followed> {
  const order = orderOf(scope);
  const entries = entriesOf(scope, order);
  const differed = new Map(order.map(({ id }) => [id, new Set<string>()]));
  const known = new Map<string, Known>();
  for (let round = 0, hasChanged = true; hasChanged; round += 1) {
    if (round === ROUNDS_MAX) throw new TooComplex();
    hasChanged = false;
    for (const node of order) {
      const ways = environmentsInto(mustGet(entries, node.id), { start, known });
      const mine = mustGet(differed, node.id);
      if (round > PATIENCE) for (const name of differing(ways)) mine.add(name);
      const merged = mergeEnvironments(ways, {
        differed: mine,
        nameFor: (part) => valueNameFor(session, `${scope.id}/${node.id}/${part}`, lastOf(part)),
      });
      const key = keyOf(merged.environment);
      const before = known.get(node.id);
      if (before?.key === key) known.set(node.id, { ...before, merged });
      else {
        session.spend();
        known.set(node.id, { key, merged, built: session.quietly(() => node.build(merged.environment)) });
        hasChanged = true;
      }
    }
  }
  return new Map(order.map((node) => [node.id, followed(node, mustGet(known, node.id).merged, mustGet(entries, node.id))]));
}

/** The nodes of a scope that a way from its start leads to. */
export function reachedIn(scope: FlowScope): ReadonlySet<string> {
  return new Set(orderOf(scope).map(({ id }) => id));
}

/** What is known of a node in one round. */
interface Known {
  readonly key: string;
  readonly merged: Merged;
  readonly built: Built;
}

function followed(node: FlowNode, { environment, values }: Merged, entries: readonly Entry[]): Followed {
  return { node, entry: environment, entries, values };
}

/** The names of what is not the same on all ways. */
function differing(ways: readonly Environment[]): readonly string[] {
  const names = new Set(ways.flatMap((way) => [...way.keys()]));

  return [...names].filter((name) => new Set(ways.map((way) => keyOfTerm(way.get(name) ?? NOTHING))).size > 1);
}

function lastOf(part: string): string {
  const last = part.replace(/^.*\n/s, "");

  return last === "$" || last === "" ? "data" : last.replace(/^\$/, "");
}

function keyOf(environment: Environment): string {
  return [...environment].map(([name, term]) => `${name}=${keyOfTerm(term)}`).join("\n");
}

interface Leaving {
  readonly start: Environment;
  readonly known: ReadonlyMap<string, Known>;
}

// A way that comes back is not known in the first round.
function environmentsInto(entries: readonly Entry[], { start, known }: Leaving): readonly Environment[] {
  return entries.flatMap(({ from, edge }) => {
    if (from === null) return [start];
    const before = known.get(from);
    return before === undefined ? [] : [before.built.leave(edge)];
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
    if (to === END || seen.has(to)) return;
    seen.add(to);
    stack.push({ node: mustGet(scope.nodes, to), next: 0 });
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
