import type { CompiledSaga } from "@skald/dsl";
import { type ExpressionPort, incidentOf } from "@skald/kernel";
import { partialPort } from "../partial/partial-port.ts";
import { unknown } from "../partial/unknown.ts";
import { isVerdict } from "../world/answer.ts";
import { type Bounds, boundDefinition } from "../world/bound-definition.ts";
import type { Arrival } from "../world/findings-at.ts";
import { settleInLedger } from "../world/ledger.ts";
import { BEGINNING_MS, beginning, moveOn, type Position, rootOf } from "../world/position.ts";
import { everyWay } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";
import { listsOf } from "./lists-of.ts";
import { FreeOracle } from "./oracle.ts";
import { interruptionOf, type Step, stepsOf } from "./step.ts";

/** A configuration, and how the last step came to it. */
export interface Reached extends Arrival {
  /** What is known for good on this way. */
  readonly facts: Facts;
}

/** How far a model goes, and what its child sagas are. */
export interface ModelOptions {
  readonly bounds: Bounds;
  readonly children?: readonly CompiledSaga[];
}

/** Any time will do: the model has no clock. */
const DEADLINE_MS = 3_600_000;

/** A bounded model of a definition: where it begins, what may happen next, and where that leads. Nothing in it changes. */
export class Model {
  readonly definition: CompiledSaga;
  readonly #bounds: Bounds;
  readonly #children: ReadonlyMap<string, CompiledSaga>;
  readonly #oracle: FreeOracle;
  readonly #expressions: ExpressionPort;

  constructor(definition: CompiledSaga, { bounds, children = [] }: ModelOptions) {
    this.definition = boundDefinition(definition, bounds);
    this.#bounds = bounds;
    this.#children = new Map(children.map((child) => [child.hash, boundDefinition(child, bounds)]));
    this.#oracle = new FreeOracle(listsOf([this.definition, ...this.#children.values()]));
    this.#expressions = partialPort(this.#oracle);
  }

  /** Where sagas are after their start: one configuration for each way the first conditions can go. */
  begin(): readonly Reached[] {
    const before = { position: beginning(this.definition, unknown("input")), facts: {} };
    const deadlineMs = this.definition.timeout === null ? null : DEADLINE_MS;

    return this.take(before, { key: "", event: { kind: "start", deadlineMs, key: "key", labels: {} }, answered: null });
  }

  /** What may happen next; nothing where the model ends. */
  steps(position: Position): readonly Step[] {
    return this.#isAtEnd(position) ? [] : stepsOf(position);
  }

  interruptions(position: Position): readonly Step[] {
    return this.#isAtEnd(position) || incidentOf(rootOf(position).saga) !== null ? [] : interruptionOf(position);
  }

  /**
   * Where a step leads: one configuration for each way through the conditions that nobody knows.
   *
   * @throws Error when the kernel cannot decide: a defect of kernel or definition.
   */
  take({ position, facts }: Pick<Reached, "position" | "facts">, { key, event, answered }: Step): readonly Reached[] {
    const definition = position.family[key]?.definition ?? this.definition;
    const ledger = answered === null ? position.ledger : settleInLedger(position.ledger, { key, ...answered }, definition);
    const laws = { expressions: this.#expressions, nowMs: BEGINNING_MS, random: 0, children: this.#children };

    return everyWay((choices) => {
      this.#oracle.begin(choices, facts, answered?.observed);
      const moved = moveOn(position, { key, event }, laws, ledger);
      const isAnswered = answered !== null && isVerdict(answered.answer);
      return { position: moved.position, entries: moved.entries, facts: this.#oracle.facts, answered: isAnswered };
    });
  }

  /** The saga has ended, or a loop went round as often as the bounds say. */
  #isAtEnd({ family }: Position): boolean {
    if (family[""]?.saga.context.ended !== null) return true;

    return Object.values(family).some(({ saga }) => Object.values(saga.context.visits).some((visits) => visits > this.#bounds.visits));
  }
}
