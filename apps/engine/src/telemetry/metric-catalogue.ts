/** What is known of one metric before its first sample. */
export interface MetricEntry {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
const UNITS = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const;

/** Every metric of the engine that is always shown, with a value from the first scrape on where it has no labels. */
export const METRICS: Readonly<Record<string, MetricEntry>> = {
  skald_sagas_started_total: { kind: "counter", help: "Sagas that were started durably.", labels: [] },
  skald_sagas_ended_total: { kind: "counter", help: "Sagas that have ended, by status.", labels: ["status"] },
  skald_sagas_removed_total: { kind: "counter", help: "Ended sagas that were removed after their retention.", labels: [] },
  skald_resident_sagas: { kind: "gauge", help: "Sagas in memory now: those that move.", labels: [] },
  skald_calls_total: {
    kind: "counter",
    help: "Calls to participants by outcome, before the rules of the definition.",
    labels: ["service", "kind", "outcome"],
  },
  skald_call_duration_seconds: { kind: "histogram", help: "How long participants took to answer.", labels: ["service"], buckets: SECONDS },
  skald_http_requests_total: { kind: "counter", help: "Requests to the API by route and status.", labels: ["method", "route", "status"] },
  skald_http_request_duration_seconds: {
    kind: "histogram",
    help: "How long requests to the API took; streams count until they end.",
    labels: ["method", "route"],
    buckets: SECONDS,
  },
  skald_commit_units: { kind: "histogram", help: "Units in one commit.", labels: [], buckets: UNITS },
  skald_commit_duration_seconds: { kind: "histogram", help: "How long commits took.", labels: [], buckets: SECONDS },
  skald_commit_queue_units: { kind: "gauge", help: "Units that wait for a commit.", labels: [] },
  skald_commit_failures_total: { kind: "counter", help: "Commits that failed, by what the failure was taken for.", labels: ["kind"] },
  skald_rejected_units_total: { kind: "counter", help: "Units the store refused as such: 0 at all times.", labels: [] },
  skald_internal_errors_total: { kind: "counter", help: "Defects met while deciding: 0 at all times.", labels: [] },
  skald_poisoned_total: { kind: "counter", help: "Sagas parked after three internal errors: 0 at all times.", labels: [] },
  skald_sagas_unreadable_total: { kind: "counter", help: "Sagas parked because they cannot be read: 0 at all times.", labels: [] },
  skald_fenced_total: { kind: "counter", help: "Times this replica was taken over, by how it noticed.", labels: ["reason"] },
};
