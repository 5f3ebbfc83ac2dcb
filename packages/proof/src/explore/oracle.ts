import type { Json } from "@skald/shared";
import { isLasting } from "../partial/lasting.ts";
import type { Oracle } from "../partial/partial-port.ts";
import { unknown } from "../partial/unknown.ts";
import type { Observed } from "../world/answer.ts";
import { Choices } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";

/** Items of a forEach in the model: what goes wrong with many goes wrong with two. */
const ITEMS_MAX = 2;

const NOTHING: Pick<Observed, "rulings" | "outputs"> = { rulings: new Map(), outputs: new Map() };

/** Answers open conditions by free choice, and remembers those that cannot change. */
export class FreeOracle implements Oracle {
  readonly #lists: ReadonlySet<string>;
  #choices = new Choices();
  #facts: Facts = {};
  #observed = NOTHING;

  /** `lists`: the expressions that give the items of a forEach. */
  constructor(lists: ReadonlySet<string>) {
    this.#lists = lists;
  }

  /** Begins a decision. */
  begin(choices: Choices, facts: Facts, observed: Pick<Observed, "rulings" | "outputs"> = NOTHING): void {
    this.#choices = choices;
    this.#facts = facts;
    this.#observed = observed;
  }

  /** What is known for good after the decision. */
  get facts(): Facts {
    return this.#facts;
  }

  ruling(text: string): boolean | undefined {
    return this.#observed.rulings.get(text);
  }

  output(template: Json): Json | undefined {
    return this.#observed.outputs.get(template);
  }

  decide(text: string, roots: ReadonlySet<string>): boolean {
    const known = this.#facts[text];
    if (known !== undefined) return known;

    const chosen = this.#choices.take(2) === 0;
    if (isLasting(roots)) this.#facts = { ...this.#facts, [text]: chosen };
    return chosen;
  }

  /** None, one or two items; and an instant is as good as any other, since time stands still in this model. */
  value(text: string): Json {
    if (!this.#lists.has(text)) return "1s";

    return Array.from({ length: this.#choices.take(ITEMS_MAX + 1) }, (_, index) => unknown(`item ${index + 1}`));
  }
}
