import type { Json, JsonObject } from "@skald/shared";
import type { Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";
import type { Chart } from "../model/chart.ts";
import type { PivotReach } from "../model/edges.ts";
import type { ResolvedServices } from "../model/resolve.ts";
import type { SagaModel } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import type { CheckedSite } from "./checked-site.ts";
import type { ExpressionSite } from "./sites.ts";

/** What a check of a saga sees. `chart` has every state of every type; `model` only those that can run. */
export interface SagaDefinition {
  readonly kind: "saga";
  readonly document: JsonObject;
  readonly places: Places;
  readonly model: SagaModel;
  readonly chart: Chart;
  readonly services: ResolvedServices;
  readonly reach: PivotReach;
  /** Every expression with what it reads, checked once. */
  readonly expressions: readonly CheckedSite[];
}

/** What a check of a service catalogue sees. */
export interface ServiceDefinition {
  readonly kind: "service";
  readonly document: JsonObject;
  readonly places: Places;
  readonly model: ServiceModel;
  readonly expressions: readonly CheckedSite[];
}

/** One rule of validation. Reads, reports, changes nothing, never throws. */
export type Check = (definition: SagaDefinition, report: Report) => void;

/** One rule about a service catalogue. */
export type ServiceCheck = (definition: ServiceDefinition, report: Report) => void;

export type { ExpressionSite, Json };
