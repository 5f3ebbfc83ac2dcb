import type { OperationModel, ServiceModel } from "@skald/dsl";
import { aCall, aRetry } from "../fixtures.ts";

/** The service `test/shop` with the one operation `buy`. */
export function aService(more: Partial<OperationModel> = {}): ServiceModel {
  const operation: OperationModel = {
    name: "buy",
    kind: "retriable",
    params: null,
    call: aCall("/buy"),
    output: null,
    outputSchema: null,
    errors: [],
    verify: null,
    compensate: null,
    retry: aRetry(1),
    undoRetry: null,
    timeoutMs: 1000,
    phases: null,
    ...more,
  };

  return {
    kind: "service",
    namespace: "test",
    name: "shop",
    version: "1.0.0",
    title: null,
    live: { baseUrl: "", auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null },
    operations: { buy: operation },
  };
}

/** The question whether `buy` happened. */
export const VERIFYING: NonNullable<OperationModel["verify"]> = {
  call: aCall("/of"),
  happened: "${ response.body.done }",
  output: null,
  conclusive: false,
};
