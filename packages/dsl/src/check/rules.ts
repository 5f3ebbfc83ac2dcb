import type { JsonObject } from "@skald/shared";
import type { Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";
import { chartOf } from "../model/chart.ts";
import { pivotReach } from "../model/edges.ts";
import type { ResolvedServices } from "../model/resolve.ts";
import type { SagaModel } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import type { Check, ServiceCheck } from "./check.ts";

const SAGA_CHECKS: readonly Check[] = [];
const SERVICE_CHECKS: readonly ServiceCheck[] = [];

export function checkSaga(
  saga: { readonly document: JsonObject; readonly places: Places; readonly model: SagaModel; readonly services: ResolvedServices },
  report: Report,
): void {
  const definition = {
    kind: "saga",
    ...saga,
    chart: chartOf(saga.document),
    reach: pivotReach(saga.model, saga.services),
    expressions: [],
  } as const;
  for (const check of SAGA_CHECKS) check(definition, report);
}
export function checkService(
  service: { readonly document: JsonObject; readonly places: Places; readonly model: ServiceModel },
  report: Report,
): void {
  const definition = { kind: "service", ...service, expressions: [] } as const;
  for (const check of SERVICE_CHECKS) check(definition, report);
}
