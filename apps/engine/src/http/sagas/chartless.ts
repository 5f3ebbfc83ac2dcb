import type { CompiledSaga } from "@skald/dsl";
import type { Saga } from "@skald/kernel";

const RETRY = { attempts: 1, delayMs: 0, multiplier: 1, maxDelayMs: 0, jitter: "none", withinMs: null } as const;

/**
 * What stands in for the definition of a saga that is not stored any more, so that the saga can be looked at: no
 * states, and all of the input masked, because nobody knows what of it is sensitive. Such a saga never runs.
 */
export function chartless({ namespace, definition }: Saga): CompiledSaga {
  return {
    format: 1,
    ...definition,
    namespace,
    title: null,
    labels: {},
    input: null,
    key: null,
    idempotency: null,
    timeout: null,
    retentionMs: null,
    recovery: "backward",
    compensation: { order: "reverse", onUnknownOutcome: "compensate", onFailure: "suspend", retry: RETRY },
    policy: {},
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: "",
    output: null,
    states: {},
    sensitiveInput: [""],
    machine: {},
    graph: { start: "", nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null },
  };
}
