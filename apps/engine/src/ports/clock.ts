/** Time as the engine sees it. Only SQL `now()` decides leases, deadlines and timers of the database. */
export interface Clock {
  /** Milliseconds since 1970, corrected by the offset to the database. */
  nowMs(): number;
  /** Milliseconds that never go back; for measuring, not for dates. */
  monotonicMs(): number;
  /** Calls back once after `delayMs`, unless cancelled. Never keeps the process alive. */
  schedule(delayMs: number, callback: () => void): Cancel;
}

/** Cancels what was scheduled. Doing so twice is harmless. */
export type Cancel = () => void;
