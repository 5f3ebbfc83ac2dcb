/** What is still to look at, cheapest first; of the same cost, first come first served. Costs are small whole numbers. */
export class Agenda<T> {
  readonly #buckets: T[][] = [];
  #cost = 0;
  #next = 0;

  add(item: T, cost: number): void {
    while (this.#buckets.length <= cost) this.#buckets.push([]);
    this.#buckets[cost]?.push(item);
  }

  /** The cheapest item; undefined when nothing is left. No item added later may be cheaper. */
  take(): T | undefined {
    for (; this.#cost < this.#buckets.length; this.#cost += 1, this.#next = 0) {
      const bucket = this.#buckets[this.#cost] ?? [];
      const item = bucket[this.#next];
      if (item !== undefined) {
        this.#next += 1;
        return item;
      }
      this.#buckets[this.#cost] = [];
    }
    return undefined;
  }
}
