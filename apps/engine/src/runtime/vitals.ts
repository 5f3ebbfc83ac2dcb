import type { Clock } from "../ports/clock.ts";

/** Signs of life of a host, for readiness and metrics. */
export interface HostVitals {
  /** Monotonic milliseconds since the last scan that succeeded; null: none did yet. */
  readonly scanAgeMs: number | null;
  /** How long the store has been away without taking anything; null: it is there. */
  readonly storeAwayMs: number | null;
  /** Age of the oldest due timer or deadline that is not committed yet. */
  readonly dueAgeMs: number;
  readonly residents: number;
  readonly calls: number;
  readonly accepting: boolean;
}

/** Remembers when the store last answered. */
export interface VitalSigns {
  scanned(): void;
  storeAnswered(available: boolean): void;
  scanAgeMs(): number | null;
  storeAwayMs(): number | null;
}

export function createVitals(clock: Clock): VitalSigns {
  let scannedMs: number | null = null;
  let awaySinceMs: number | null = null;
  const ageMs = (sinceMs: number | null): number | null => (sinceMs === null ? null : clock.monotonicMs() - sinceMs);

  return {
    scanned() {
      scannedMs = clock.monotonicMs();
    },
    storeAnswered(available) {
      if (available) awaySinceMs = null;
      else awaySinceMs ??= clock.monotonicMs();
    },
    scanAgeMs: () => ageMs(scannedMs),
    storeAwayMs: () => ageMs(awaySinceMs),
  };
}
