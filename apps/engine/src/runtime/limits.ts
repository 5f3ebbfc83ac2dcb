/** What bounds a host. */
export interface HostLimits {
  /** Sagas that move in this process at once; a start beyond is overload. 0: no limit. */
  readonly concurrentMax: number;
  /** Units queued for commits; a start beyond is overload. */
  readonly backlogUnitsMax: number;
  /** Age of the oldest queued unit; a start beyond is overload. */
  readonly backlogAgeMaxMs: number;
  /** Entries after which the row is written again. */
  readonly checkpointEntries: number;
  /** A row further behind its journal is written. */
  readonly checkpointBehindMs: number;
  /** How long a command waits for its verdict. */
  readonly commandWaitMs: number;
  /** Start keys live at least this long. */
  readonly startKeyKeepMs: number;
  /** Forget every saga after each commit and load it again: shows that nothing lives in memory alone. For tests. */
  readonly replayAlways: boolean;
}

/** The defaults of architecture.md, sections 4 and 7. */
export const HOST_LIMITS: HostLimits = {
  concurrentMax: 0,
  backlogUnitsMax: 2000,
  backlogAgeMaxMs: 1000,
  checkpointEntries: 64,
  checkpointBehindMs: 1000,
  commandWaitMs: 5000,
  startKeyKeepMs: 7 * 86_400_000,
  replayAlways: false,
};

/** Pause between two scans and between two sweeps over rows that are behind. */
export const SCAN_EVERY_MS = 1000;

/** Pause before work is tried again that the store could not take: 100 ms, doubled up to 5 s, with half of it random. */
export function storeRetryMs(failures: number, random: number): number {
  const cappedMs = Math.min(100 * 2 ** Math.min(failures, 6), 5000);

  return cappedMs / 2 + (cappedMs / 2) * random;
}

/** A unit or a decision that fails this often parks its saga. */
export const FAILURES_MAX = 3;
