import type { CompiledSaga } from "@skald/dsl";
import { type Bounds, DEFAULT_BOUNDS } from "../world/bound-definition.ts";
import { Agenda } from "./agenda.ts";
import { Model, type Reached } from "./model.ts";
import type { Node, Turn } from "./node.ts";
import { fullReduction, type Reduction } from "./reduction.ts";
import type { Step } from "./step.ts";

export interface ExploreOptions {
  readonly bounds?: Bounds;
  /** Configurations after which it stops, and says so. Default 50,000. */
  readonly limit?: number;
  /** Transitions after which it stops as well: a configuration of many branches and items leads to many others. Default 200,000. */
  readonly transitions?: number;
  /** Definitions of child sagas. */
  readonly children?: readonly CompiledSaga[];
  /** Whether somebody may cancel at any moment. Default true. */
  readonly interruptions?: boolean;
  /** What need not be looked at twice. Left out: all that is known to be so, unless an assertion looks at the books in between. */
  readonly reduction?: Reduction;
}

/** How much was seen of a definition. */
export interface Exploration {
  readonly configurations: number;
  readonly transitions: number;
  /** Whether all configurations of the model were seen. */
  readonly complete: boolean;
}

export const LIMIT_DEFAULT = 50_000;
/** Some fifteen seconds on a slow machine. */
const TRANSITIONS_DEFAULT = 200_000;

/** A way on which nobody interferes is told before one on which somebody does, unless it is much longer. */
const INTERRUPTION_COST = 5;

/** Told of every configuration once, nearest first, and of what the kernel could not decide. */
export interface Visitor {
  arrive(node: Node): void;
  /** Told of every way to a configuration, before the arrival there, nearest first. */
  approach?(node: Node): void;
  /** A transition from a configuration, before it is known whether its target is new. Null: the start. */
  cross?(from: Node | null, to: Node, turn: Turn): void;
  /** Null: at the start. */
  fail(node: Node | null, error: Error): void;
}

/**
 * Goes to every configuration of a bounded model of a definition: every outcome of each call, everything that may come
 * from outside and that nothing comes, every undo that succeeds or fails, every way through its conditions, and a person
 * who cancels at any moment. Breadth first, so the first way to a
 * configuration is a shortest one. All decisions are the kernel's own.
 */
export function explore(definition: CompiledSaga, visitor: Visitor, options: ExploreOptions = {}): Exploration {
  return new Explorer(definition, visitor, options).run();
}

class Explorer {
  readonly #model: Model;
  readonly #visitor: Visitor;
  readonly #limit: number;
  readonly #transitionsMax: number;
  readonly #interruptions: boolean;
  readonly #reduction: Reduction;
  readonly #seen = new Set<string>();
  readonly #agenda = new Agenda<Node>();
  #transitions = 0;

  constructor(definition: CompiledSaga, visitor: Visitor, options: ExploreOptions) {
    this.#reduction =
      options.reduction ??
      fullReduction([definition, ...(options.children ?? [])], definition.assertions.length > 0 ? "exact" : "branches");
    this.#model = new Model(definition, {
      bounds: options.bounds ?? DEFAULT_BOUNDS,
      children: options.children ?? [],
      reduction: this.#reduction,
    });
    this.#visitor = visitor;
    this.#limit = options.limit ?? LIMIT_DEFAULT;
    this.#transitionsMax = options.transitions ?? TRANSITIONS_DEFAULT;
    this.#interruptions = options.interruptions ?? true;
  }

  run(): Exploration {
    this.#branch(null, () => this.#model.begin(), { index: 0, cost: 0 });

    const complete = this.#visitAll();
    return { complete, configurations: this.#seen.size, transitions: this.#transitions };
  }

  #visitAll(): boolean {
    for (let node = this.#agenda.take(); node !== undefined; node = this.#agenda.take()) {
      this.#visitor.approach?.(node);
      if (this.#seen.has(node.key)) continue;
      if (this.#seen.size >= this.#limit || this.#transitions >= this.#transitionsMax) return false;
      this.#seen.add(node.key);
      this.#visitor.arrive(node);
      this.#expand(node);
    }
    return true;
  }

  #expand(node: Node): void {
    const steps = this.#model.steps(node.position);
    for (const [index, step] of steps.entries()) this.#follow(node, step, { index, cost: node.cost + 1 });
    if (!this.#interruptions) return;

    const cost = node.cost + INTERRUPTION_COST;
    for (const [rank, step] of this.#model.interruptions(node.position).entries())
      this.#follow(node, step, { index: steps.length + rank, cost });
  }

  #follow(node: Node, step: Step, at: { readonly index: number; readonly cost: number }): void {
    this.#branch(node, () => this.#model.take(node, step), at);
  }

  #branch(node: Node | null, take: () => readonly Reached[], { index, cost }: { readonly index: number; readonly cost: number }): void {
    try {
      for (const [way, reached] of take().entries()) this.#add(node, reached, { turn: { step: index, way }, cost });
    } catch (error) {
      this.#visitor.fail(node, error instanceof Error ? error : new Error(String(error)));
    }
  }

  #add(from: Node | null, reached: Reached, { turn, cost }: { readonly turn: Turn; readonly cost: number }): void {
    const node: Node = { ...reached, key: this.#reduction.keyOf(reached.position, reached.facts), cost };
    this.#transitions += 1;
    this.#visitor.cross?.(from, node, turn);
    this.#agenda.add(node, cost);
  }
}
