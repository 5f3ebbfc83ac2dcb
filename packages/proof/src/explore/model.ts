import type { CompiledSaga } from "@skald/dsl";
import { type ExpressionPort, incidentOf } from "@skald/kernel";
import { partialPort } from "../partial/partial-port.ts";
import { specialTexts } from "../partial/special-texts.ts";
import { unknown } from "../partial/unknown.ts";
import { isVerdict } from "../world/answer.ts";
import { type Bounds, boundDefinition } from "../world/bound-definition.ts";
import type { Arrival } from "../world/findings-at.ts";
import { type Ledger, settleInLedger } from "../world/ledger.ts";
import { ledgerAfter } from "../world/outside/ledger-after.ts";
import { BEGINNING_MS, beginning, moveOn, type Position, rootOf } from "../world/position.ts";
import { everyWay } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";
import { DecidedWays } from "./decided-ways.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { FreeOracle } from "./oracle.ts";
import type { Reduction } from "./reduction.ts";
import { interruptionsOf, plainStep, type Step, stepsOf } from "./step.ts";

/** A configuration, and how the last step came to it. */
export interface Reached extends Arrival {
  /** What is known for good on this way. */
  readonly facts: Facts;
}

/** How far a model goes, and what its child sagas are. */
export interface ModelOptions {
  readonly bounds: Bounds;
  readonly children?: readonly CompiledSaga[];
  /** Which of what may happen is looked at. Left out: what the full reduction leaves. */
  readonly reduction?: Pick<Reduction, "chosen">;
}

/** Any time will do: the model has no clock. */
const DEADLINE_MS = 3_600_000;

/** A bounded model of a definition: where it begins, what may happen next, and where that leads. Nothing in it changes. */
export class Model {
  readonly definition: CompiledSaga;
  readonly #bounds: Bounds;
  readonly #reduction: Pick<Reduction, "chosen">;
  readonly #children: ReadonlyMap<string, CompiledSaga>;
  readonly #oracle: FreeOracle;
  readonly #expressions: ExpressionPort;
  readonly #ways: DecidedWays;

  constructor(definition: CompiledSaga, { bounds, children = [], reduction = { chosen: oneAtATime } }: ModelOptions) {
    this.definition = boundDefinition(definition, bounds);
    this.#bounds = bounds;
    this.#reduction = reduction;
    this.#children = new Map(children.map((child) => [child.hash, boundDefinition(child, bounds)]));
    const definitions = [this.definition, ...this.#children.values()];
    const texts = specialTexts(definitions);
    this.#oracle = new FreeOracle(texts);
    this.#expressions = partialPort(this.#oracle, texts.keys);
    this.#ways = new DecidedWays(definitions);
  }

  /** Where sagas are after their start: one configuration for each way the first conditions can go. */
  begin(): readonly Reached[] {
    const before = { position: beginning(this.definition, unknown("input")), facts: {} };
    const deadlineMs = this.definition.timeout === null ? null : DEADLINE_MS;

    return this.take(before, plainStep({ kind: "start", deadlineMs, key: "key", labels: {} }));
  }

  /** What may happen next; nothing where the model ends. */
  steps(position: Position): readonly Step[] {
    return this.#isAtEnd(position) ? [] : stepsOf(position, this.#reduction);
  }

  interruptions(position: Position): readonly Step[] {
    return this.#isAtEnd(position) || incidentOf(rootOf(position).saga) !== null ? [] : interruptionsOf(position);
  }

  /**
   * Where a step leads: one configuration for each way through the conditions that nobody knows.
   *
   * @throws Error when the kernel cannot decide: a defect of kernel or definition.
   */
  take({ position, facts }: Pick<Reached, "position" | "facts">, step: Step): readonly Reached[] {
    const { key, event, answered, came } = step;
    const ledger = booksAfter(position, step);
    const laws = { expressions: this.#expressions, nowMs: BEGINNING_MS, random: 0, children: this.#children };

    return everyWay((choices) => {
      this.#oracle.begin(choices, facts, step.steering);
      const moved = moveOn(position, { key, event }, laws, ledger);
      const isAnswered = answered !== null && isVerdict(answered.answer);
      const known = this.#oracle.facts;
      const isTaken = came !== null && moved.entries.length > 0;
      const after = isTaken ? this.#ways.after(known, { key, ...came }) : known;
      return { position: moved.position, entries: moved.entries, facts: after, answered: isAnswered };
    });
  }

  /** The saga has ended, or a loop went round as often as the bounds say. */
  #isAtEnd({ family }: Position): boolean {
    if (family[""]?.saga.context.ended !== null) return true;

    return Object.values(family).some(({ saga }) => Object.values(saga.context.visits).some((visits) => visits > this.#bounds.visits));
  }
}

function booksAfter(position: Position, { key, answered, came }: Step): Ledger {
  if (came !== null) return ledgerAfter(position, { key, ...came });

  return answered === null
    ? position.ledger
    : settleInLedger(position.ledger, { key, ...answered }, position.family[key] ?? rootOf(position));
}
