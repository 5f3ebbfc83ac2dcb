import type { CompiledSaga } from "@skald/dsl";
import { incidentOf } from "@skald/kernel";
import type { ProofEnd, ProofView, ProofViolation } from "@skald/shared";
import { DEFAULT_BOUNDS } from "../world/bound-definition.ts";
import type { Finding } from "../world/finding.ts";
import { findingsIn, findingsOnStep } from "../world/findings-at.ts";
import { rootOf } from "../world/position.ts";
import { pathOf } from "../world/story/path-of.ts";
import { tellEntries } from "../world/story/tell-entry.ts";
import { type ExploreOptions, explore, LIMIT_DEFAULT, type Visitor } from "./explore.ts";
import { type Node, wayTo } from "./node.ts";

/** Violations after which no more are told: each stands for a class of ways. */
const VIOLATIONS_MAX = 50;

/**
 * Proves that every end of a definition is consistent and that only what no definition can prevent waits for a person,
 * over a bounded model, or tells the shortest ways on which it is not so. Plain JSON.
 */
export function proveDefinition(definition: CompiledSaga, options: ExploreOptions = {}): ProofView {
  const judge = new Judge(definition);
  const { configurations, transitions, complete } = explore(definition, judge, options);
  const { attempts, visits } = options.bounds ?? DEFAULT_BOUNDS;

  return {
    holds: judge.violations.length === 0,
    complete,
    configurations,
    transitions,
    limit: options.limit ?? LIMIT_DEFAULT,
    bounds: { attempts, visits },
    violations: judge.violations,
    ends: [...judge.ends.values()],
  };
}

/** Judges every configuration once and keeps the shortest way to each kind of violation and of end. */
class Judge implements Visitor {
  readonly violations: ProofViolation[] = [];
  readonly ends = new Map<string, ProofEnd>();
  readonly #definition: CompiledSaga;
  readonly #told = new Set<string>();

  constructor(definition: CompiledSaga) {
    this.#definition = definition;
  }

  approach(node: Node): void {
    for (const finding of findingsOnStep(node)) this.#tell(finding, node);
  }

  arrive(node: Node): void {
    for (const finding of findingsIn(node.position, this.#definition.assertions)) this.#tell(finding, node);
    this.#countEnd(node);
  }

  fail(node: Node | null, error: Error): void {
    this.#tell({ code: "CANNOT_DECIDE", state: null, message: error.message }, node);
  }

  #tell(finding: Finding, node: Node | null): void {
    const key = `${finding.code} ${finding.state} ${finding.code === "ASSERTION_BROKEN" ? finding.message : ""}`;
    if (this.#told.has(key) || this.violations.length >= VIOLATIONS_MAX) return;

    this.#told.add(key);
    const { code, state, message, last } = finding;
    const entries = node === null ? [] : wayTo(node);
    const story = [...tellEntries(entries), ...(last === undefined ? [] : [last])];
    this.violations.push({ code, state, message, story, path: [...pathOf(entries)] });
  }

  #countEnd(node: Node): void {
    const { ended } = rootOf(node.position).saga.context;
    const incident = incidentOf(rootOf(node.position).saga);
    if (ended === null && incident === null) return;
    const status = ended?.status ?? "suspended";
    const key = `${status} ${incident?.reason ?? ""} ${incident?.state ?? ""}`;
    const known = this.ends.get(key);
    const first = { story: [...tellEntries(wayTo(node))], path: [...pathOf(wayTo(node))] };

    this.ends.set(key, {
      status,
      reason: incident?.reason ?? null,
      state: incident?.state ?? null,
      configurations: (known?.configurations ?? 0) + 1,
      story: known?.story ?? first.story,
      path: known?.path ?? first.path,
    });
  }
}
