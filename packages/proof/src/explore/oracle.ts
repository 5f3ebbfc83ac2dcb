import type { Json } from "@skald/shared";
import { isLasting } from "../partial/lasting.ts";
import type { Oracle } from "../partial/partial-port.ts";
import type { SpecialTexts } from "../partial/special-texts.ts";
import { type Steering, UNSTEERED } from "../partial/steering.ts";
import { unknown } from "../partial/unknown.ts";
import { Choices } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";

/** Items of a forEach in the model: what goes wrong with many goes wrong with two. */
const ITEMS_MAX = 2;

/** Answers open conditions by free choice, and remembers those that cannot change. */
export class FreeOracle implements Oracle {
  readonly #texts: SpecialTexts;
  #choices = new Choices();
  #facts: Facts = {};
  #steering = UNSTEERED;

  constructor(texts: SpecialTexts) {
    this.#texts = texts;
  }

  /** Begins a decision. */
  begin(choices: Choices, facts: Facts, steering: Steering = UNSTEERED): void {
    this.#choices = choices;
    this.#facts = facts;
    this.#steering = steering;
  }

  /** What is known for good after the decision. */
  get facts(): Facts {
    return this.#facts;
  }

  get steering(): Steering {
    return this.#steering;
  }

  decide(text: string, roots: ReadonlySet<string>): boolean {
    const known = this.#facts[text];
    if (known !== undefined) return known;

    const chosen = this.#steering.leanings.get(text) ?? this.#choices.take(2) === 0;
    if (isLasting(roots)) this.#facts = { ...this.#facts, [text]: chosen };
    return chosen;
  }

  /** None, one or two items; and an instant is as good as any other, since time stands still in this model. */
  value(text: string, mark: string): Json {
    if (this.#texts.matches.has(text)) return mark;
    if (!this.#texts.lists.has(text)) return "1s";

    return Array.from({ length: this.#choices.take(ITEMS_MAX + 1) }, (_, index) => unknown(`item ${index + 1}`));
  }
}
