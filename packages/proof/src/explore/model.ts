import type { CompiledSaga } from "@skald/dsl";
import type { ExpressionPort } from "@skald/kernel";
import { partialPort } from "../partial/partial-port.ts";
import { unknown } from "../partial/unknown.ts";
import { isVerdict } from "../world/answer.ts";
import { type Bounds, boundDefinition } from "../world/bound-definition.ts";
import type { Arrival } from "../world/findings-at.ts";
import { settleInLedger } from "../world/ledger.ts";
import { BEGINNING_MS, beginning, moveOn, type Position } from "../world/position.ts";
import { everyWay } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";
import { FreeOracle } from "./oracle.ts";
import { interruptionOf, type Step, stepsOf } from "./step.ts";

/** A configuration, and how the last step came to it. */
export interface Reached extends Arrival {
  /** What is known for good on this way. */
  readonly facts: Facts;
}

/** Any time will do: the model has no clock. */
const DEADLINE_MS = 3_600_000;

/** A bounded model of a definition: where it begins, what may happen next, and where that leads. Nothing in it changes. */
export class Model {
  readonly definition: CompiledSaga;
  readonly #bounds: Bounds;
  readonly #oracle = new FreeOracle();
  readonly #expressions: ExpressionPort = partialPort(this.#oracle);

  constructor(definition: CompiledSaga, bounds: Bounds) {
    this.definition = boundDefinition(definition, bounds);
    this.#bounds = bounds;
  }

  /** Where sagas are after their start: one configuration for each way the first conditions can go. */
  begin(): readonly Reached[] {
    const before = { position: beginning(this.definition, unknown("input")), facts: {} };
    const deadlineMs = this.definition.timeout === null ? null : DEADLINE_MS;

    return this.take(before, { event: { kind: "start", deadlineMs, key: "key", labels: {} }, answered: null });
  }

  /** What may happen next; nothing where the model ends. */
  steps(position: Position): readonly Step[] {
    return this.#isAtEnd(position) ? [] : stepsOf(position, this.definition);
  }

  interruptions(position: Position): readonly Step[] {
    return this.#isAtEnd(position) ? [] : interruptionOf(position, this.definition);
  }

  /**
   * Where a step leads: one configuration for each way through the conditions that nobody knows.
   *
   * @throws Error when the kernel cannot decide: a defect of kernel or definition.
   */
  take({ position, facts }: Pick<Reached, "position" | "facts">, { event, answered }: Step): readonly Reached[] {
    const ledger = answered === null ? position.ledger : settleInLedger(position.ledger, answered.call, answered.answer, this.definition);
    const laws = { definition: this.definition, expressions: this.#expressions, nowMs: BEGINNING_MS, random: 0 };

    return everyWay((choices) => {
      this.#oracle.begin(choices, facts, answered?.observed);
      const moved = moveOn(position, event, laws, ledger);
      const isAnswered = answered !== null && isVerdict(answered.answer);
      return { position: moved.position, entries: moved.entries, facts: this.#oracle.facts, answered: isAnswered };
    });
  }

  /** The saga has ended or needs a person, or a loop went round as often as the bounds say. */
  #isAtEnd({ saga: { context } }: Position): boolean {
    if (context.ended !== null || Object.keys(context.incidents).length > 0) return true;

    return Object.values(context.visits).some((visits) => visits > this.#bounds.visits);
  }
}
