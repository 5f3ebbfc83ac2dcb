import type { Json } from "@skald/shared";
import { isLasting } from "../partial/lasting.ts";
import type { Oracle } from "../partial/partial-port.ts";
import type { Observed } from "../world/answer.ts";
import { Choices } from "./choices.ts";
import type { Facts } from "./configuration-key.ts";

const NOTHING: Pick<Observed, "rulings" | "outputs"> = { rulings: new Map(), outputs: new Map() };

/** Answers open conditions by free choice, and remembers those that cannot change. */
export class FreeOracle implements Oracle {
  #choices = new Choices();
  #facts: Facts = {};
  #observed = NOTHING;

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

  /** An instant is as good as any other: time stands still in this model. */
  value(): Json {
    return "1s";
  }
}
