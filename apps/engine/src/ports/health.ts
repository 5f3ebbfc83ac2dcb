/** What `/health/ready` and `/health/detailed` ask the runtime. Ready means: due work is progressing (G28). */
export interface Progress {
  check(): Promise<ProgressReport>;
}

export interface ProgressReport {
  readonly ready: boolean;
  /** Sentences; empty when ready. */
  readonly reasons: readonly string[];
  readonly components: readonly { readonly name: string; readonly status: "up" | "degraded" | "down"; readonly detail: string }[];
}
