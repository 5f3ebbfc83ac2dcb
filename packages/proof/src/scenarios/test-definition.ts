import type { CompiledSaga } from "@skald/dsl";
import type { Entry } from "@skald/kernel";
import type { ExploreOptions } from "../explore/explore.ts";
import { allPaths, coveringPaths, type Path } from "../paths/choose-paths.ts";
import { countPaths } from "../paths/count-paths.ts";
import { decisionEdges, failureEdges } from "../paths/failure-edge.ts";
import { type PathGraph, pathGraph } from "../paths/path-graph.ts";
import { PathWalker } from "../paths/walk-path.ts";
import type { RestStatus } from "../world/rest-status.ts";
import { pathOf } from "../world/story/path-of.ts";
import { tellEntries } from "../world/story/tell-entry.ts";
import { isQuiet } from "../world/story/tell-wait.ts";
import type { Scenario } from "./read-test-file.ts";
import { runScenario } from "./run-scenario.ts";

/** One test that was run. */
export interface TestCase {
  /** The author's own scenario, or a path that was found. */
  readonly kind: "scenario" | "path";
  readonly name: string;
  readonly end: RestStatus | "unfinished";
  /** What is wrong; empty: it passed. */
  readonly problems: readonly string[];
  readonly story: readonly string[];
  readonly path: readonly string[];
  readonly undone: readonly string[];
}

/** How many of the failure edges and decisions were gone over. */
export interface Coverage {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly string[];
}

/** Everything the tests of one definition came to. */
export interface TestReport {
  readonly definition: { readonly namespace: string; readonly name: string; readonly version: string };
  readonly cases: readonly TestCase[];
  readonly passed: boolean;
  /** Of all tests, and of the author's own. */
  readonly coverage: { readonly all: Coverage; readonly scenarios: Coverage };
  /** Paths of the model: run, and how many there are in all. */
  readonly paths: { readonly run: number; readonly total: bigint; readonly complete: boolean };
}

export interface TestOptions {
  /** The author's own scenarios. */
  readonly scenarios?: readonly Scenario[];
  /** All paths, at most so many; left out: a few that go over every failure edge and decision. */
  readonly allPaths?: number;
  readonly explore?: ExploreOptions;
}

/** Plays the author's scenarios and the failure paths of a definition, and says what they go over. */
export function testDefinition(definition: CompiledSaga, options: TestOptions = {}): TestReport {
  const graph = pathGraph(definition, options.explore);
  const chosen = options.allPaths === undefined ? coveringPaths(graph) : manyPaths(graph, options.allPaths);
  const scenarios = (options.scenarios ?? []).map((scenario) => playScenario(definition, scenario, options.explore?.children));
  const paths = walkPaths(definition, chosen, options.explore);
  const cases = [...scenarios, ...paths];
  const { namespace, name, version } = definition;

  return {
    definition: { namespace, name, version },
    cases: cases.map(({ test }) => test),
    passed: cases.every(({ test }) => test.problems.length === 0),
    coverage: { all: coverageOf(graph, cases), scenarios: coverageOf(graph, scenarios) },
    paths: { run: paths.length, total: countPaths(graph), complete: graph.exploration.complete },
  };
}

/** All paths, those first that go over every failure edge and decision: a limit cuts off the others. */
function manyPaths(graph: PathGraph, limit: number): readonly Path[] {
  const textOf = (path: Path): string => path.map(({ step, way }) => `${step}/${way}`).join(" ");
  const paths = [...coveringPaths(graph), ...allPaths(graph, limit)];

  return [...new Map(paths.map((path) => [textOf(path), path])).values()].slice(0, limit);
}

/** A test with the failure edges and decisions it went over. */
interface Run {
  readonly test: TestCase;
  readonly notable: readonly string[];
}

function playScenario(definition: CompiledSaga, scenario: Scenario, children: readonly CompiledSaga[] = []): Run {
  const { simulation, problems } = runScenario(definition, scenario, children);
  const { end, story, path, undone, entries } = simulation;

  return { test: { kind: "scenario", name: scenario.name, end, problems, story, path, undone }, notable: notableIn(entries) };
}

function walkPaths(definition: CompiledSaga, paths: readonly Path[], explore: ExploreOptions = {}): readonly Run[] {
  const walker = new PathWalker(definition, {
    ...(explore.bounds === undefined ? {} : { bounds: explore.bounds }),
    children: explore.children ?? [],
  });

  return paths.map((path) => {
    const { end, entries, findings } = walker.walk(path);
    const story = tellEntries(entries);
    const undone = entries.filter(({ type }) => type === "undo.succeeded").map(({ data }) => data.state ?? "");
    const problems = [...new Set(findings.map(({ message }) => message))];
    return {
      test: { kind: "path", name: nameOf(story, end), end, problems, story, path: pathOf(entries), undone },
      notable: notableIn(entries),
    };
  });
}

function notableIn(entries: readonly Entry[]): readonly string[] {
  return [...failureEdges(entries), ...decisionEdges(entries)];
}

/** What fails or is decided on the way, without what goes well. */
function nameOf(story: readonly string[], end: string): string {
  const failing = story.filter((words) => !isQuiet(words) && !/ (?:ok|undone)$| takes |^(?:completed|compensated|failed)$/.test(words));

  return failing.length === 0 ? `everything succeeds: ${end}` : `${failing.join(", ")}: ${end}`;
}

function coverageOf({ notable }: PathGraph, runs: readonly Run[]): Coverage {
  const covered = new Set(runs.flatMap((run) => run.notable));
  const missing = notable.filter((one) => !covered.has(one));

  return { covered: notable.length - missing.length, total: notable.length, missing };
}
