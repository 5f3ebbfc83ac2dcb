import type { CompiledSaga } from "@skald/dsl";
import { type Exploration, type ExploreOptions, explore, type Visitor } from "../explore/explore.ts";
import type { Node, Turn } from "../explore/node.ts";
import { fullReduction } from "../explore/reduction.ts";
import { rootOf } from "../world/position.ts";
import { type RestStatus, restStatus } from "../world/rest-status.ts";
import { decisionEdges, failureEdges } from "./failure-edge.ts";

/** A transition between configurations. */
export interface PathEdge {
  readonly to: string;
  readonly turn: Turn;
  readonly failures: readonly string[];
  readonly decisions: readonly string[];
}

/** The configurations of a model as a graph: what happens when nobody interferes. */
export interface PathGraph {
  readonly starts: readonly PathEdge[];
  /** Edges by configuration, the good outcome first. No edges: an end. */
  readonly edges: ReadonlyMap<string, readonly PathEdge[]>;
  /** How a saga is there, by the configurations that are ends. */
  readonly ends: ReadonlyMap<string, RestStatus>;
  readonly exploration: Exploration;
  /** Every failure edge and every decision, nearest first: what tests are to go over. */
  readonly notable: readonly string[];
}

/** Explores a definition and keeps its transitions, which are walked again step by step. */
export function pathGraph(definition: CompiledSaga, options: ExploreOptions = {}): PathGraph {
  const builder = new Builder();
  const exploration = explore(definition, builder, {
    ...options,
    interruptions: false,
    reduction: fullReduction([definition, ...(options.children ?? [])], "exact"),
  });
  const known = new Map([...builder.edges].map(([key, edges]) => [key, edges.filter(({ to }) => builder.edges.has(to))]));

  return { starts: builder.starts, edges: known, ends: builder.ends, exploration, notable: [...builder.notable] };
}

class Builder implements Visitor {
  readonly starts: PathEdge[] = [];
  readonly edges = new Map<string, PathEdge[]>();
  readonly ends = new Map<string, RestStatus>();
  readonly notable = new Set<string>();

  arrive(node: Node): void {
    const status = restStatus(rootOf(node.position).saga);
    if (status !== null) this.ends.set(node.key, status);
    if (!this.edges.has(node.key)) this.edges.set(node.key, []);
  }

  cross(from: Node | null, to: Node, turn: Turn): void {
    const edge = { to: to.key, turn, failures: failureEdges(to.entries), decisions: decisionEdges(to.entries) };
    for (const one of [...edge.failures, ...edge.decisions]) this.notable.add(one);
    if (from === null) this.starts.push(edge);
    else this.edges.get(from.key)?.push(edge);
  }

  /** A step the kernel cannot decide leads nowhere; the proof tells of it. */
  fail(): void {}
}
