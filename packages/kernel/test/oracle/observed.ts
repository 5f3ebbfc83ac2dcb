import type { CallKey } from "./outcome-table.ts";

/**
 * A call as it was performed. `sent` and `settled` are ticks of one counter of the run, so that calls under way at the
 * same time can be told; `settled` null: still under way at the end. A move (`wait`, `listen`, `human`) that was not
 * made need not be listed; its `sent` is not looked at. `outcome` is the answer of the table; of a move it is
 * `elapsed`, `case <index>` or `timeout`.
 */
export interface ObservedCall extends CallKey {
  readonly sent: number;
  readonly settled: number | null;
  readonly outcome: string;
}

/** What was seen of one run, when it had come to rest. */
export interface Observed {
  readonly end: "completed" | "compensated" | "failed" | "suspended";
  /** Type of the cause; null when completed, and not looked at when suspended. */
  readonly cause: string | null;
  /** Why it is suspended, and at which state (with the paths of the outcome table). */
  readonly attention: { readonly reason: string; readonly state: string } | null;
  readonly calls: readonly ObservedCall[];
}
