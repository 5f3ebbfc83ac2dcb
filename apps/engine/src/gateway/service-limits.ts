// What one service has to bear: slots, tokens and the breaker, over all sagas of this engine.
//
//   L1. A permit is given only while a slot and a token are free and the breaker lets calls through; the breaker
//       is asked last, after every wait, so that a queue drains at once when it opens.
//   L2. Who came first is served first. Giving up a place is possible until the permit is given.
//   L3. Every permit is given back exactly once, by `settle`.
//
// The rules are the kernel's reducers; here are only the callbacks of those who wait.

import type { BreakerModel, ServiceLive } from "@skald/dsl";
import {
  type Breaker,
  breakerFigures,
  breakerNow,
  breakerRetryAfterMs,
  CLOSED_BREAKER,
  EMPTY_BULKHEAD,
  FULL_RATE_LIMIT,
  mayCall,
  mayTake,
  nextTokenAtMs,
  type Observation,
  reduceBreaker,
  reduceBulkhead,
  takeToken,
  waitingCount,
} from "@skald/kernel";
import type { Clock } from "../ports/clock.ts";
import type { BreakerOverride } from "../ports/definitions.ts";
import type { Exchanged } from "./exchange.ts";

/** The limits of a service as they are now. */
export type Limits = Pick<ServiceLive, "concurrency" | "rateLimit" | "circuitBreaker">;

/** The right to send one call. */
export interface Permit {
  readonly settle: (verdict: Exchanged["verdict"]) => void;
}

export type Admission = { readonly ok: true; readonly permit: Permit } | { readonly ok: false; readonly observation: Observation };

/** Calls of a service that names no limit still share this many connections. */
export const CONCURRENCY_MAX = 256;

// Counts and shows failures for a service without a breaker, and never opens.
const NEVER_OPENS: BreakerModel = { failureRate: 1, minimumCalls: Number.MAX_SAFE_INTEGER, windowMs: 30_000, halfOpenAfterMs: 15_000 };
const OVERRIDE_RETRY_MS = 5_000;
const CANCELLED: Admission = { ok: false, observation: { kind: "notSent", reason: "cancelled before it was sent" } };

/** Admits the calls of one service. */
export class ServiceLimits {
  readonly #clock: Clock;
  readonly #override: () => BreakerOverride | undefined;
  readonly #waiting = new Map<number, () => void>();
  #breaker: Breaker = CLOSED_BREAKER;
  #bulkhead = EMPTY_BULKHEAD;
  #rate = FULL_RATE_LIMIT;
  /** Those with a slot and without a token, one after another. */
  #tokenQueue: Promise<unknown> = Promise.resolve();
  #tokenWaiters = 0;

  constructor(clock: Clock, override: () => BreakerOverride | undefined) {
    this.#clock = clock;
    this.#override = override;
  }

  /** Waits for a slot and a token; an open breaker refuses at once. */
  async admit(limits: Limits, signal: AbortSignal): Promise<Admission> {
    const refusal = this.#refusal(limits);
    if (refusal !== undefined) return refusal;
    if (signal.aborted || !(await this.#slot(limits.concurrency ?? CONCURRENCY_MAX, signal))) return CANCELLED;
    const hasToken = limits.rateLimit === null || (await this.#token(limits, limits.rateLimit, signal));
    const late = this.#refusal(limits) ?? (hasToken ? undefined : CANCELLED);
    if (late !== undefined) {
      this.#leave(limits);
      return late;
    }
    return { ok: true, permit: this.#permit(limits) };
  }

  /** What health and metrics show. */
  figures(limits: Limits): {
    readonly breaker: Breaker;
    readonly failureRate: number;
    readonly calls: number;
    readonly running: number;
    readonly waiting: number;
  } {
    const model = limits.circuitBreaker ?? NEVER_OPENS;
    const nowMs = this.#clock.nowMs();
    const breaker = breakerNow(this.#breaker, model, nowMs);

    return {
      breaker,
      ...breakerFigures(breaker, model, nowMs),
      running: this.#bulkhead.running - this.#tokenWaiters,
      waiting: waitingCount(this.#bulkhead) + this.#tokenWaiters,
    };
  }

  #permit(limits: Limits): Permit {
    const model = limits.circuitBreaker ?? NEVER_OPENS;
    this.#breaker = reduceBreaker(this.#breaker, { kind: "started" }, { model, nowMs: this.#clock.nowMs() });
    const { epoch } = this.#breaker;

    return {
      settle: (verdict) => {
        this.#breaker = reduceBreaker(this.#breaker, { kind: "settled", epoch, verdict }, { model, nowMs: this.#clock.nowMs() });
        this.#leave(limits);
      },
    };
  }

  #refusal({ circuitBreaker }: Limits): Admission | undefined {
    const override = this.#override();
    if (override?.state === "closed") return undefined;
    if (override?.state === "open") return breakerOpen(`breaker open, set by hand: ${override.reason}`, OVERRIDE_RETRY_MS);

    const nowMs = this.#clock.nowMs();
    const model = circuitBreaker ?? NEVER_OPENS;
    return mayCall(this.#breaker, model, nowMs) ? undefined : breakerOpen("breaker open", breakerRetryAfterMs(this.#breaker, model, nowMs));
  }

  async #slot(limit: number, signal: AbortSignal): Promise<boolean> {
    const ticket = this.#bulkhead.issued;
    this.#change({ kind: "arrived" }, limit);
    if (ticket < this.#bulkhead.called) return true;

    return new Promise<boolean>((settle) => {
      const giveUp = (): void => {
        this.#waiting.delete(ticket);
        this.#change({ kind: "withdrew", ticket }, limit);
        settle(false);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.set(ticket, () => {
        signal.removeEventListener("abort", giveUp);
        settle(true);
      });
    });
  }

  #leave(limits: Limits): void {
    this.#change({ kind: "left" }, limits.concurrency ?? CONCURRENCY_MAX);
  }

  #change(event: Parameters<typeof reduceBulkhead>[1], limit: number): void {
    const before = this.#bulkhead.called;
    this.#bulkhead = reduceBulkhead(this.#bulkhead, event, limit);
    for (let ticket = before; ticket < this.#bulkhead.called; ticket += 1) {
      const call = this.#waiting.get(ticket);
      this.#waiting.delete(ticket);
      call?.();
    }
  }

  async #token(limits: Limits, rate: NonNullable<Limits["rateLimit"]>, signal: AbortSignal): Promise<boolean> {
    this.#tokenWaiters += 1;
    const before = this.#tokenQueue;
    const mine = before.then(async () => {
      // A breaker that opened answers better than a token.
      while (!signal.aborted && this.#refusal(limits) === undefined && !mayTake(this.#rate, rate, this.#clock.nowMs())) {
        await this.#untilToken(rate, signal);
      }
      if (signal.aborted || this.#refusal(limits) !== undefined) return false;
      this.#rate = takeToken(this.#rate, rate, this.#clock.nowMs());
      return true;
    });
    this.#tokenQueue = mine;

    const taken = await mine;
    this.#tokenWaiters -= 1;
    return taken;
  }

  #untilToken(rate: NonNullable<Limits["rateLimit"]>, signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.nowMs();

    return new Promise((settle) => {
      const wake = (): void => {
        cancel();
        signal.removeEventListener("abort", wake);
        settle();
      };
      const cancel = this.#clock.schedule(Math.ceil(nextTokenAtMs(this.#rate, rate, nowMs) - nowMs), wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}

function breakerOpen(reason: string, retryAfterMs: number): Admission {
  return { ok: false, observation: { kind: "notSent", reason, breakerOpen: true, retryAfterMs } };
}
