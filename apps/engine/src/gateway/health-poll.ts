import type { ServiceLive } from "@skald/dsl";
import type { Clock } from "../ports/clock.ts";

/** What the last look at a service's health path showed. */
export interface ServiceHealth {
  readonly health: "up" | "down" | "unknown";
  readonly healthDetail: string | null;
  readonly checkedAtMs: number | null;
}

/** Asks the health path once. Null: it is well; otherwise a sentence why not. */
export type AskHealth = (service: string, live: ServiceLive, path: string) => Promise<string | null>;

export const UNKNOWN_HEALTH: ServiceHealth = { health: "unknown", healthDetail: null, checkedAtMs: null };

const TICK_MS = 1_000;

/** Looks at every service's health path when its interval is over. */
export class HealthPoll {
  readonly #clock: Clock;
  readonly #services: () => readonly (readonly [string, ServiceLive])[];
  readonly #ask: AskHealth;
  readonly #seen = new Map<string, ServiceHealth>();
  readonly #askedAtMs = new Map<string, number>();
  readonly #asking = new Set<Promise<void>>();
  #cancel: () => void;

  constructor(clock: Clock, services: () => readonly (readonly [string, ServiceLive])[], ask: AskHealth) {
    this.#clock = clock;
    this.#services = services;
    this.#ask = ask;
    this.#cancel = clock.schedule(0, () => this.#tick());
  }

  healthOf(service: string): ServiceHealth {
    return this.#seen.get(service) ?? UNKNOWN_HEALTH;
  }

  /** Returns when the last question is answered. */
  async stop(): Promise<void> {
    this.#cancel();
    await Promise.all(this.#asking);
  }

  #tick(): void {
    this.#cancel = this.#clock.schedule(TICK_MS, () => this.#tick());
    const nowMs = this.#clock.monotonicMs();
    for (const [service, live] of this.#services()) {
      if (live.health === null) this.#seen.delete(service);
      else if (nowMs >= (this.#askedAtMs.get(service) ?? Number.NEGATIVE_INFINITY) + live.health.intervalMs)
        this.#look(service, live, live.health.path);
    }
  }

  #look(service: string, live: ServiceLive, path: string): void {
    // Infinity until the answer is here: a slow service is not asked twice at once.
    this.#askedAtMs.set(service, Number.POSITIVE_INFINITY);
    const asking = this.#ask(service, live, path).then((trouble) => {
      this.#askedAtMs.set(service, this.#clock.monotonicMs());
      this.#seen.set(service, { health: trouble === null ? "up" : "down", healthDetail: trouble, checkedAtMs: this.#clock.nowMs() });
      this.#asking.delete(asking);
    });
    this.#asking.add(asking);
  }
}
