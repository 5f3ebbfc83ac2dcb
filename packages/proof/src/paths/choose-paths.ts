import type { Turn } from "../explore/node.ts";
import { bestEdges, completion } from "./best-edges.ts";
import type { PathEdge, PathGraph } from "./path-graph.ts";

/** Turns from the start to an end. */
export type Path = readonly Turn[];

/**
 * The way on which everything succeeds, and for each failure edge and decision that no way chosen before goes over, a
 * shortest way to it that then succeeds as far as it can. Together they go over every failure edge and decision.
 */
export function coveringPaths(graph: PathGraph): readonly Path[] {
  const covered = new Set<string>();
  const paths: Path[] = [];
  const best = bestEdges(graph);
  const choose = (before: readonly PathEdge[]): void => {
    const whole = [...before, ...completion(best, before.at(-1)?.to)];
    for (const edge of whole) for (const one of notableOf(edge)) covered.add(one);
    paths.push(whole.map(({ turn }) => turn));
  };

  const [first] = graph.starts;
  if (first !== undefined) choose([first]);
  for (const way of shortestWays(graph)) {
    const last = way.at(-1);
    if (last !== undefined && notableOf(last).some((one) => !covered.has(one))) choose(way);
  }
  return paths;
}

function notableOf({ failures, decisions }: PathEdge): readonly string[] {
  return [...failures, ...decisions];
}

/** Every way that goes round no loop, at most so many. */
export function allPaths({ starts, edges }: PathGraph, limit: number): readonly Path[] {
  const paths: Path[] = [];
  const walk = (edge: PathEdge, turns: Path, open: ReadonlySet<string>): void => {
    if (paths.length >= limit) return;
    const here = [...turns, edge.turn];
    const next = (edges.get(edge.to) ?? []).filter(({ to }) => !open.has(to));
    if ((edges.get(edge.to) ?? []).length === 0) paths.push(here);
    for (const one of next) walk(one, here, new Set([...open, edge.to]));
  };

  for (const start of starts) walk(start, [], new Set());
  return paths;
}

/** For every edge, nearest first, a shortest way that ends with it. */
function* shortestWays({ starts, edges }: PathGraph): Generator<readonly PathEdge[]> {
  const seen = new Set<string>();
  const queue: (readonly PathEdge[])[] = starts.map((edge) => [edge]);
  for (let next = 0; next < queue.length; next += 1) {
    const way = queue[next] ?? [];
    yield way;
    const at = way.at(-1)?.to ?? "";
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of edges.get(at) ?? []) queue.push([...way, edge]);
  }
}
