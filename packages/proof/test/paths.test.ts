import { describe, expect, test } from "vitest";
import { allPaths, coveringPaths } from "../src/paths/choose-paths.ts";
import { countPaths } from "../src/paths/count-paths.ts";
import { failureEdges } from "../src/paths/failure-edge.ts";
import { type PathEdge, type PathGraph, pathGraph } from "../src/paths/path-graph.ts";
import { isInReverse } from "../src/paths/undo-order.ts";
import { PathWalker } from "../src/paths/walk-path.ts";
import { compileDefinition } from "./compile.ts";

const transfer = compileDefinition("transfer");
const graph = pathGraph(transfer);

/** A graph by hand: `a → b` without a failure, `a ⇢ b` with one. */
function aGraph(start: string, lines: Readonly<Record<string, readonly string[]>>): PathGraph {
  const edge = (to: string, step: number): PathEdge => ({
    to: to.replace("!", ""),
    turn: { step, way: 0 },
    failures: to.endsWith("!") ? [to] : [],
    decisions: [],
  });
  const edges = new Map(Object.entries(lines).map(([from, targets]) => [from, targets.map(edge)]));
  const ends = new Map([...edges].filter(([, targets]) => targets.length === 0).map(([key]) => [key, "completed"] as const));
  const notable = Object.values(lines)
    .flat()
    .filter((to) => to.endsWith("!"));

  return { starts: [edge(start, 0)], edges, ends, notable, exploration: { configurations: 0, transitions: 0, complete: true } };
}

describe("the paths of a definition", () => {
  test("go over every failure edge, with few of them", () => {
    const walker = new PathWalker(transfer);

    const walked = coveringPaths(graph).map((path) => walker.walk(path));

    const covered = new Set(walked.flatMap(({ entries }) => failureEdges(entries)));
    expect(graph.notable.filter((failure) => !covered.has(failure))).toEqual([]);
    expect(walked.length).toBeLessThanOrEqual(graph.notable.length + 1);
  });

  test("begin with the one on which everything succeeds", () => {
    const [first] = coveringPaths(graph);

    expect(new PathWalker(transfer).walk(first ?? []).end).toBe("completed");
  });

  test("are counted as many as there are", () => {
    expect(BigInt(allPaths(graph, 100_000).length)).toBe(countPaths(graph));
  });

  test("are all consistent in a good definition", () => {
    const walker = new PathWalker(transfer);

    expect(allPaths(graph, 1000).flatMap((path) => walker.walk(path).findings)).toEqual([]);
  });

  test("end where they can: nowhere in the middle", () => {
    const walker = new PathWalker(transfer);

    expect(new Set(allPaths(graph, 1000).map((path) => walker.walk(path).end))).toEqual(
      new Set(["completed", "compensated", "failed", "suspended"]),
    );
  });
});

describe("a graph of paths", () => {
  test("with a loop is counted without going round", () => {
    expect(countPaths(aGraph("a", { a: ["b", "c"], b: ["a", "d"], c: ["d"], d: [] }))).toBe(2n);
  });

  test("with as many paths as nobody could walk is counted all the same", () => {
    const ladder = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`n${index}`, [`n${index + 1}`, `n${index + 1}`]]));

    expect(countPaths(aGraph("n0", { ...ladder, n100: [] }))).toBe(2n ** 100n);
  });

  test("gives no more paths than asked for", () => {
    expect(allPaths(aGraph("a", { a: ["b", "c"], b: [], c: [] }), 1)).toHaveLength(1);
  });

  test("is gone over by the shortest way to a failure and the best way on", () => {
    const small = aGraph("a", { a: ["b", "x!"], b: ["end"], x: ["y!", "b"], y: ["end"], end: [] });

    expect(coveringPaths(small).map((path) => path.map(({ step }) => step))).toEqual([
      [0, 0, 0],
      [0, 1, 1, 0],
      [0, 1, 0, 0],
    ]);
  });

  test("that is empty has no path", () => {
    expect(coveringPaths({ ...aGraph("a", {}), starts: [] })).toEqual([]);
  });
});

describe("a walker", () => {
  test("refuses a path that leads nowhere", () => {
    const walker = new PathWalker(transfer);

    expect(() => walker.walk([])).toThrow("at least the start");
    expect(() => walker.walk([{ step: 0, way: 9 }])).toThrow("leads nowhere");
    expect(() =>
      walker.walk([
        { step: 0, way: 0 },
        { step: 99, way: 0 },
      ]),
    ).toThrow("leads nowhere");
  });

  test("says where a path stops that is cut off", () => {
    expect(new PathWalker(transfer).walk([{ step: 0, way: 0 }]).end).toBe("unfinished");
  });
});

describe("the order of undos", () => {
  const entry = (type: string, state: string, more: object = {}) =>
    ({ seq: 1, at: "", type, data: { state, visit: 1, ...more } }) as unknown as Parameters<typeof isInReverse>[0][number];
  const done = [entry("step.succeeded", "a", { undo: "done" }), entry("step.unknown", "b", { undo: "unknown" })];

  test("is the reverse of completion", () => {
    expect(isInReverse([...done, entry("undo.started", "b"), entry("undo.started", "a")])).toBe(true);
    expect(isInReverse([...done, entry("undo.started", "a"), entry("undo.started", "b")])).toBe(false);
  });

  test("begins anew after a pivot, which leaves nothing to undo", () => {
    const afterPivot = [...done, entry("step.succeeded", "p", { pivot: true })];

    expect(isInReverse([...afterPivot, entry("undo.started", "b")])).toBe(false);
  });
});
