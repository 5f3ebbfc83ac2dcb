const KEPT = 256;

/** The durations of the last calls of a service. */
export class Latencies {
  readonly #ring: number[] = [];
  #next = 0;

  add(durationMs: number): void {
    this.#ring[this.#next] = durationMs;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Null before the first call. */
  percentiles(): { readonly p50: number | null; readonly p95: number | null } {
    const sorted = this.#ring.toSorted((one, other) => one - other);
    const at = (share: number): number | null => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;

    return { p50: at(0.5), p95: at(0.95) };
  }
}
