import type { Observation, PendingCall } from "@skald/kernel";

/** A call with the fence that was drawn for this sending. */
export interface OutgoingCall extends PendingCall {
  /** Strictly increasing per saga, state and visit. */
  readonly fence: bigint;
}

/**
 * Sends calls to participants. Never throws: whatever happens is an observation.
 * Waits for a slot of the service's limits first; an open breaker answers `notSent` at once.
 */
export interface Gateway {
  send(call: OutgoingCall, signal: AbortSignal): Promise<Observation>;
  /** Current state of every known service, for health and metrics. */
  services(): readonly ServiceState[];
  /** Stops taking calls and waits for those under way, at most `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

/** What the gateway knows about one service now. */
export interface ServiceState {
  /** `namespace/name` */
  readonly service: string;
  readonly breaker: "closed" | "open" | "half-open";
  readonly failureRate: number;
  readonly calls: number;
  readonly openedAtMs: number | null;
  readonly halfOpenAtMs: number | null;
  readonly running: number;
  readonly waiting: number;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
  /** What the last look at the service's health path showed; `unknown` without such a path. */
  readonly health: "up" | "down" | "unknown";
  readonly healthDetail: string | null;
  readonly checkedAtMs: number | null;
}
