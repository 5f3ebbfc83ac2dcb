import type { AssertionModel, CompiledSaga } from "@skald/dsl";
import type { Entry } from "@skald/kernel";
import { Model, type ModelOptions, type Reached } from "../explore/model.ts";
import type { Turn } from "../explore/node.ts";
import { DEFAULT_BOUNDS } from "../world/bound-definition.ts";
import type { Finding } from "../world/finding.ts";
import { findingsAt } from "../world/findings-at.ts";
import type { Effect } from "../world/ledger.ts";
import { rootOf } from "../world/position.ts";
import { type RestStatus, restStatus } from "../world/rest-status.ts";
import type { Path } from "./choose-paths.ts";
import { isInReverse } from "./undo-order.ts";

/** What happened on one way from the start to an end. */
export interface WalkedPath {
  readonly end: RestStatus | "unfinished";
  readonly entries: readonly Entry[];
  readonly ledger: readonly Effect[];
  readonly findings: readonly Finding[];
}

/** Walks ways of one definition, each from the start, and holds every configuration on them against what must hold. */
export class PathWalker {
  readonly #model: Model;
  readonly #assertions: readonly AssertionModel[];
  readonly #starts = new Map<string, Stop>();

  constructor(definition: CompiledSaga, { bounds = DEFAULT_BOUNDS, children = [] }: Partial<ModelOptions> = {}) {
    this.#model = new Model(definition, { bounds, children });
    this.#assertions = definition.assertions;
  }

  /** @throws Error when a turn leads nowhere: the path is of another definition. */
  walk(path: Path): WalkedPath {
    const stops: Stop[] = [];
    for (const turn of path) stops.push(this.#stopAfter(stops.at(-1) ?? null, turn));
    const last = stops.at(-1);
    if (last === undefined) throw new Error("A path has at least the start.");

    const { told, ledger } = last.reached.position;
    const { entries } = told;
    const findings = stops.flatMap((stop) => stop.findings);
    if (this.#model.definition.compensation.order === "reverse" && !isInReverse(rootOf(last.reached.position).journal.entries))
      findings.push({ code: "UNDONE_OUT_OF_ORDER", state: null, message: "The undos are not in reverse order of completion." });
    return { end: restStatus(rootOf(last.reached.position).saga) ?? "unfinished", entries, ledger: Object.values(ledger), findings };
  }

  /** Ways share their beginnings: what was walked once is not walked again. */
  #stopAfter(before: Stop | null, { step, way }: Turn): Stop {
    const after = before?.after ?? this.#starts;
    const turn = `${step}/${way}`;
    const known = after.get(turn);
    if (known !== undefined) return known;

    const reached = (before === null ? this.#model.begin() : this.#follow(before.reached, step))[way];
    if (reached === undefined) throw new Error("The path leads nowhere in this definition.");
    const stop = { reached, findings: findingsAt(reached, this.#assertions), after: new Map() };
    after.set(turn, stop);
    return stop;
  }

  #follow(place: Reached, index: number): readonly Reached[] {
    const step = this.#model.steps(place.position)[index];

    return step === undefined ? [] : this.#model.take(place, step);
  }
}

/** A configuration on some way, what does not hold there, and the configurations after it that were walked to. */
interface Stop {
  readonly reached: Reached;
  readonly findings: readonly Finding[];
  readonly after: Map<string, Stop>;
}
