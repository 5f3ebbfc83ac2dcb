import { Agenda } from "../explore/agenda.ts";
import type { PathEdge, PathGraph } from "./path-graph.ts";

/** A failure costs as much as so many steps, and an end other than completed too: the rest of a way is as good as it can be. */
const FAILURE_COST = 20;

/** For each configuration the edge that leads best to an end. */
export type BestEdges = ReadonlyMap<string, PathEdge>;

/** Finds the best edges from the ends backwards. */
export function bestEdges({ edges, ends }: PathGraph): BestEdges {
  const into = edgesInto(edges);
  const best = new Map<string, PathEdge>();
  const settled = new Set<string>();
  const agenda = new Agenda<{ readonly at: string; readonly cost: number; readonly edge: PathEdge | null }>();
  for (const [at, status] of ends) {
    const cost = status === "completed" ? 0 : FAILURE_COST;
    agenda.add({ at, cost, edge: null }, cost);
  }

  for (let next = agenda.take(); next !== undefined; next = agenda.take()) {
    if (settled.has(next.at)) continue;
    settled.add(next.at);
    if (next.edge !== null) best.set(next.at, next.edge);
    for (const { from, edge } of into.get(next.at) ?? []) {
      const cost = next.cost + 1 + edge.failures.length * FAILURE_COST;
      agenda.add({ at: from, cost, edge }, cost);
    }
  }
  return best;
}

/** The best rest of a way. */
export function completion(best: BestEdges, from: string | undefined): readonly PathEdge[] {
  const rest: PathEdge[] = [];
  for (let edge = best.get(from ?? ""); edge !== undefined; edge = best.get(edge.to)) rest.push(edge);

  return rest;
}

interface EdgeFrom {
  readonly from: string;
  readonly edge: PathEdge;
}

function edgesInto(edges: PathGraph["edges"]): ReadonlyMap<string, readonly EdgeFrom[]> {
  const into = new Map<string, EdgeFrom[]>();
  for (const [from, outgoing] of edges) {
    for (const edge of outgoing) {
      const known = into.get(edge.to);
      if (known === undefined) into.set(edge.to, [{ from, edge }]);
      else known.push({ from, edge });
    }
  }
  return into;
}
