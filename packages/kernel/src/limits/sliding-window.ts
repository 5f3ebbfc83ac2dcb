const BUCKETS = 10;

interface Bucket {
  readonly slot: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** What calls came to lately, in ten buckets. The oldest falls off as a whole. */
export type SlidingWindow = readonly Bucket[];

/** The window with one more result. */
export function countResult(
  window: SlidingWindow,
  failed: boolean,
  at: { readonly windowMs: number; readonly nowMs: number },
): SlidingWindow {
  const slot = slotAt(at.windowMs, at.nowMs);
  const live = liveBuckets(window, slot);
  const last = live.at(-1);
  const bucket = last?.slot === slot ? last : { slot, succeeded: 0, failed: 0 };
  const older = last?.slot === slot ? live.slice(0, -1) : live;

  return [...older, { slot, succeeded: bucket.succeeded + (failed ? 0 : 1), failed: bucket.failed + (failed ? 1 : 0) }];
}

/** How many calls the window holds now, and the share of them that failed. */
export function windowFigures(
  window: SlidingWindow,
  at: { readonly windowMs: number; readonly nowMs: number },
): { readonly calls: number; readonly failureRate: number } {
  let calls = 0;
  let failed = 0;
  for (const bucket of liveBuckets(window, slotAt(at.windowMs, at.nowMs))) {
    calls += bucket.succeeded + bucket.failed;
    failed += bucket.failed;
  }
  return { calls, failureRate: calls === 0 ? 0 : failed / calls };
}

function liveBuckets(window: SlidingWindow, slot: number): SlidingWindow {
  const first = window[0];

  return first === undefined || first.slot > slot - BUCKETS ? window : window.filter((bucket) => bucket.slot > slot - BUCKETS);
}

function slotAt(windowMs: number, nowMs: number): number {
  return Math.floor(nowMs / Math.max(1, windowMs / BUCKETS));
}
