import type { Finding } from "../diagnostics/report.ts";

/** A finding before its offsets became a span. */
export interface RawFinding extends Omit<Finding, "at"> {
  readonly start: number;
  readonly end: number;
}
