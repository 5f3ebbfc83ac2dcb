import type { CompiledSaga } from "@skald/dsl";
import type { Relative } from "../world/family.ts";
import { type Position, rootOf } from "../world/position.ts";
import { SagaWriter } from "./saga-writer.ts";
import type { Ordering } from "./write-stack.ts";

/** Choices that stay the same for the life of a saga, by the text of the condition. */
export type Facts = Readonly<Record<string, boolean>>;

/** Keys of the positions of one exploration. Two positions with one key have the same future: only the first is explored. */
export class ConfigurationKeys {
  readonly #writer: SagaWriter;
  // Texts are long and few, keys are kept by the ten thousand.
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Relative["saga"], number>();

  constructor(definitions: readonly CompiledSaga[], ordering: Ordering) {
    this.#writer = new SagaWriter(definitions, ordering);
  }

  /** Of a saga that has ended only how it ended and what is in the books matters. */
  keyOf(position: Position, facts: Facts): string {
    const { ended } = rootOf(position).saga.context;
    const books = this.#numberOf(writeBooks(position.ledger));
    if (ended !== null) return `${ended.status} ${books}`;

    const members = Object.entries(position.family).map(([key, relative]) => `${key}:${this.#numberOfSaga(relative)}`);
    return [...members.sort(), books, this.#numberOf(JSON.stringify(Object.entries(facts).sort()))].join(" ");
  }

  /** Most members of a family are the very ones of the position before. */
  #numberOfSaga(relative: Relative): number {
    const known = this.#known.get(relative.saga) ?? this.#numberOf(this.#writer.write(relative));
    this.#known.set(relative.saga, known);

    return known;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);

    return known;
  }
}

/** What stands in the books. Nothing that is found depends on the order in which it came there. */
function writeBooks(ledger: Position["ledger"]): string {
  return Object.entries(ledger)
    .map(([key, { standing }]) => `${key} ${standing}`)
    .sort()
    .join();
}
