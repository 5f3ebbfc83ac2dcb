import type { CompiledSaga } from "@skald/dsl";
import type { SagaEvent } from "@skald/kernel";
import { partialPort } from "../partial/partial-port.ts";
import { unknown } from "../partial/unknown.ts";
import { type Answer, actionAnswers, isVerdict, observe } from "../world/answer.ts";
import { type Bounds, boundDefinition, DEFAULT_BOUNDS } from "../world/bound-definition.ts";
import { type Happening, happenings } from "../world/happening.ts";
import { settleInLedger } from "../world/ledger.ts";
import { aCommand, BEGINNING_MS, beginning, moveOn, type Position } from "../world/position.ts";
import { Agenda } from "./agenda.ts";
import { everyWay } from "./choices.ts";
import { configurationKey } from "./configuration-key.ts";
import type { Node } from "./node.ts";
import { FreeOracle } from "./oracle.ts";
import { isAtEnd } from "./rest.ts";

export interface ExploreOptions {
  readonly bounds?: Bounds;
  /** Configurations after which it stops, and says so. Default 50,000. */
  readonly limit?: number;
}

/** What was seen of a definition. */
export interface Exploration {
  /** Every configuration, nearest first. */
  readonly configurations: number;
  readonly transitions: number;
  /** Whether all configurations of the model were seen. */
  readonly complete: boolean;
}

export const LIMIT_DEFAULT = 50_000;

/** A way on which nobody interferes is told before one on which somebody does, unless it is much longer. */
const INTERRUPTION_COST = 5;

/** Told of every configuration once, nearest first, and of what the kernel could not decide. */
export interface Visitor {
  arrive(node: Node): void;
  fail(node: Node, error: Error): void;
}

/**
 * Goes to every configuration of a bounded model of a definition: every outcome of each call, every undo that succeeds or
 * fails, every way through its conditions, and a person who cancels at any moment. Breadth first, so the first way to a
 * configuration is a shortest one. All decisions are the kernel's own.
 */
export function explore(definition: CompiledSaga, visitor: Visitor, options: ExploreOptions = {}): Exploration {
  return new Explorer(definition, visitor, options).run();
}

class Explorer {
  readonly #definition: CompiledSaga;
  readonly #visitor: Visitor;
  readonly #bounds: Bounds;
  readonly #limit: number;
  readonly #oracle = new FreeOracle();
  readonly #expressions = partialPort(this.#oracle);
  readonly #seen = new Set<string>();
  readonly #agenda = new Agenda<Node>();
  #transitions = 0;

  constructor(definition: CompiledSaga, visitor: Visitor, { bounds = DEFAULT_BOUNDS, limit = LIMIT_DEFAULT }: ExploreOptions) {
    this.#definition = boundDefinition(definition, bounds);
    this.#visitor = visitor;
    this.#bounds = bounds;
    this.#limit = limit;
  }

  run(): Exploration {
    const position = beginning(this.#definition, unknown("input"));
    const deadlineMs = this.#definition.timeout === null ? null : 3_600_000;
    const before: Node = { position, facts: {}, cost: 0, entries: [], answered: false };
    this.#follow(before, { event: { kind: "start", deadlineMs, key: "key", labels: {} }, answer: null });

    return { complete: this.#visitAll(), configurations: this.#seen.size, transitions: this.#transitions };
  }

  #visitAll(): boolean {
    for (let node = this.#agenda.take(); node !== undefined; node = this.#agenda.take()) {
      const key = configurationKey(node.position, node.facts);
      if (this.#seen.has(key)) continue;
      if (this.#seen.size >= this.#limit) return false;
      this.#seen.add(key);
      this.#visitor.arrive(node);
      this.#expand(node);
    }
    return true;
  }

  #expand(node: Node): void {
    if (isAtEnd(node.position.saga) || this.#isBeyond(node.position)) return;

    for (const step of this.#stepsOf(node)) this.#follow(node, step);
  }

  /** A loop may go round as often as the bounds say. */
  #isBeyond({ saga }: Position): boolean {
    return Object.values(saga.context.visits).some((visits) => visits > this.#bounds.visits);
  }

  #stepsOf({ position }: Node): readonly Step[] {
    const moves = happenings(position.saga).flatMap((happening) => this.#movesOf(happening));

    return [...moves, ...this.#interruption(position)];
  }

  #movesOf(happening: Happening): readonly Step[] {
    if (happening.kind === "due") return [{ event: { kind: "timer", name: happening.name }, answer: null }];

    const { call } = happening;
    const { callId, attempt } = call;
    return this.#answersTo(happening).map((answer) => {
      const observed = observe(this.#definition, call, answer);
      return { event: { kind: "result", callId, attempt, observation: observed.observation }, answer: { call, answer, observed } };
    });
  }

  #answersTo({ call }: Extract<Happening, { kind: "call" }>): readonly Answer[] {
    if (call.kind === "undo") return [{ kind: "ok" }, { kind: "refused" }];
    if (call.kind === "verify") return [{ kind: "yes" }, { kind: "no" }, { kind: "none" }];
    const task = this.#definition.states[call.state];

    return task?.type === "task" ? actionAnswers(task) : [{ kind: "ok" }];
  }

  /** A person who cancels; where nobody may, the time that is over. */
  #interruption({ saga }: Position): readonly Step[] {
    const { context } = saga;
    if (context.turning !== null || context.undoing !== null || context.pivotPassed !== null) return [];
    if (this.#definition.timeout?.then === "suspend" || this.#definition.policy.cancel === "deny")
      return [{ event: { kind: "deadline" }, answer: null }];

    return [{ event: aCommand(saga, "cancel"), answer: null }];
  }

  #follow(node: Node, step: Step): void {
    const { position, facts } = node;
    const answered = step.answer;
    const ledger = answered === null ? position.ledger : settleInLedger(position.ledger, answered.call, answered.answer, this.#definition);
    const laws = { definition: this.#definition, expressions: this.#expressions, nowMs: BEGINNING_MS, random: 0 };
    try {
      everyWay((choices) => {
        this.#oracle.begin(choices, facts, answered?.observed);
        const { position: next, entries } = moveOn(position, step.event, laws, ledger);
        const cost = node.cost + (step.event.kind === "command" || step.event.kind === "deadline" ? INTERRUPTION_COST : 1);
        this.#transitions += 1;
        this.#agenda.add(
          { position: next, entries, facts: this.#oracle.facts, cost, answered: step.answer !== null && isVerdict(step.answer.answer) },
          cost,
        );
      });
    } catch (error) {
      this.#visitor.fail(node, error instanceof Error ? error : new Error(String(error)));
    }
  }
}

interface Step {
  readonly event: SagaEvent;
  readonly answer: {
    readonly call: Extract<Happening, { kind: "call" }>["call"];
    readonly answer: Answer;
    readonly observed: ReturnType<typeof observe>;
  } | null;
}
