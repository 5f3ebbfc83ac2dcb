/**
 * Free choices inside one decision, enumerated by deciding again: each replay answers the choices known so far as before
 * and takes the first way at every new one.
 */
export class Choices {
  readonly #taken: number[] = [];
  readonly #ways: number[] = [];
  #next = 0;

  /** One of `ways` ways, from 0. */
  take(ways: number): number {
    const known = this.#taken[this.#next];
    if (known === undefined) {
      this.#taken.push(0);
      this.#ways.push(ways);
    }
    this.#next += 1;

    return known ?? 0;
  }

  /** Goes to the next way through all choices; false when there is none left. */
  advance(): boolean {
    this.#next = 0;
    for (let last = this.#taken.length - 1; last >= 0; last -= 1) {
      const way = (this.#taken[last] ?? 0) + 1;
      if (way < (this.#ways[last] ?? 0)) {
        this.#taken[last] = way;
        return true;
      }
      this.#taken.pop();
      this.#ways.pop();
    }
    return false;
  }
}

/** The result of `decide` for every way through its choices. */
export function everyWay<T>(decide: (choices: Choices) => T): readonly T[] {
  const choices = new Choices();
  const results = [decide(choices)];
  while (choices.advance()) results.push(decide(choices));

  return results;
}
