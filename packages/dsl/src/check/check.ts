import type { JsonObject } from "@skald/shared";
import type { Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";
import type { Chart } from "../model/chart.ts";
import type { SagaModel } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import type { PivotReach, Resolved } from "../model/states/pivot-reach.ts";
import type { PlacedState } from "../model/states/placed-states.ts";
import type { ScopeIndex } from "./scope-index.ts";
import type { CheckedSite, SiteReference } from "./sites/checked-site.ts";

/** What rules about expressions see; documents of both kinds have it. */
export interface WithExpressions {
  readonly document: JsonObject;
  readonly places: Places;
  readonly sites: readonly CheckedSite[];
  readonly references: readonly SiteReference[];
}

/** What a check of a saga sees. `chart` has every state as it is written; `states` those whose type is known. */
export interface SagaDefinition extends WithExpressions, Resolved {
  readonly model: SagaModel;
  readonly chart: Chart;
  /** Every state, those inside branches and bodies too. */
  readonly states: readonly PlacedState[];
  readonly scopes: ScopeIndex;
  readonly reach: PivotReach;
}

/** What a check of a service catalogue sees. */
export interface ServiceDefinition extends WithExpressions {
  readonly model: ServiceModel;
}

/** One rule of validation. Reads, reports, changes nothing, never throws. */
export type Check<Definition = SagaDefinition> = (definition: Definition, report: Report) => void;
