import type { PathGraph } from "./path-graph.ts";

/** How many ways lead from the start to an end, without going round a loop: by adding up, not by walking them. */
export function countPaths({ starts, edges }: PathGraph): bigint {
  const counted = new Map<string, bigint>();
  const open = new Set<string>();

  const count = (key: string): bigint => {
    const known = counted.get(key);
    if (known !== undefined) return known;
    const next = edges.get(key) ?? [];
    if (next.length === 0) return 1n;

    open.add(key);
    const paths = next.reduce((sum, { to }) => (open.has(to) ? sum : sum + count(to)), 0n);
    open.delete(key);
    counted.set(key, paths);
    return paths;
  };
  return starts.reduce((sum, { to }) => sum + count(to), 0n);
}
