import type { BreakerModel } from "@skald/dsl";
import { requireKnown } from "../require-known.ts";
import { countResult, type SlidingWindow, windowFigures } from "./sliding-window.ts";

const PROBES = 3;
const NO_PROBES = { running: 0, succeeded: 0 } as const;

/** A circuit breaker. `epoch` rises with every change of phase: results of calls begun before are ignored. */
export interface Breaker {
  readonly phase: "closed" | "open" | "half-open";
  readonly epoch: number;
  readonly openedAtMs: number | null;
  readonly window: SlidingWindow;
  readonly probes: { readonly running: number; readonly succeeded: number };
}

/** Lost, 5xx and unreachable are `failed`; `neutral` says nothing of the service (refused by a guard, cancelled). */
export type BreakerEvent =
  | { readonly kind: "started" }
  | { readonly kind: "settled"; readonly epoch: number; readonly verdict: "succeeded" | "failed" | "neutral" };

/** A breaker that has seen nothing yet. */
export const CLOSED_BREAKER: Breaker = { phase: "closed", epoch: 0, openedAtMs: null, window: [], probes: NO_PROBES };

/** The breaker as time alone has changed it: open becomes half-open when `halfOpenAfter` is over. */
export function breakerNow(breaker: Breaker, model: BreakerModel, nowMs: number): Breaker {
  if (breaker.phase !== "open" || nowMs < openUntilMs(breaker, model)) return breaker;

  return { ...breaker, phase: "half-open", epoch: breaker.epoch + 1, probes: NO_PROBES };
}

/** Whether a call may be sent now. Half-open lets at most three probes through. */
export function mayCall(breaker: Breaker, model: BreakerModel, nowMs: number): boolean {
  const { phase, probes } = breakerNow(breaker, model, nowMs);

  return phase === "closed" || (phase === "half-open" && probes.running + probes.succeeded < PROBES);
}

/** How long a refused call should wait before it asks again. */
export function breakerRetryAfterMs(breaker: Breaker, model: BreakerModel, nowMs: number): number {
  const restMs = breaker.phase === "open" ? openUntilMs(breaker, model) - nowMs : 0;

  return restMs > 0 ? restMs : Math.min(1000, model.halfOpenAfterMs);
}

function openUntilMs({ openedAtMs }: Breaker, { halfOpenAfterMs }: BreakerModel): number {
  return requireKnown(openedAtMs, "time the breaker opened at") + halfOpenAfterMs;
}

/** How many calls the window holds now, and the share of them that failed. */
export function breakerFigures(
  breaker: Breaker,
  model: BreakerModel,
  nowMs: number,
): { readonly calls: number; readonly failureRate: number } {
  return windowFigures(breaker.window, { windowMs: model.windowMs, nowMs });
}

/** The breaker after an event. `started` follows a yes of `mayCall`; its epoch goes into `settled`. */
export function reduceBreaker(
  breaker: Breaker,
  event: BreakerEvent,
  at: { readonly model: BreakerModel; readonly nowMs: number },
): Breaker {
  const now = breakerNow(breaker, at.model, at.nowMs);
  if (event.kind === "started") return started(now);
  if (event.epoch !== now.epoch || now.phase === "open") return now;
  if (now.phase === "closed") return event.verdict === "neutral" ? now : counted(now, event.verdict === "failed", at);
  if (event.verdict === "failed") return opened(now, at.nowMs);

  const succeeded = now.probes.succeeded + (event.verdict === "succeeded" ? 1 : 0);
  if (succeeded >= PROBES) return { ...CLOSED_BREAKER, epoch: now.epoch + 1 };
  return { ...now, probes: { running: now.probes.running - 1, succeeded } };
}

function started(breaker: Breaker): Breaker {
  if (breaker.phase !== "half-open") return breaker;

  return { ...breaker, probes: { ...breaker.probes, running: breaker.probes.running + 1 } };
}

function counted(breaker: Breaker, failed: boolean, { model, nowMs }: { readonly model: BreakerModel; readonly nowMs: number }): Breaker {
  const next = { ...breaker, window: countResult(breaker.window, failed, { windowMs: model.windowMs, nowMs }) };
  const { calls, failureRate } = breakerFigures(next, model, nowMs);

  return calls >= model.minimumCalls && failureRate >= model.failureRate && failed ? opened(next, nowMs) : next;
}

function opened(breaker: Breaker, nowMs: number): Breaker {
  return { ...breaker, phase: "open", epoch: breaker.epoch + 1, openedAtMs: nowMs, probes: NO_PROBES };
}
